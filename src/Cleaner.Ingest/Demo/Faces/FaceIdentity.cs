using System.Numerics;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>
/// What makes a face the same face: everything that stays from picture to picture. Lengths are in half head heights, in the head's own frame (x to the
/// viewer's right, y up, z towards the viewer); colours are 0 … 1.
/// </summary>
internal sealed record FaceIdentity
{
    // Head
    public required float HeadWidth { get; init; }
    public required float JawWidth { get; init; }
    public required float ChinWidth { get; init; }
    public required float EarSize { get; init; }

    // Skin
    public required Vector3 Skin { get; init; }
    public required float Blush { get; init; }
    public required float Freckles { get; init; }
    public required float Wrinkles { get; init; }
    public required Vector3[] Moles { get; init; }

    // Eyes and brows
    public required float EyeHeight { get; init; }
    public required float EyeDistance { get; init; }
    public required float EyeWidth { get; init; }
    public required float EyeOpening { get; init; }
    public required float EyeSlant { get; init; }
    public required float IrisSize { get; init; }
    public required Vector3 Iris { get; init; }
    public required float BrowGap { get; init; }
    public required float BrowThickness { get; init; }
    public required float BrowLength { get; init; }
    public required float BrowArch { get; init; }
    public required float BrowSlant { get; init; }

    // Nose and mouth
    public required float NoseLength { get; init; }
    public required float NoseWidth { get; init; }
    public required float NoseDepth { get; init; }
    public required float MouthHeight { get; init; }
    public required float MouthWidth { get; init; }
    public required float UpperLip { get; init; }
    public required float LowerLip { get; init; }
    public required Vector3 Lips { get; init; }

    // Hair
    public required Vector3 Hair { get; init; }
    public required float HairVolume { get; init; }
    public required float Hairline { get; init; }
    public required float HairParting { get; init; }
    public required float HairSweep { get; init; }
    public required float SideLength { get; init; }
    public required float Curl { get; init; }
    public required float BackLength { get; init; }

    // Habits: true in some of the pictures only
    public required BeardStyle Beard { get; init; }
    public required float BeardHabit { get; init; }
    public required float GlassesHabit { get; init; }
    public required float GlassesRound { get; init; }
    public required Vector3 GlassesColor { get; init; }

    private static readonly Vector3[] HairColors =
    [
        new(.08f, .07f, .07f), new(.16f, .11f, .08f), new(.27f, .17f, .10f), new(.38f, .25f, .14f), new(.50f, .24f, .10f),
        new(.62f, .47f, .25f), new(.80f, .68f, .42f), new(.55f, .54f, .53f), new(.85f, .84f, .82f),
    ];

    private static readonly Vector3[] IrisColors =
    [
        new(.20f, .11f, .06f), new(.35f, .20f, .10f), new(.45f, .33f, .14f), new(.28f, .42f, .25f), new(.30f, .48f, .65f), new(.45f, .52f, .56f),
    ];

    /// <summary>Somebody new.</summary>
    public static FaceIdentity Sample(DemoRandom random)
    {
        float tone = random.Unit();
        var skin = Vector3.Lerp(new Vector3(.95f, .78f, .67f), new Vector3(.36f, .22f, .15f), MathF.Pow(tone, 1.3f)) + .03f * new Vector3(random.Normal(), random.Normal() * .6f, random.Normal());
        var hair = Vector3.Clamp(random.Pick(HairColors) * random.Range(.8f, 1.2f), Vector3.Zero, Vector3.One);
        bool longHair = random.Chance(.4f);
        return new FaceIdentity
        {
            HeadWidth = random.Range(.68f, .90f),
            JawWidth = random.Range(.66f, 1.0f),
            ChinWidth = random.Range(.30f, .72f),
            EarSize = random.Range(.10f, .22f),
            Skin = Vector3.Clamp(skin, new Vector3(.1f), Vector3.One),
            Blush = random.Range(0, .35f),
            Freckles = random.Chance(.3f) ? random.Range(.3f, 1) : 0,
            Wrinkles = random.Chance(.4f) ? random.Range(.2f, .8f) : 0,
            Moles = SampleMoles(random),
            EyeHeight = random.Range(.00f, .18f),
            EyeDistance = random.Range(.26f, .44f),
            EyeWidth = random.Range(.12f, .21f),
            EyeOpening = random.Range(.045f, .115f),
            EyeSlant = random.Range(-.30f, .30f),
            IrisSize = random.Range(.055f, .085f),
            Iris = random.Pick(IrisColors) * random.Range(.8f, 1.2f),
            BrowGap = random.Range(.11f, .24f),
            BrowThickness = random.Range(.016f, .065f),
            BrowLength = random.Range(.13f, .24f),
            BrowArch = random.Range(-.02f, .09f),
            BrowSlant = random.Range(-.32f, .32f),
            NoseLength = random.Range(.26f, .50f),
            NoseWidth = random.Range(.085f, .20f),
            NoseDepth = random.Range(.10f, .28f),
            MouthHeight = random.Range(-.66f, -.46f),
            MouthWidth = random.Range(.16f, .36f),
            UpperLip = random.Range(.015f, .065f),
            LowerLip = random.Range(.02f, .085f),
            Lips = Vector3.Lerp(skin * .8f, new Vector3(.72f, .22f, .24f), random.Range(.15f, .8f)),
            Hair = hair,
            HairVolume = random.Range(.04f, .26f),
            Hairline = random.Chance(.12f) ? random.Range(.85f, 1.2f) : random.Range(.32f, .72f),
            HairParting = random.Range(-.6f, .6f),
            HairSweep = random.Range(-.35f, .6f),
            SideLength = longHair ? random.Range(.3f, .9f) : random.Range(-.25f, .15f),
            Curl = random.Chance(.4f) ? random.Range(.03f, .10f) : random.Range(0, .02f),
            BackLength = longHair ? random.Range(.7f, 1.5f) : random.Range(0, .5f),
            Beard = !longHair && random.Chance(.55f) ? (BeardStyle)(1 + random.Below(4)) : BeardStyle.None,
            BeardHabit = random.Range(.5f, 1),
            GlassesHabit = random.Chance(.3f) ? random.Range(.4f, .9f) : random.Range(0, .06f),
            GlassesRound = random.Unit(),
            GlassesColor = random.Chance(.6f) ? new Vector3(.1f) : random.Color(.1f, .7f),
        };
    }

    private static Vector3[] SampleMoles(DemoRandom random)
    {
        var moles = new Vector3[random.Below(4)];
        for (int i = 0; i < moles.Length; i++)
        {
            moles[i] = new Vector3(random.Range(-.55f, .55f), random.Range(-.75f, .4f), random.Range(.02f, .045f));
        }

        return moles;
    }
}

/// <summary>Where a beard grows.</summary>
internal enum BeardStyle
{
    None,
    Stubble,
    Moustache,
    Goatee,
    Full,
}
