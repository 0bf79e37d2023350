namespace Cleaner.Training.Data;

/// <summary>Some rows of another source, under numbers of their own.</summary>
/// <param name="source">The images; stays the caller's.</param>
/// <param name="rows">Its row for each row here.</param>
public sealed class SomePixels(IPixelSource source, int[] rows) : IPixelSource
{
    /// <inheritdoc/>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public ImageShape Shape => source.Shape;

    /// <inheritdoc/>
    public IPixelReader Open() => new Reader(source.Open(), rows);

    /// <summary>Leaves the other source open.</summary>
    public void Dispose()
    {
    }

    private sealed class Reader(IPixelReader reader, int[] rows) : IPixelReader
    {
        public UnreadableSample? Read(int row, Span<byte> hwc) => reader.Read(rows[row], hwc);

        public void Dispose() => reader.Dispose();
    }
}
