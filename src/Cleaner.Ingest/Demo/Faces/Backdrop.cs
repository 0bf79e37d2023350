using System.Numerics;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>What is behind the person: a wash of two colours with stripes, tiles or discs over it.</summary>
internal sealed class Backdrop
{
    private readonly Vector3 near;
    private readonly Vector3 far;
    private readonly Vector2 direction;
    private readonly int pattern;
    private readonly Vector2 frequency;
    private readonly float contrast;
    private readonly (Vector2 Center, float Radius, Vector3 Color)[] discs;

    private Backdrop(DemoRandom random)
    {
        (near, far) = (random.Color(.05f, .95f), random.Color(.05f, .95f));
        float angle = random.Range(0, 2 * MathF.PI);
        direction = new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        pattern = random.Below(4);
        frequency = new Vector2(random.Range(2, 12), random.Range(2, 12));
        contrast = random.Range(.05f, .35f);
        discs = new (Vector2, float, Vector3)[random.Below(6)];
        for (int i = 0; i < discs.Length; i++)
        {
            discs[i] = (new Vector2(random.Range(-1.1f, 1.1f), random.Range(-1.1f, 1.1f)), random.Range(.1f, .5f), random.Color(.05f, .95f));
        }
    }

    /// <summary>A random one.</summary>
    public static Backdrop Sample(DemoRandom random) => new(random);

    /// <summary>Its colour at a place of the picture, −1 … 1 on both axes, y up.</summary>
    public Vector3 At(Vector2 place)
    {
        float along = Vector2.Dot(place, direction);
        var color = Vector3.Lerp(near, far, Math.Clamp(.5f + .5f * along, 0, 1));
        foreach (var disc in discs)
        {
            float inside = Shape.Cover(disc.Radius - Vector2.Distance(place, disc.Center), .03f);
            color = Vector3.Lerp(color, disc.Color, inside);
        }

        float wave = pattern switch
        {
            0 => 0,
            1 => MathF.Sin(frequency.X * 2 * along),
            2 => MathF.Sin(frequency.X * place.X) * MathF.Sin(frequency.Y * place.Y),
            _ => MathF.Sin(frequency.X * place.X + 2 * MathF.Sin(frequency.Y * place.Y)),
        };
        return color * (1 + contrast * wave);
    }
}
