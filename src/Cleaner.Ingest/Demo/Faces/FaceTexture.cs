using System.Numerics;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>The colours on a face: skin, eyes, brows, mouth, beard and glasses, painted from the front onto the head.</summary>
internal sealed class FaceTexture(FaceIdentity who, FaceShot shot)
{
    private const float Soft = .018f;
    private readonly Vector3 browColor = who.Hair * .7f;

    /// <summary>Colour of the skin and what is on it, at a point of the head's front.</summary>
    public Vector3 At(Vector3 point, HeadPart part)
    {
        var p = new Vector2(point.X, point.Y);
        var color = Skin(p, part);
        if (point.Z <= 0 || part == HeadPart.Ear)
        {
            return color;
        }

        if (part == HeadPart.Nose)
        {
            color = Nostrils(color, p);
        }
        else
        {
            color = Beard(color, p);
            color = Mouth(color, p);
            color = Eye(color, p, -1);
            color = Eye(color, p, 1);
        }

        return shot.Glasses ? Glasses(color, p) : color;
    }

    private Vector3 Skin(Vector2 p, HeadPart part)
    {
        var color = who.Skin;
        var cheek = new Vector2(MathF.Abs(p.X) - .42f, p.Y + .28f);
        float blush = who.Blush * MathF.Exp(-12 * cheek.LengthSquared());
        color = Vector3.Lerp(color, new Vector3(.85f, .35f, .32f), blush * .5f);
        if (who.Freckles > 0)
        {
            float zone = MathF.Exp(-9 * (p.Y + .12f) * (p.Y + .12f)) * who.Freckles;
            color *= 1 - .35f * zone * Shape.Step(.35f, .75f, Shape.Ripple(new Vector2(p.X * 9.7f, p.Y * 9.1f)));
        }

        foreach (var mole in who.Moles)
        {
            color = Vector3.Lerp(color, who.Skin * .3f, Shape.Cover(mole.Z - Vector2.Distance(p, new Vector2(mole.X, mole.Y)), Soft));
        }

        if (who.Wrinkles > 0 && part == HeadPart.Face)
        {
            // From the nose to the corners of the mouth, and across the forehead.
            float fold = MathF.Abs(MathF.Abs(p.X) - who.NoseWidth - .12f - .35f * (who.EyeHeight - who.NoseLength - p.Y));
            float along = Shape.Step(who.MouthHeight - .12f, who.MouthHeight + .02f, p.Y) * Shape.Step(who.EyeHeight - who.NoseLength + .12f, who.EyeHeight - who.NoseLength, p.Y);
            float brow = MathF.Pow(MathF.Max(0, MathF.Sin(34 * p.Y)), 6) * Shape.Step(.35f, .45f, p.Y) * Shape.Step(.55f, .2f, MathF.Abs(p.X));
            color *= 1 - who.Wrinkles * (.35f * along * Shape.Cover(.018f - fold, Soft) + .18f * brow);
        }

        return color;
    }

    private Vector3 Nostrils(Vector3 color, Vector2 p)
    {
        var hole = new Vector2(MathF.Abs(p.X) - .5f * who.NoseWidth, p.Y - (who.EyeHeight - who.NoseLength - .045f));
        return Vector3.Lerp(color, who.Skin * .25f, .8f * Shape.Cover(Shape.Ellipse(hole, .22f * who.NoseWidth + .008f, .022f), Soft));
    }

    private Vector3 Eye(Vector3 color, Vector2 p, int side)
    {
        var center = new Vector2(side * who.EyeDistance, who.EyeHeight);
        var local = Shape.Turn(p - center, -side * who.EyeSlant);
        float distance = local.LengthSquared();
        if (distance > .25f)
        {
            return color;
        }

        // The socket is a little darker than the rest.
        color *= 1 - .22f * MathF.Exp(-22 * distance);
        color = Brow(color, p, side);
        float opening = who.EyeOpening * shot.EyeOpen;
        float lid = Almond(local, opening);
        var white = new Vector3(.93f, .92f, .90f);
        var iris = local - new Vector2(shot.Gaze.X * .35f * who.EyeWidth, shot.Gaze.Y * .3f * opening);
        var ball = Vector3.Lerp(white, who.Iris, Shape.Cover(who.IrisSize - iris.Length(), .012f));
        ball = Vector3.Lerp(ball, new Vector3(.03f), Shape.Cover(.45f * who.IrisSize - iris.Length(), .012f));
        ball = Vector3.Lerp(ball, Vector3.One, .9f * Shape.Cover(.016f - Vector2.Distance(iris, new Vector2(.02f, .025f)), .012f));
        color = Vector3.Lerp(color, ball, Shape.Cover(lid, .014f));

        // Lashes along the upper edge, the lower one fainter.
        float edge = .017f - MathF.Abs(lid);
        return Vector3.Lerp(color, who.Skin * .22f, (local.Y > -.2f * opening ? .85f : .3f) * Shape.Cover(edge, .014f));
    }

