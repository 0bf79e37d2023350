using System.Numerics;
using Cleaner.Imaging;

namespace Cleaner.Ingest.Demo.Faces;

/// <summary>Draws one picture of one person: a ray for each of four points of a pixel, Lambert shading, then what the camera does.</summary>
internal sealed class FaceRenderer
{
    private const int Supersampling = 2;
    private readonly FaceIdentity who;
    private readonly FaceShot shot;
    private readonly HeadSurface head;
    private readonly FaceTexture texture;
    private readonly Matrix4x4 toHead;
    private readonly Vector3 direction;
    private readonly Vector3 light;
    private readonly Vector3 shine;

    private FaceRenderer(FaceIdentity who, FaceShot shot)
    {
        this.who = who;
        this.shot = shot;
        head = new HeadSurface(who);
        texture = new FaceTexture(who, shot);
        var toCamera = Matrix4x4.CreateRotationX(-shot.Pitch) * Matrix4x4.CreateRotationY(shot.Yaw) * Matrix4x4.CreateRotationZ(shot.Roll);
        toHead = Matrix4x4.Transpose(toCamera);
        direction = Vector3.TransformNormal(-Vector3.UnitZ, toHead);
        light = Vector3.TransformNormal(shot.Light, toHead);
        shine = Vector3.Normalize(Vector3.Normalize(light) - direction);
    }

    /// <summary>The finished picture.</summary>
    /// <param name="who">The person.</param>
    /// <param name="shot">The circumstances.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="grain">Where the film grain comes from.</param>
    public static Image Render(FaceIdentity who, FaceShot shot, int size, DemoRandom grain)
    {
        var renderer = new FaceRenderer(who, shot);
        var light = new Vector3[size * size];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                light[y * size + x] = renderer.Pixel(x, y, size);
            }
        }

        return Camera.Develop(light, size, shot, grain);
    }

    private Vector3 Pixel(int x, int y, int size)
    {
        var sum = Vector3.Zero;
        for (int i = 0; i < Supersampling * Supersampling; i++)
        {
            float px = x + (i % Supersampling + .5f) / Supersampling, py = y + (i / Supersampling + .5f) / Supersampling;
            sum += Sample(new Vector2(2 * px / size - 1, 1 - 2 * py / size));
        }

        return sum / (Supersampling * Supersampling);
    }

    // Nearest first: what is held before the face, the head, the body, the backdrop.
    private Vector3 Sample(Vector2 place)
    {
        var onFace = (place - shot.Shift) / shot.Scale;
        var hit = onFace.LengthSquared() < head.Reach * head.Reach
            ? head.Trace(Vector3.TransformNormal(new Vector3(onFace, 4), toHead), direction)
            : HeadHit.None;
        var color = hit.Part != HeadPart.None ? Shade(hit) : Body(onFace) ?? shot.Backdrop.At(place);
        return shot.Occluder?.Over(color, place) ?? color;
    }

    private Vector3 Shade(HeadHit hit)
    {
        var albedo = hit.Part == HeadPart.Hair ? HairColor(hit.Point) : texture.At(hit.Point, hit.Part);
        float diffuse = MathF.Max(0, Vector3.Dot(hit.Normal, light));
        float gloss = hit.Part == HeadPart.Hair ? .25f : .12f;
        float highlight = gloss * shot.Light.Length() * MathF.Pow(MathF.Max(0, Vector3.Dot(hit.Normal, shine)), 18);
        return albedo * (shot.Ambient + diffuse) + new Vector3(highlight);
    }

    private Vector3 HairColor(Vector3 p)
    {
        float strand = MathF.Sin(38 * MathF.Atan2(p.X, p.Z + 1.5f) + 9 * who.Curl * MathF.Sin(16 * p.Y + 5 * p.X));
        float tangle = Shape.Ripple(new Vector2(p.X * 6, p.Y * 5)) * Math.Min(1, 9 * who.Curl);
        return who.Hair * (1 + .16f * strand + .25f * tangle);
    }

    // A neck and a pair of shoulders, which turn with the head a little.
    private Vector3? Body(Vector2 p)
    {
        float neck = .36f * who.HeadWidth / .8f;
        var shoulders = new Vector2(p.X - .1f * shot.Roll, p.Y + 1.95f);
        if (Shape.Ellipse(shoulders, 1.35f, .72f) > 0)
        {
            return shot.Clothes * (shot.Ambient + .5f * shot.Light.Length() * (.6f + .4f * MathF.Sin(2 * p.X + MathF.Sign(shot.Light.X))));
        }

        return MathF.Abs(p.X) < neck && p.Y is < -.5f and > -1.9f ? who.Skin * (shot.Ambient + .35f * shot.Light.Length()) * .8f : null;
    }
}
