using Cleaner.Imaging;
using Cleaner.Ingest.Demo;

namespace Cleaner.Ingest.Tests.Demo;

/// <summary>The drawn faces are worth training on: neither pixels nor an untrained network tell people apart. (That a trained one does is shown where training is tested.)</summary>
public class DemoDifficultyTests
{
    private const int People = 15;
    private const int Shots = 8;
    private static readonly Image[] Faces = Draw();

    [Theory]
    [InlineData(64)]
    [InlineData(16)]
    public void Grey_pixels_fail_at_verification(int size)
    {
        var (auc, tar) = Verify(Faces.Select(f => Grey(Resampler.Resize(f, size, size))).ToArray());

        Assert.InRange(auc, .5, .70);
        Assert.InRange(tar, 0, .15);
    }

    [Fact]
    public void An_untrained_network_fails_at_verification()
    {
        var (auc, tar) = Verify(RandomNetwork(Faces.Select(f => Resampler.Resize(f, 32, 32)).ToArray()));

        Assert.InRange(auc, .4, .72);
        Assert.InRange(tar, 0, .18);
    }

    private static Image[] Draw()
    {
        var faces = new Image[People * Shots];
        var options = new DemoOptions { Seed = 3 };
        Parallel.For(0, faces.Length, i => faces[i] = DemoBytes.Draw(new DemoShot(i / Shots, i % Shots), options).Picture);
        return faces;
    }

    private static float[] Grey(Image image) =>
        Enumerable.Range(0, image.Width * image.Height).Select(i => .299f * image.Pixels[3 * i] + .587f * image.Pixels[3 * i + 1] + .114f * image.Pixels[3 * i + 2]).ToArray();

    // Two random 3x3 convolutions with stride 2, each normalised per channel and rectified; the 8 x 8 x 16 map is the embedding.
    private static float[][] RandomNetwork(Image[] images)
    {
        var random = new Random(1);
        var maps = images.Select(i => i.Pixels.Select(v => v / 127.5f - 1).ToArray()).ToArray();
        maps = Convolve(maps, 32, 3, 12, random);
        return Convolve(maps, 16, 12, 16, random);
    }

    private static float[][] Convolve(float[][] maps, int size, int channels, int filters, Random random)
    {
        var weights = Enumerable.Range(0, filters * 9 * channels).Select(_ => (float)(random.NextDouble() + random.NextDouble() - 1)).ToArray();
        int half = size / 2;
        var results = maps.Select(map =>
        {
            var result = new float[half * half * filters];
            for (int at = 0; at < result.Length; at++)
            {
                int filter = at % filters, x = at / filters % half * 2, y = at / filters / half * 2;
                float sum = 0;
                for (int tap = 0; tap < 9; tap++)
                {
                    int sx = x + tap % 3 - 1, sy = y + tap / 3 - 1;
                    for (int c = 0; c < channels && sx >= 0 && sy >= 0 && sx < size && sy < size; c++)
                    {
                        sum += weights[(filter * 9 + tap) * channels + c] * map[(sy * size + sx) * channels + c];
                    }
                }

                result[at] = sum;
            }

            return result;
        }).ToArray();
        for (int filter = 0; filter < filters; filter++)
        {
            var values = results.SelectMany(r => r.Where((_, i) => i % filters == filter)).ToArray();
            float mean = values.Average(), deviation = MathF.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            foreach (var result in results)
            {
                for (int i = filter; i < result.Length; i += filters)
                {
                    result[i] = MathF.Max(0, (result[i] - mean) / deviation);
                }
            }
        }

        return results;
    }

    private static (double Auc, double TarAt1Percent) Verify(float[][] embeddings)
    {
        foreach (var embedding in embeddings)
        {
            float mean = embedding.Average();
            float norm = MathF.Sqrt(embedding.Sum(v => (v - mean) * (v - mean)));
            for (int i = 0; i < embedding.Length; i++)
            {
                embedding[i] = (embedding[i] - mean) / norm;
            }
        }

        var pairs = from i in Enumerable.Range(0, embeddings.Length)
                    from j in Enumerable.Range(0, i)
                    select (Same: i / Shots == j / Shots, Score: Dot(embeddings[i], embeddings[j]));
        var ranked = pairs.OrderBy(p => p.Score).ToArray();
        double same = ranked.Count(p => p.Same), other = ranked.Length - same;
        double ranks = ranked.Select((p, rank) => p.Same ? rank : 0.0).Sum();
        float threshold = ranked.Where(p => !p.Same).ElementAt((int)(.99 * other)).Score;
        return ((ranks - same * (same - 1) / 2) / (same * other), ranked.Count(p => p.Same && p.Score > threshold) / same);
    }

    private static float Dot(float[] a, float[] b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
