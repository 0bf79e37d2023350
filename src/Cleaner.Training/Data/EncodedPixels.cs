using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>Encoded images that are handed over one by one: verification packs, lists of files.</summary>
/// <param name="where">What to call image i in errors.</param>
/// <param name="image">Bytes of image i; called from several threads.</param>
/// <param name="count">Number of images.</param>
/// <param name="preparation">What becomes of them.</param>
internal sealed class EncodedPixels(Func<int, string> where, Func<int, byte[]> image, int count, FilePreparation preparation) : IPixelSource
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public ImageShape Shape => preparation.Shape;

    /// <inheritdoc/>
    public IPixelReader Open() => new Reader(this);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private UnreadableSample? Read(int row, Span<byte> hwc)
    {
        try
        {
            preparation.Prepare(image(row), hwc);
            return null;
        }
        catch (Exception failure) when (failure is ImageDecodeException or IOException or UnauthorizedAccessException or CleanerException)
        {
            return new UnreadableSample(row, where(row), failure.Message);
        }
    }

    private sealed class Reader(EncodedPixels owner) : IPixelReader
    {
        public UnreadableSample? Read(int row, Span<byte> hwc) => owner.Read(row, hwc);

        public void Dispose()
        {
        }
    }
}
