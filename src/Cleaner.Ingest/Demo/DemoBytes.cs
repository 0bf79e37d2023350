using System.Text;
using Cleaner.Imaging;
using Cleaner.Ingest.Demo.Faces;

namespace Cleaner.Ingest.Demo;

/// <summary>Makes the bytes of one file of the set from its plan alone.</summary>
internal static class DemoBytes
{
    private const string WebPage =
        "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The picture that you asked for is gone.</p></body></html>\n";

    /// <summary>The bytes.</summary>
    public static byte[] Make(DemoFile file, DemoOptions options)
    {
        var (picture, quality) = Draw(file.Shot, options);
        var bytes = ImageCodec.Default.Encode(picture, file.Format, quality);
        var random = Stream(options.Seed, file.Change.ToString(), file.Shot);
        return file.Change switch
        {
            DemoChange.Altered => Alter(bytes, AlteredFormat(file.Shot), random),
            DemoChange.Truncated => Truncate(bytes, random),
            DemoChange.Foreign => Foreign(random),
            _ => bytes,
        };
    }

    /// <summary>The picture of a shot, before any encoding, and the quality that it is to be encoded with.</summary>
    public static (Image Picture, int Quality) Draw(DemoShot shot, DemoOptions options)
    {
        var who = FaceIdentity.Sample(DemoRandom.For(options.Seed, "person", shot.Person));
        var random = Stream(options.Seed, "shot", shot);
        var circumstances = FaceShot.Sample(who, random);
        return (FaceRenderer.Render(who, circumstances, options.Size, random), circumstances.Quality);
    }

    /// <summary>The format that an altered copy of a shot is written in.</summary>
    public static ImageFormat AlteredFormat(DemoShot shot) => ((shot.Person + shot.Shot) % 4) switch
    {
        0 => ImageFormat.Png,
        1 => ImageFormat.WebP,
        _ => ImageFormat.Jpeg,
    };

    // A copy as it comes back from the web: another encoder, often another size, sometimes a border cut off.
    private static byte[] Alter(byte[] original, ImageFormat format, DemoRandom random)
    {
        var image = ImageCodec.Default.Decode(original, DecodeOptions.Default);
        int size = image.Width;
        if (random.Chance(.35f))
        {
            int cut = Math.Max(1, size / 32);
            image = Resampler.Crop(image, random.Below(cut + 1), random.Below(cut + 1), size - cut, size - cut);
        }

        if (random.Chance(.6f))
        {
            int side = (int)MathF.Round(size * random.Range(.75f, 1.5f));
            image = Resampler.Resize(image, side, side);
        }

        return ImageCodec.Default.Encode(image, format, 60 + random.Below(35));
    }

    private static byte[] Truncate(byte[] whole, DemoRandom random)
    {
        int kept = (int)(whole.Length * random.Range(.3f, .9f));
        if (random.Chance(.7f))
        {
            return whole[..kept];
        }

        whole.AsSpan(kept).Clear();
        return whole;
    }

    private static byte[] Foreign(DemoRandom random) => random.Below(3) switch
    {
        0 => Encoding.ASCII.GetBytes(WebPage),
        1 => Encoding.ASCII.GetBytes("Picture removed at the owner's request.\n"),
        _ => new byte[random.Chance(.5f) ? 0 : 2048],
    };

    private static DemoRandom Stream(int seed, string part, DemoShot shot) => DemoRandom.For(seed, $"{part} {shot.Person}", shot.Shot);
}
