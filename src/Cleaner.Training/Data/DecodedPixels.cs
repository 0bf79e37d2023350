using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>Where decoded images are kept between epochs.</summary>
public enum PixelCache
{
    /// <summary>Nowhere: every epoch decodes again.</summary>
    None,

    /// <summary>In memory.</summary>
    Memory,

    /// <summary>In one file of the run folder, which is deleted when the run is done.</summary>
    Disk,
}

/// <summary>Images that were decoded once: reading one is a copy of its bytes.</summary>
public sealed class DecodedPixels : IPixelSource
{
    private readonly IPixelStore _store;
    private readonly int[] _rows;

    private DecodedPixels(IPixelStore store, int[] rows, ImageShape shape) => (_store, _rows, Shape) = (store, rows, shape);

    /// <inheritdoc/>
    public int Count => _rows.Length;

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <summary>
    /// Decodes every row of <paramref name="source"/> on <paramref name="workers"/> threads. The result's rows are those that could be
    /// read, in order; <paramref name="bad"/> names the others.
    /// </summary>
    /// <param name="source">What to decode; stays the caller's.</param>
    /// <param name="diskFile">File to keep the images in; null keeps them in memory.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="done">Called now and then with the number of images done.</param>
    /// <param name="stop">Ends the work.</param>
    /// <param name="bad">The rows that could not be read, with the reasons.</param>
    public static DecodedPixels Decode(
        IPixelSource source, string? diskFile, int workers, Action<long>? done, CancellationToken stop, out SortedDictionary<int, UnreadableSample> bad)
    {
        IPixelStore store = diskFile is null ? new MemoryStore(source.Count, source.Shape.Bytes) : new DiskStore(diskFile, source.Count, source.Shape.Bytes);
        var failures = new SortedDictionary<int, UnreadableSample>();
        try
        {
            var next = 0;
            var counted = 0L;
            Threads.Run(workers, () =>
            {
                using var reader = source.Open();
                while (Interlocked.Increment(ref next) - 1 is var row && row < source.Count)
                {
                    stop.ThrowIfCancellationRequested();
                    if (reader.Read(row, store.Row(row)) is { } failure)
                        lock (failures)
                            failures[row] = failure;
                    done?.Invoke(Interlocked.Increment(ref counted));
                }
            });
        }
        catch
        {
            store.Dispose();
            throw;
        }
        bad = failures;
        return new DecodedPixels(store, [.. Enumerable.Range(0, source.Count).Where(row => !failures.ContainsKey(row))], source.Shape);
    }

    /// <inheritdoc/>
    public IPixelReader Open() => new Reader(this);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private sealed class Reader(DecodedPixels owner) : IPixelReader
    {
        public UnreadableSample? Read(int row, Span<byte> hwc)
        {
            owner._store.Row(owner._rows[row]).CopyTo(hwc);
            return null;
        }

        public void Dispose()
        {
        }
    }
}
