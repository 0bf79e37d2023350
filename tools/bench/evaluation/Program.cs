using System.Diagnostics;
using System.Globalization;
using Cleaner.Evaluation;
using Cleaner.Evaluation.Pairs;
using Cleaner.Evaluation.Templates;
using Cleaner.Manifests.Arrays;

// usage: dotnet run -c Release --project tools/bench/evaluation -- [EMBEDDINGS [DIM]]
// Prints one JSON object a measurement: the ten folds on 6,000 pairs, the template protocol at the size of IJB-C, and all pairs of
// EMBEDDINGS beside their matrix products alone.
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
int dim = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 512;
const int Tile = 1024, EachIdentity = 20;

var (pairEmbeddings, pairLabels) = Clusters(12_000, dim, each: 2);
using var pairSet = EmbeddingSet.FromMemory("pairs", pairEmbeddings, dim, pairLabels);
int[] left = [.. Enumerable.Range(0, 6000).Select(i => 2 * i)];
int[] right = [.. Enumerable.Range(0, 6000).Select(i => i % 600 < 300 ? (2 * i) + 1 : ((2 * i) + 3) % 12_000)];
bool[] same = [.. Enumerable.Range(0, 6000).Select(i => i % 600 < 300)];
var pairs = new EvaluationPairs("pairs", i => $"image {i}", _ => [], 12_000, left, right, same);
Measure("6,000 pairs, ten folds, ROC", () =>
{
    float[] scores = pairs.Scores(pairSet);
    FoldProtocol.Run(scores, same);
    Verification.OfPairs(scores, same, [1e-3, 1e-2]);
});

// IJB-C, 1:1: 469,375 images in 23,124 templates, 15,658,489 pairs of which 19,557 are genuine.
const int Images = 469_375, Templates = 23_124, TemplatePairs = 15_658_489, Genuine = 19_557;
var (faces, people) = Clusters(Images, dim, each: Images / (Templates / 6));
using (var faceSet = EmbeddingSet.FromMemory("faces", faces, dim, people))
{
    var random = new Random(1);
    var images = new TemplateImage[Images];
    for (int i = 0; i < Images; i++)
    {
        int template = (int)((long)i * Templates / Images);
        images[i] = new TemplateImage(i, template, random.Next(4), 1);
    }

    var templatePairs = new (int Left, int Right, bool Same)[TemplatePairs];
    for (int i = 0; i < TemplatePairs; i++)
    {
        int first = random.Next(Templates);
        templatePairs[i] = i < Genuine ? (first, Math.Min(Templates - 1, first + 1), true) : (first, random.Next(Templates), false);
    }

    Measure("template protocol at the size of IJB-C: pooling, scores, ROC", () =>
    {
        var pooled = TemplateProtocol.Pool(faceSet, images);
        var (scores, genuine) = TemplateProtocol.Score(pooled, templatePairs);
        Verification.OfPairs(scores, genuine, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2]);
    });
}

var (embeddings, labels) = Clusters(count, dim, EachIdentity);
using var set = EmbeddingSet.FromMemory("all", embeddings, dim, labels);
double products = Measure($"matrix products of all pairs of {count}", () => Products(embeddings, count, dim));
double all = Measure($"all pairs of {count}: TAR@FAR, AUC, EER, rank-1", () => Verification.AllPairs(set, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2], CancellationToken.None));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"what\":\"ratio\",\"value\":{all / products:F2}}}"));

static void Products(float[] embeddings, int count, int dim)
{
    var tiles = new Queue<(int Row, int Column)>();
    for (int row = 0; row < count; row += Tile)
    {
        for (int column = row; column < count; column += Tile)
        {
            tiles.Enqueue((row, column));
        }
    }

    Parallel.For(0, Environment.ProcessorCount, _ =>
    {
        var result = new float[Tile * Tile];
        while (true)
        {
            (int Row, int Column) tile;
            lock (tiles)
            {
                if (!tiles.TryDequeue(out tile))
                {
                    return;
                }
            }

            int rows = Math.Min(Tile, count - tile.Row), columns = Math.Min(Tile, count - tile.Column);
            MatrixProduct.Multiply(embeddings.AsSpan(tile.Row * dim, rows * dim), rows, embeddings.AsSpan(tile.Column * dim, columns * dim), columns, dim, result);
        }
    });
}

static (float[] Embeddings, long[] Labels) Clusters(int count, int dim, int each)
{
    var embeddings = new float[(long)count * dim];
    var labels = new long[count];
    Parallel.For(0, (count + each - 1) / each, identity =>
    {
        var random = new Random(identity);
        var center = new float[dim];
        for (int k = 0; k < dim; k++)
        {
            center[k] = random.NextSingle() - 0.5f;
        }

        for (int row = identity * each; row < Math.Min(count, (identity + 1) * each); row++)
        {
            labels[row] = identity;
            for (int k = 0; k < dim; k++)
            {
                embeddings[((long)row * dim) + k] = center[k] + (1.2f * (random.NextSingle() - 0.5f));
            }
        }
    });
    return (embeddings, labels);
}

static double Measure(string what, Action action)
{
    using var self = Process.GetCurrentProcess();
    var cpuBefore = self.TotalProcessorTime;
    var watch = Stopwatch.StartNew();
    action();
    double seconds = watch.Elapsed.TotalSeconds;
    self.Refresh();
    double cpu = (self.TotalProcessorTime - cpuBefore).TotalSeconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{{\"what\":\"{what}\",\"seconds\":{seconds:F2},\"cpu_seconds\":{cpu:F2},\"peak_mib\":{self.PeakWorkingSet64 >> 20}}}"));
    return cpu;
}
