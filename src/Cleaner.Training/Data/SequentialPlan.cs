namespace Cleaner.Training.Data;

/// <summary>Every row once, in order, unchanged: for embeddings.</summary>
/// <param name="count">Rows.</param>
/// <param name="batchSize">Rows in a batch; the last one may be smaller.</param>
public sealed class SequentialPlan(int count, int batchSize) : IBatchPlan
{
    private readonly int[] _rows = Enumerable.Range(0, count).ToArray();

    /// <inheritdoc/>
    public long Batches => (count + batchSize - 1L) / batchSize;

    /// <inheritdoc/>
    public Augmentation? Augmentation => null;

    /// <inheritdoc/>
    public ReadOnlyMemory<int> Rows(long batch)
    {
        var start = (int)(batch * batchSize);
        return _rows.AsMemory(start, Math.Min(batchSize, count - start));
    }

    /// <inheritdoc/>
    public CounterRandom Random(long batch, int position) => default;
}
