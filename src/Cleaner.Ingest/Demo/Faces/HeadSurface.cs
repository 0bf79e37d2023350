using System.Numerics;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>Parts of a head that a ray can hit.</summary>
internal enum HeadPart
{
    None,
    Face,
    Nose,
    Ear,
    Hair,
}

/// <summary>The nearest point on the head along one ray of an orthographic camera, in the head's frame.</summary>
internal readonly record struct HeadHit(HeadPart Part, Vector3 Point, Vector3 Normal)
{
    public static readonly HeadHit None = new(HeadPart.None, default, default);
}

/// <summary>The shape of a head: an ellipsoid that narrows towards the jaw, two ears, a nose of two ellipsoids, and a shell and a fall of hair.</summary>
internal sealed class HeadSurface
{
    private const float Depth = .92f;
    private readonly FaceIdentity who;
    private readonly Vector3 hairAxes;
    private readonly Vector3 hairCenter = new(0, .05f, -.06f);
    private readonly float curlPhase;

    public HeadSurface(FaceIdentity who)
    {
        this.who = who;
        hairAxes = new Vector3(who.HeadWidth + .5f * who.HairVolume + .03f, 1 + who.HairVolume, Depth + .5f * who.HairVolume + .04f);
        curlPhase = 20 * who.HairParting;
        Reach = MathF.Max(hairAxes.Y + .06f, MathF.Max(.12f + who.HeadWidth + who.HairVolume, new Vector2(who.HeadWidth + who.HairVolume, who.BackLength).Length()));
    }

    /// <summary>No part of the head is farther than this from the line of sight through its centre, however it is turned.</summary>
    public float Reach { get; }

    /// <summary>Half the head's width at a height, with cheek, jaw and chin.</summary>
    public float HalfWidth(float y)
    {
        float jaw = Shape.Step(.15f, -.55f, y);
        float chin = Shape.Step(-.5f, -1.0f, y);
        float width = 1 + (who.JawWidth - 1) * jaw * .8f;
        return who.HeadWidth * (width + (MathF.Max(who.ChinWidth, .3f) - .75f) * .55f * chin);
    }

    /// <summary>First hit of the ray from <paramref name="origin"/> along the unit vector <paramref name="direction"/>.</summary>
    public HeadHit Trace(Vector3 origin, Vector3 direction)
    {
        float nearest = float.MaxValue;
        var hit = HeadHit.None;
        if (TraceSkull(origin, direction, out float t, out var normal))
        {
            nearest = t;
            hit = new HeadHit(HeadPart.Face, origin + t * direction, normal);
        }

        var noseTip = new Vector3(0, who.EyeHeight - who.NoseLength, Depth * .90f);
        Try(HeadPart.Nose, noseTip + new Vector3(0, .5f * who.NoseLength, -.05f), new Vector3(.45f * who.NoseWidth, .62f * who.NoseLength, .4f * who.NoseDepth + .04f));
        Try(HeadPart.Nose, noseTip, new Vector3(who.NoseWidth, .085f, .65f * who.NoseDepth));
        float side = HalfWidth(0) * .97f;
        Try(HeadPart.Ear, new Vector3(side, -.02f, -.1f), new Vector3(.09f, who.EarSize + .06f, who.EarSize));
        Try(HeadPart.Ear, new Vector3(-side, -.02f, -.1f), new Vector3(.09f, who.EarSize + .06f, who.EarSize));
        if (TraceEllipsoid(origin, direction, hairCenter, hairAxes, out t, out normal) && t < nearest && IsHair(origin + t * direction))
        {
            nearest = t;
            hit = new HeadHit(HeadPart.Hair, origin + t * direction, normal);
        }

        if (who.BackLength > .1f)
        {
            float bottom = -who.BackLength;
            Try(HeadPart.Hair, new Vector3(0, .5f * (.8f + bottom), -.45f), new Vector3(who.HeadWidth + .6f * who.HairVolume + .05f, .5f * (.9f - bottom), .42f));
        }

        return hit;

        void Try(HeadPart part, Vector3 center, Vector3 axes)
        {
            if (TraceEllipsoid(origin, direction, center, axes, out float distance, out var facing) && distance < nearest)
            {
                nearest = distance;
                hit = new HeadHit(part, origin + distance * direction, facing);
            }
        }
    }

    // The width depends on the height of the hit, which a few rounds settle.
    private bool TraceSkull(Vector3 origin, Vector3 direction, out float t, out Vector3 normal)
    {
        float y = origin.Y;
        t = 0;
        normal = default;
        for (int round = 0; round < 3; round++)
        {
            var axes = new Vector3(HalfWidth(y), 1, Depth * (.55f + .45f * HalfWidth(y) / who.HeadWidth));
            if (!TraceEllipsoid(origin, direction, Vector3.Zero, axes, out t, out normal))
            {
                return false;
            }

            y = origin.Y + t * direction.Y;
        }

        return true;
    }

    // Hair reaches down to the hairline in front, swept to the side of the parting, and to the side length beside and behind the face.
    private bool IsHair(Vector3 p)
    {
        float x = p.X / who.HeadWidth;
        float fromParting = x - who.HairParting;
        float sweep = who.HairSweep * MathF.Abs(fromParting) * (.5f + .5f * MathF.Abs(fromParting));
        float front = MathF.Max(who.Hairline - sweep, MathF.Min(who.Hairline, who.EyeHeight - .12f));
        float side = -who.SideLength;
        float frontness = Shape.Step(.15f, .55f, p.Z);
        float lowest = side + (front - side) * frontness;
        lowest += who.Curl * MathF.Sin(14 * MathF.Atan2(p.X, p.Z + .4f) + curlPhase) + .5f * who.Curl * MathF.Sin(31 * x + curlPhase);
        return p.Y > lowest;
    }

    private static bool TraceEllipsoid(Vector3 origin, Vector3 direction, Vector3 center, Vector3 axes, out float t, out Vector3 normal)
    {
        var o = (origin - center) / axes;
        var d = direction / axes;
        float a = Vector3.Dot(d, d), b = Vector3.Dot(o, d), c = Vector3.Dot(o, o) - 1;
        float discriminant = b * b - a * c;
        if (discriminant < 0)
        {
            t = 0;
            normal = default;
            return false;
        }

        t = (-b - MathF.Sqrt(discriminant)) / a;
        normal = Vector3.Normalize((o + t * d) / axes);
        return true;
    }
}
