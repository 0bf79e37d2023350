namespace Cleaner.Training.Data;

/// <summary>
/// The batches of a whole training, numbered through over the epochs. All have the same size: the last one of an epoch is filled up from
/// the epoch's beginning, so that every image is seen in every epoch and no step runs on a handful of images.
/// </summary>
public sealed class EpochBatches : IBatchPlan
{
    private const long AugmentationStream = 0xA06;

    private readonly Func<int, int[]> _order;
    private readonly long _seed;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int[]> _orders = [];

    /// <param name="order">Rows of an epoch (from 0); called once an epoch, any length, the same for every epoch.</param>
    /// <param name="rowsPerEpoch">That length.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="augmentation">Changes to the images, or null.</param>
    /// <param name="seed">Seed of the changes.</param>
    public EpochBatches(Func<int, int[]> order, int rowsPerEpoch, int batchSize, int epochs, Augmentation? augmentation, long seed)
    {
        (_order, _seed, BatchSize, Augmentation) = (order, seed, batchSize, augmentation);
        BatchesPerEpoch = (rowsPerEpoch + batchSize - 1) / batchSize;
        Batches = (long)BatchesPerEpoch * epochs;
    }

    /// <inheritdoc/>
    public long Batches { get; }

    /// <summary>Batches in one epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Rows in every batch.</summary>
    public int BatchSize { get; }

    /// <inheritdoc/>
    public Augmentation? Augmentation { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<int> Rows(long batch)
    {
        var order = Order((int)(batch / BatchesPerEpoch));
        var start = (int)(batch % BatchesPerEpoch) * BatchSize;
        if (start + BatchSize <= order.Length)
            return order.AsMemory(start, BatchSize);
        var rows = new int[BatchSize];
        for (var i = 0; i < BatchSize; i++)
            rows[i] = order[(start + i) % order.Length];
        return rows;
    }

    /// <inheritdoc/>
    public CounterRandom Random(long batch, int position) => new(_seed, AugmentationStream, batch * BatchSize + position);

    private int[] Order(int epoch)
    {
        lock (_gate)
        {
            if (_orders.TryGetValue(epoch, out var order))
                return order;
            // Workers run at most one epoch ahead.
            foreach (var old in _orders.Keys.Where(e => e < epoch - 1).ToList())
                _orders.Remove(old);
            return _orders[epoch] = _order(epoch);
        }
    }
}
