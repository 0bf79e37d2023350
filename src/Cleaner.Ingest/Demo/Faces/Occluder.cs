using System.Numerics;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>Something in front of the face: a bar, a hand's breadth or a ball.</summary>
internal sealed class Occluder
{
    private readonly Vector2 center;
    private readonly Vector2 axis;
    private readonly float halfLength;
    private readonly float radius;
    private readonly Vector3 color;

    private Occluder(DemoRandom random)
    {
        // It comes in from a side, so that the middle of the face is seldom all covered.
        float angle = random.Range(0, 2 * MathF.PI);
        var side = new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        center = random.Range(.45f, .75f) * side;
        float turn = random.Range(0, MathF.PI);
        axis = new Vector2(MathF.Cos(turn), MathF.Sin(turn));
        halfLength = random.Range(0, .5f);
        radius = random.Range(.12f, .28f);
        color = random.Color(.05f, .95f);
    }

    /// <summary>A random one.</summary>
    public static Occluder Sample(DemoRandom random) => new(random);

    /// <summary>Paints it over <paramref name="behind"/>.</summary>
    public Vector3 Over(Vector3 behind, Vector2 place)
    {
        var from = place - center;
        float along = Math.Clamp(Vector2.Dot(from, axis), -halfLength, halfLength);
        float inside = radius - (from - along * axis).Length();
        return inside < -.05f ? behind : Vector3.Lerp(behind, color * (.75f + .6f * Math.Clamp(inside / radius, 0, 1) * .5f), Shape.Cover(inside, .02f));
    }
}
