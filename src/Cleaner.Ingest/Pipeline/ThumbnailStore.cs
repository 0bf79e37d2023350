namespace Cleaner.Ingest.Pipeline;

/// <summary>
/// Thumbnails of the images that this ingest has read, so that near-duplicate candidates need no second decoding. Of the first
/// <see cref="MostKept"/> only: the others are decoded again when they are asked for, to the same thumbnail.
/// </summary>
internal sealed class ThumbnailStore
{
    /// <summary>At a kilobyte each: 256 MiB.</summary>
    private const int MostKept = 1 << 18;

    private readonly Dictionary<long, byte[]> _of = [];

    /// <summary>Keeps the thumbnail of a sample, where it has one and there is room.</summary>
    public void Keep(long sample, byte[]? thumbnail)
    {
        if (thumbnail is not null && _of.Count < MostKept)
            _of[sample] = thumbnail;
    }

    /// <summary>The thumbnail of a sample; null where none was kept.</summary>
    public byte[]? Find(long sample) => _of.GetValueOrDefault(sample);
}
