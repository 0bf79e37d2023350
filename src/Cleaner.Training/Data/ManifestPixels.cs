using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>Decodes the samples of a manifest where they lie. Every reader has a connection of its own.</summary>
public sealed class ManifestPixels : IPixelSource
{
    private readonly string _manifestPath;
    private readonly long[] _sampleIds;
    private readonly SampleReader _bytes;
    private readonly IReadOnlyList<float>? _crop;

    /// <param name="manifest">Where the samples are described; its file stays readable while this lives.</param>
    /// <param name="sampleIds">Sample id of each row.</param>
    /// <param name="shape">Size wanted.</param>
    /// <param name="crop">Where the network wants faces cut otherwise, <see cref="Backbones.Backbone.Crop"/>; null: the whole template.</param>
    public ManifestPixels(Manifest manifest, long[] sampleIds, ImageShape shape, IReadOnlyList<float>? crop = null)
    {
        (_manifestPath, _sampleIds, Shape, _crop) = (manifest.Path, sampleIds, shape, crop);
        _bytes = new SampleReader(manifest);
    }

    /// <inheritdoc/>
    public int Count => _sampleIds.Length;

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public IPixelReader Open() => new Reader(this, Manifest.Open(_manifestPath));

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private sealed class Reader(ManifestPixels owner, Manifest manifest) : IPixelReader
    {
        public UnreadableSample? Read(int row, Span<byte> hwc)
        {
            var id = owner._sampleIds[row];
            var sample = manifest.Find(id);
            if (sample is null)
                return new UnreadableSample(id, $"sample {id}", "it is no longer in the manifest");
            try
            {
                var data = owner._bytes.Read(sample);
                ImagePreparation.Prepare(data, sample.Align, sample.AlignSize, (sample.Width, sample.Height), owner.Shape, owner._crop, hwc);
                return null;
            }
            catch (Exception failure) when (failure is CleanerException or ImageDecodeException or IOException or UnauthorizedAccessException)
            {
                return new UnreadableSample(id, owner._bytes.Describe(sample), failure.Message);
            }
        }

        public void Dispose() => manifest.Dispose();
    }
}
