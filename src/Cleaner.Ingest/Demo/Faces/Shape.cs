using System.Numerics;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>Signed-distance building blocks: positive inside.</summary>
internal static class Shape
{
    /// <summary>Coverage with a soft edge: 0 outside, 1 inside, half on the line; <paramref name="softness"/> is half the width of the edge.</summary>
    public static float Cover(float inside, float softness) => Step(-softness, softness, inside);

    /// <summary>Hermite step from 0 at <paramref name="low"/> to 1 at <paramref name="high"/>.</summary>
    public static float Step(float low, float high, float x)
    {
        float t = Math.Clamp((x - low) / (high - low), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /// <summary>An upright ellipse around the origin, approximately in units of length.</summary>
    public static float Ellipse(Vector2 p, float halfWidth, float halfHeight)
    {
        var scaled = new Vector2(p.X / halfWidth, p.Y / halfHeight);
        float length = scaled.Length();
        return (1 - length) * Math.Min(halfWidth, halfHeight);
    }

    /// <summary>Rotates by an angle about the origin.</summary>
    public static Vector2 Turn(Vector2 p, float angle)
    {
        var (sin, cos) = MathF.SinCos(angle);
        return new Vector2(cos * p.X - sin * p.Y, sin * p.X + cos * p.Y);
    }

    /// <summary>Smooth noise of two variables in −1 … 1: a sum of turned waves, without a lattice to see.</summary>
    public static float Ripple(Vector2 p) =>
        (MathF.Sin(3.1f * p.X + 1.7f * p.Y) + MathF.Sin(-2.3f * p.X + 4.1f * p.Y + 1.3f) + MathF.Sin(5.3f * p.X - 3.7f * p.Y + 2.9f)) / 3;
}
