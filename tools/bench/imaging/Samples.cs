using Cleaner.Imaging;

namespace Cleaner.Bench.Imaging;

/// <summary>Files to measure on, held in memory: the disk is not the subject.</summary>
internal static class Samples
{
    public static byte[][] FromFolder(string folder) =>
        Directory.EnumerateFiles(folder, "*.jp*g", SearchOption.AllDirectories).Take(20_000).Select(File.ReadAllBytes).ToArray();

    /// <summary>Shading, discs and grain: at quality 90 about as many bytes a pixel as photographs of faces.</summary>
    public static byte[][] Synthetic(int size, int count)
    {
        var files = new byte[count][];
        Parallel.For(0, count, i => files[i] = ImageCodec.Default.Encode(Draw(size, new Random(i)), ImageFormat.Jpeg, 90));
        return files;
    }

    private static Image Draw(int size, Random random)
    {
        var image = new Image(size, size);
        var discs = Enumerable.Range(0, 12).Select(_ => (X: random.Next(size), Y: random.Next(size), R: random.Next(4, size / 3), C: random.Next(3), V: random.Next(-60, 60))).ToArray();
        double a = 6 * random.NextDouble(), b = 6 * random.NextDouble();
        for (int y = 0, at = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                Span<double> level = [0, 0, 0];
                level.Fill(125 + 60 * Math.Sin(a * x / size + b * y / size + a) + 6 * (random.NextDouble() - 0.5));
                foreach (var disc in discs)
                {
                    if ((x - disc.X) * (x - disc.X) + (y - disc.Y) * (y - disc.Y) < disc.R * disc.R)
                    {
                        level[disc.C] += disc.V;
                    }
                }

                for (int c = 0; c < 3; c++)
                {
                    image.Pixels[at++] = (byte)Math.Clamp(level[c], 0, 255);
                }
            }
        }

        return image;
    }
}
