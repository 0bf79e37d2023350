namespace Cleaner.Training.Data;

/// <summary>Images by row number, as HWC RGB bytes of one size. Shared by threads; each of them opens a reader of its own.</summary>
public interface IPixelSource : IDisposable
{
    /// <summary>Rows.</summary>
    int Count { get; }

    /// <summary>Size of every image.</summary>
    ImageShape Shape { get; }

    /// <summary>A reader for one thread.</summary>
    IPixelReader Open();
}

/// <summary>Reads images; for one thread at a time.</summary>
public interface IPixelReader : IDisposable
{
    /// <summary>Puts the image of a row into <paramref name="hwc"/> (Height·Width·3 bytes).</summary>
    /// <returns>Null, or why the image cannot be read.</returns>
    UnreadableSample? Read(int row, Span<byte> hwc);
}
