namespace Cleaner.Training.Tests.Heads;

/// <summary>Softmax cross-entropy over sub-centers with loops over doubles: slow, obvious, and sharing nothing with the code under test.</summary>
internal static class NaiveHead
{
    /// <summary>cos(θ + 0.5), past π − 0.5 linear in cos θ.</summary>
    public static double ArcFace(double angle) => angle <= Math.PI - 0.5 ? Math.Cos(angle + 0.5) : Math.Cos(angle) - 0.5 * Math.Sin(Math.PI - 0.5);

    /// <param name="among">The identities that take part; null for all.</param>
    /// <param name="filterAbove">Cosines to other identities above this count as 0.</param>
    /// <param name="sparesMisses">Rows with a larger cosine than their own keep it as it is.</param>
    public static double Loss(
        float[][] embeddings, float[][] centers, long[] labels, int k, double scale, Func<double, double> target, long[]? among = null, double filterAbove = 2, bool sparesMisses = false)
    {
        var classes = centers.Length / k;
        var sum = 0.0;
        for (var b = 0; b < embeddings.Length; b++)
        {
            var logits = new double[classes];
            var cosines = Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, k).Max(j => Cosine(embeddings[b], centers[c * k + j]))).ToArray();
            var isMiss = cosines.Any(other => other > cosines[labels[b]]);
            for (var c = 0; c < classes; c++)
            {
                var best = cosines[c];
                logits[c] = among?.Contains(c) == false ? double.NegativeInfinity
                    : scale * (c == labels[b] && !(sparesMisses && isMiss) ? target(Math.Acos(Math.Clamp(best, -1, 1))) : best > filterAbove ? 0 : best);
            }
            var highest = logits.Max();
            sum += highest + Math.Log(logits.Sum(l => Math.Exp(l - highest))) - logits[labels[b]];
        }
        return sum / embeddings.Length;
    }

    public static double Cosine(float[] a, float[] b)
    {
        double dot = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }
        return dot / Math.Sqrt(aa * bb);
    }
}
