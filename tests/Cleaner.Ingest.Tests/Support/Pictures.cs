using Cleaner.Imaging;

namespace Cleaner.Ingest.Tests.Support;

/// <summary>Small pictures with content: smooth random shapes, different for each seed.</summary>
internal static class Pictures
{
    /// <summary>A picture made of a few sine waves a channel; any two seeds look different.</summary>
    public static Image Make(int seed, int width = 64, int height = 64)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 10).Select(_ => (
            X: (random.NextDouble() - 0.5) * 14, Y: (random.NextDouble() - 0.5) * 14, Phase: random.NextDouble() * 7, Size: random.NextDouble() * 40)).ToArray();
        var image = new Image(width, height);
        for (var i = 0; i < width * height; i++)
        {
            double x = (double)(i % width) / width, y = (double)(i / width) / height;
            for (var channel = 0; channel < 3; channel++)
            {
                var level = 128.0;
                for (var w = 0; w < waves.Length; w++)
                {
                    if (w % 3 == channel || w % 2 == 0)
                        level += waves[w].Size * Math.Sin(waves[w].X * x * Math.Tau / 2 + waves[w].Y * y * Math.Tau / 2 + waves[w].Phase);
                }
                image.Pixels[3 * i + channel] = (byte)Math.Clamp(level, 0, 255);
            }
        }
        return image;
    }

    public static byte[] Jpeg(int seed, int quality = 90, int size = 64) => ImageCodec.Default.Encode(Make(seed, size, size), ImageFormat.Jpeg, quality);

    public static byte[] Png(int seed, int size = 64) => ImageCodec.Default.Encode(Make(seed, size, size), ImageFormat.Png);

    /// <summary>The pixels of an encoded picture in another encoding.</summary>
    public static byte[] Reencode(byte[] encoded, ImageFormat format, int quality = 90) =>
        ImageCodec.Default.Encode(Decode(encoded), format, quality);

    public static Image Decode(byte[] encoded) => ImageCodec.Default.Decode(encoded, DecodeOptions.Default);
}
