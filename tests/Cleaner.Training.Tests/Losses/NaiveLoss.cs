using Cleaner.Training.Tests.Heads;

namespace Cleaner.Training.Tests.Losses;

/// <summary>The added losses as loops over doubles: slow, obvious, and sharing nothing with the code under test.</summary>
internal static class NaiveLoss
{
    public static double Value(string name, float[][] x, long[] y, float[][] centers, int k, IReadOnlyDictionary<string, double> p) => name switch
    {
        "center" => x.Average(row => 0.5 * row.Sum(v => (double)v * v)),     // centers that have not moved yet are 0
        "contrastive" => 0.5 * (Mean(Pairs(y, true).Select(q => Squared(x, q))) + Mean(Pairs(y, false).Select(q => Math.Pow(Math.Max(0, p["m"] - Distance(x, q)), 2)))),
        "triplet-semi-hard" => Mean(Pairs(y, true).Where(q => Strangers(y, q.A).Any()).Select(q => SemiHard(x, y, q, p["m"]))),
        "triplet-batch-hard" => Mean(Enumerable.Range(0, y.Length).Where(a => Friends(y, a).Any() && Strangers(y, a).Any()).Select(a => BatchHard(x, y, a, p))),
        "intra" => Enumerable.Range(0, y.Length).Average(i => Math.Acos(Own(x, y, centers, k, i).Max())) / Math.PI,
        "inter" => -Enumerable.Range(0, y.Length).Average(i => Inter(x, y, centers, k, i)) / Math.PI,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static double SemiHard(float[][] x, long[] y, (int A, int B) pair, double margin)
    {
        var positive = Squared(x, pair);
        var negatives = Strangers(y, pair.A).Select(n => Squared(x, (pair.A, n))).ToList();
        var farther = negatives.Where(d => d > positive).ToList();
        return Math.Max(0, positive - (farther.Count > 0 ? farther.Min() : negatives.Max()) + margin);
    }

    private static double BatchHard(float[][] x, long[] y, int a, IReadOnlyDictionary<string, double> p)
    {
        var violation = Friends(y, a).Max(q => Distance(x, (a, q))) - Strangers(y, a).Min(n => Distance(x, (a, n)));
        return p["soft"] != 0 ? Math.Log(1 + Math.Exp(violation)) : Math.Max(0, violation + p["m"]);
    }

    private static double Inter(float[][] x, long[] y, float[][] centers, int k, int i)
    {
        var own = Own(x, y, centers, k, i);
        var mine = centers[y[i] * k + Array.IndexOf(own, own.Max())];
        return Enumerable.Range(0, centers.Length / k).Where(c => c != y[i]).Average(c => Enumerable.Range(0, k).Min(j => Math.Acos(NaiveHead.Cosine(mine, centers[c * k + j]))));
    }

    private static double[] Own(float[][] x, long[] y, float[][] centers, int k, int i) =>
        [.. Enumerable.Range(0, k).Select(j => NaiveHead.Cosine(x[i], centers[y[i] * k + j]))];

    private static IEnumerable<(int A, int B)> Pairs(long[] y, bool same) =>
        Enumerable.Range(0, y.Length).SelectMany(a => (same ? Friends(y, a) : Strangers(y, a)).Select(b => (a, b)));

    private static IEnumerable<int> Friends(long[] y, int a) => Enumerable.Range(0, y.Length).Where(b => b != a && y[b] == y[a]);

    private static IEnumerable<int> Strangers(long[] y, int a) => Enumerable.Range(0, y.Length).Where(b => y[b] != y[a]);

    private static double Squared(float[][] x, (int A, int B) pair) => 2 - 2 * NaiveHead.Cosine(x[pair.A], x[pair.B]);

    private static double Distance(float[][] x, (int A, int B) pair) => Math.Sqrt(Math.Max(0, Squared(x, pair)));

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(0).Average();
}
