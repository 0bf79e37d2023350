using System.Numerics;
using Cleaner.Evaluation.Curves;

namespace Cleaner.Evaluation.Pairs;

/// <summary>One thread's share of the scores of all pairs.</summary>
internal interface IPairScores
{
    void AddGenuine(ReadOnlySpan<float> scores);

    void AddImpostor(ReadOnlySpan<float> scores);
}

/// <summary>Every score, for sets whose pairs fit in memory; every figure taken from it is exact.</summary>
internal sealed class ScoreList : IPairScores
{
    private readonly List<float> _genuine = [];
    private readonly List<float> _impostor = [];

    public void AddGenuine(ReadOnlySpan<float> scores) => _genuine.AddRange(scores);

    public void AddImpostor(ReadOnlySpan<float> scores) => _impostor.AddRange(scores);

    public static RocCurve ToCurve(IReadOnlyCollection<ScoreList> parts) =>
        RocCurve.FromScores([.. parts.SelectMany(p => p._genuine)], [.. parts.SelectMany(p => p._impostor)]);
}

/// <summary>
/// Counts of cosines on a grid of 2⁻²¹ (4.8e-7), the size of the rounding error of a float32 dot product of a few hundred terms:
/// rates and thresholds taken from it are exact to that rounding, in the same memory for any number of pairs.
/// </summary>
/// <param name="carryAfter">Scores after which the counts are carried over into 64 bits.</param>
internal sealed class ScoreHistogram(long carryAfter = uint.MaxValue) : IPairScores
{
    private const int StepsPerUnit = 1 << 21;
    private const int Chunk = 512;
    private const int Bins = (2 * StepsPerUnit) + 1;

    // 32 bits a bin keep the busy bins in the cache; they are carried over before one could overflow.
    private readonly uint[] _genuine = new uint[Bins];
    private readonly uint[] _impostor = new uint[Bins];
    private long[]? _genuineCarry;
    private long[]? _impostorCarry;
    private long _counted;

    public void AddGenuine(ReadOnlySpan<float> scores) => Add(_genuine, scores);

    public void AddImpostor(ReadOnlySpan<float> scores) => Add(_impostor, scores);

    public static RocCurve ToCurve(IReadOnlyCollection<ScoreHistogram> parts)
    {
        var genuine = new long[Bins];
        var impostor = new long[Bins];
        foreach (var part in parts)
        {
            part.MoveInto(genuine, impostor);
        }

        return RocCurve.FromCounts(genuine, impostor, bin => ((double)bin / StepsPerUnit) - 1);
    }

    private void Add(uint[] counts, ReadOnlySpan<float> scores)
    {
        if (_counted > carryAfter - scores.Length)
        {
            MoveInto(_genuineCarry ??= new long[Bins], _impostorCarry ??= new long[Bins]);
        }

        _counted += scores.Length;
        // Bins are worked out a chunk at a time in vectors; what is left per score is one increment.
        Span<int> bins = stackalloc int[Chunk];
        while (scores.Length > 0)
        {
            int count = Math.Min(Chunk, scores.Length);
            ToBins(scores[..count], bins);
            foreach (int bin in bins[..count])
            {
                counts[bin]++;
            }

            scores = scores[count..];
        }
    }

    private static void ToBins(ReadOnlySpan<float> scores, Span<int> bins)
    {
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var clamped = Vector.Min(Vector.Max(new Vector<float>(scores[i..]), -Vector<float>.One), Vector<float>.One);
            Vector.ConvertToInt32((clamped * StepsPerUnit) + new Vector<float>(StepsPerUnit + 0.5f)).CopyTo(bins[i..]);
        }

        for (; i < scores.Length; i++)
        {
            bins[i] = (int)((Math.Clamp(scores[i], -1f, 1f) * StepsPerUnit) + (StepsPerUnit + 0.5f));
        }
    }

    private void MoveInto(long[] genuine, long[] impostor)
    {
        Move(_genuine, _genuineCarry == genuine ? null : _genuineCarry, genuine);
        Move(_impostor, _impostorCarry == impostor ? null : _impostorCarry, impostor);
        _counted = 0;
    }

    private static void Move(uint[] counts, long[]? carry, long[] total)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            total[i] += counts[i] + (carry?[i] ?? 0);
        }

        Array.Clear(counts);
    }
}