    // Two arcs that meet in the corners.
    private float Almond(Vector2 p, float opening)
    {
        float across = p.X / who.EyeWidth;
        float height = opening * (1 - across * across);
        return MathF.Min(height - MathF.Abs(p.Y), who.EyeWidth - MathF.Abs(p.X));
    }

    private Vector3 Brow(Vector3 color, Vector2 p, int side)
    {
        var center = new Vector2(side * (who.EyeDistance + .01f), who.EyeHeight + who.BrowGap + .05f * shot.BrowRaise);
        var local = Shape.Turn(p - center, -side * who.BrowSlant);
        float across = local.X / who.BrowLength;
        float arch = who.BrowArch * (1 - across * across);
        float thickness = who.BrowThickness * (1.15f - .5f * Math.Clamp(side * across, -1, 1));
        float inside = MathF.Min(thickness - MathF.Abs(local.Y - arch), who.BrowLength - MathF.Abs(local.X));
        return Vector3.Lerp(color, browColor, .9f * Shape.Cover(inside, Soft));
    }

    private Vector3 Mouth(Vector3 color, Vector2 p)
    {
        float width = who.MouthWidth * (1 + .22f * shot.Smile);
        var local = p - new Vector2(0, who.MouthHeight);
        float across = local.X / width;
        if (MathF.Abs(across) > 1.2f)
        {
            return color;
        }

        local.Y -= .09f * shot.Smile * (across * across - .4f);
        float taper = 1 - across * across;
        float open = .11f * shot.MouthOpen * MathF.Sqrt(MathF.Max(0, taper));
        float cupid = 1 - .25f * MathF.Exp(-60 * across * across);
        float upper = open + who.UpperLip * taper * cupid * 1.6f;
        float lower = -(open + who.LowerLip * MathF.Max(0, taper) * 1.4f);
        float lips = MathF.Min(MathF.Min(upper - local.Y, local.Y - lower), width - MathF.Abs(local.X));
        color = Vector3.Lerp(color, who.Lips, Shape.Cover(lips, Soft));
        if (shot.MouthOpen > 0)
        {
            float gap = open - MathF.Abs(local.Y);
            color = Vector3.Lerp(color, new Vector3(.16f, .04f, .05f), Shape.Cover(gap, Soft));
            float teeth = MathF.Min(gap - .006f, local.Y - .25f * open);
            return Vector3.Lerp(color, new Vector3(.92f, .90f, .85f), .9f * Shape.Cover(teeth, Soft));
        }

        float line = MathF.Min(.011f - MathF.Abs(local.Y), width - MathF.Abs(local.X));
        return Vector3.Lerp(color, who.Lips * .35f, .8f * Shape.Cover(line, Soft));
    }

    private Vector3 Beard(Vector3 color, Vector2 p)
    {
        if (who.Beard == BeardStyle.None || !shot.Beard)
        {
            return color;
        }

        var fromMouth = p - new Vector2(0, who.MouthHeight);
        float moustache = Shape.Cover(Shape.Ellipse(fromMouth - new Vector2(0, .11f), who.MouthWidth * 1.1f, .06f), .03f);
        float chin = Shape.Cover(Shape.Ellipse(fromMouth + new Vector2(0, .28f), .22f, .24f), .04f);
        float jaw = Shape.Step(.02f, -.18f, p.Y + .28f - .5f * MathF.Max(0, MathF.Abs(p.X) - .3f)) * (1 - .9f * Shape.Cover(Shape.Ellipse(fromMouth, who.MouthWidth * .9f, .07f), .04f));
        float cover = who.Beard switch
        {
            BeardStyle.Moustache => moustache,
            BeardStyle.Goatee => MathF.Max(moustache * .9f, chin),
            BeardStyle.Full => MathF.Max(jaw, moustache),
            _ => .45f * MathF.Max(jaw, moustache),
        };
        float hairs = .8f + .2f * Shape.Ripple(p * 14);
        return Vector3.Lerp(color, who.Hair * .85f, .88f * cover * hairs);
    }

    private Vector3 Glasses(Vector3 color, Vector2 p)
    {
        var local = new Vector2(MathF.Abs(p.X) - who.EyeDistance - .01f, p.Y - who.EyeHeight + .01f);
        float halfWidth = who.EyeWidth + .07f;
        float round = Shape.Ellipse(local, halfWidth, .17f);
        float square = MathF.Min(halfWidth - MathF.Abs(local.X), .145f - MathF.Abs(local.Y));
        float lens = square + (round - square) * who.GlassesRound;
        float bridge = MathF.Min(.018f - MathF.Abs(local.Y - .03f), who.EyeDistance - MathF.Abs(p.X));
        float temple = MathF.Min(.016f - MathF.Abs(local.Y - .04f), local.X - halfWidth);
        float frame = MathF.Max(.024f - MathF.Abs(lens), MathF.Max(lens > 0 ? -1 : bridge, temple));
        color = Vector3.Lerp(color, color * .85f + new Vector3(.06f, .07f, .08f), Shape.Cover(lens, Soft));
        return Vector3.Lerp(color, who.GlassesColor, .95f * Shape.Cover(frame, .014f));
    }
}
