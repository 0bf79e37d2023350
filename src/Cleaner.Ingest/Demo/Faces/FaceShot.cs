using System.Numerics;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>What changes from picture to picture of one person. Angles in radians.</summary>
internal sealed record FaceShot
{
    // Pose
    public required float Yaw { get; init; }
    public required float Pitch { get; init; }
    public required float Roll { get; init; }
    public required float Scale { get; init; }
    public required Vector2 Shift { get; init; }

    // Expression
    public required float Smile { get; init; }
    public required float MouthOpen { get; init; }
    public required float BrowRaise { get; init; }
    public required float EyeOpen { get; init; }
    public required Vector2 Gaze { get; init; }

    // Habits of the day
    public required bool Glasses { get; init; }
    public required bool Beard { get; init; }

    // Light
    public required Vector3 Light { get; init; }
    public required float Ambient { get; init; }
    public required float Exposure { get; init; }
    public required Vector3 Cast { get; init; }

    // Surroundings
    public required Backdrop Backdrop { get; init; }
    public required Vector3 Clothes { get; init; }
    public required Occluder? Occluder { get; init; }

    // Camera
    public required float Blur { get; init; }
    public required float Grain { get; init; }
    public required int Quality { get; init; }

    /// <summary>A picture of somebody.</summary>
    public static FaceShot Sample(FaceIdentity who, DemoRandom random)
    {
        float azimuth = random.Range(-1.35f, 1.35f), elevation = random.Range(-.45f, 1.1f);
        float strength = random.Range(.35f, 1.0f);
        float temperature = random.Around(0, .13f);
        return new FaceShot
        {
            Yaw = random.Around(0, .26f),
            Pitch = random.Around(0, .14f),
            Roll = random.Around(0, .13f),
            Scale = random.Range(.60f, .78f),
            Shift = new Vector2(random.Around(0, .075f), random.Around(.02f, .075f)),
            Smile = random.Range(-.4f, 1),
            MouthOpen = random.Chance(.35f) ? random.Range(.1f, 1) : 0,
            BrowRaise = random.Around(0, .4f),
            EyeOpen = random.Chance(.06f) ? .12f : random.Range(.65f, 1.2f),
            Gaze = new Vector2(random.Range(-.5f, .5f), random.Range(-.35f, .35f)),
            Glasses = random.Chance(who.GlassesHabit),
            Beard = random.Chance(who.BeardHabit),
            Light = strength * new Vector3(MathF.Sin(azimuth) * MathF.Cos(elevation), MathF.Sin(elevation), MathF.Cos(azimuth) * MathF.Cos(elevation)),
            Ambient = random.Range(.35f, .65f),
            Exposure = MathF.Exp(random.Around(0, .22f)),
            Cast = new Vector3(1 + temperature, 1 + random.Around(0, .05f), 1 - temperature),
            Backdrop = Backdrop.Sample(random),
            Clothes = random.Color(.05f, .95f),
            Occluder = random.Chance(.16f) ? Occluder.Sample(random) : null,
            Blur = random.Chance(.15f) ? random.Range(.5f, 1.0f) : random.Range(.15f, .4f),
            Grain = random.Range(0, .025f),
            Quality = 50 + random.Below(45),
        };
    }
}
