using System.Collections.Concurrent;
using Cleaner.Evaluation.Curves;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Evaluation.Pairs;

/// <summary>
/// One pass over all N(N−1)/2 cosines, tile by tile on every core: collects genuine and impostor scores and finds each sample's
/// nearest other sample. Memory does not grow with the number of pairs.
/// </summary>
internal static class AllPairsScan
{
    private const int TileRows = 1024;
    private const long KeepEveryScoreUpTo = 1 << 24;    // 64 MB of scores, N ≈ 5,800

    /// <param name="Curve">ROC over all pairs.</param>
    /// <param name="Rank1">Share of samples whose nearest other sample is of their identity, among those that have such a sample.</param>
    public readonly record struct Result(RocCurve Curve, double Rank1);

    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static Result Run(EmbeddingSet set, CancellationToken stop) =>
        (long)set.Count * (set.Count - 1) / 2 <= KeepEveryScoreUpTo
            ? Run(set, () => new ScoreList(), ScoreList.ToCurve, stop)
            : Run(set, () => new ScoreHistogram(), ScoreHistogram.ToCurve, stop);

    /// <summary>The pass with a chosen way to keep the scores.</summary>
    internal static Result Run<TScores>(EmbeddingSet set, Func<TScores> create, Func<IReadOnlyCollection<TScores>, RocCurve> toCurve, CancellationToken stop)
        where TScores : IPairScores
    {
        var order = LabelOrder.Of(set.Labels);
        var tiles = new ConcurrentQueue<(int Row, int Column)>(Tiles(set.Count));
        var nearest = new NearestNeighbours(set.Count);
        var scores = new List<TScores>();
        var gate = new Lock();
        void Work()
        {
            var worker = new Worker<TScores>(set, order, create());
            while (tiles.TryDequeue(out var tile))
            {
                stop.ThrowIfCancellationRequested();
                worker.Scan(tile.Row, tile.Column);
            }

            lock (gate)
            {
                nearest.Merge(worker.Nearest);
                scores.Add(worker.Scores);
            }
        }

        // Awaiting gives the first failure itself, not an aggregate.
        Task.WhenAll(Enumerable.Range(0, Math.Clamp(tiles.Count, 1, Environment.ProcessorCount)).Select(_ => Task.Run(Work, stop))).GetAwaiter().GetResult();
        return new Result(toCurve(scores), Rank1(nearest, order));
    }

    private static IEnumerable<(int Row, int Column)> Tiles(int count)
    {
        for (int row = 0; row < count; row += TileRows)
        {
            for (int column = row; column < count; column += TileRows)
            {
                yield return (row, column);
            }
        }
    }

    private static double Rank1(NearestNeighbours nearest, LabelOrder order)
    {
        long probes = 0, hits = 0;
        for (int i = 0; i < order.Rows.Length; i++)
        {
            if (order.End[i] - order.Start[i] > 1)
            {
                probes++;
                int other = nearest.Of(i);
                hits += other >= order.Start[i] && other < order.End[i] ? 1 : 0;
            }
        }

        return probes == 0 ? double.NaN : (double)hits / probes;
    }

    /// <summary>One thread's buffers and counts.</summary>
    private sealed class Worker<TScores>(EmbeddingSet set, LabelOrder order, TScores scores)
        where TScores : IPairScores
    {
        private readonly float[] _left = new float[TileRows * set.Dim];
        private readonly float[] _right = new float[TileRows * set.Dim];
        private readonly float[] _products = new float[TileRows * TileRows];

        public TScores Scores { get; } = scores;

        public NearestNeighbours Nearest { get; } = new(set.Count);

        public void Scan(int firstRow, int firstColumn)
        {
            int rows = Load(firstRow, _left), columns = Load(firstColumn, _right);
            MatrixProduct.Multiply(_left, rows, _right, columns, set.Dim, _products);
            for (int i = 0; i < rows; i++)
            {
                int row = firstRow + i;
                int from = Math.Max(firstColumn, row + 1), to = firstColumn + columns;
                if (from >= to)
                {
                    continue;
                }

                var cosines = _products.AsSpan((i * columns) + from - firstColumn, to - from);
                int genuine = Math.Clamp(order.End[row] - from, 0, cosines.Length);
                Scores.AddGenuine(cosines[..genuine]);
                Scores.AddImpostor(cosines[genuine..]);
                Nearest.Offer(row, from, cosines);
            }
        }

        private int Load(int first, float[] to)
        {
            int count = Math.Min(TileRows, set.Count - first);
            for (int i = 0; i < count; i++)
            {
                set.CopyNormalised(order.Rows[first + i], to.AsSpan(i * set.Dim, set.Dim));
            }

            return count;
        }
    }
}
