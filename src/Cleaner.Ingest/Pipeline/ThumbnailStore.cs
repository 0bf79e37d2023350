using Cleaner.Imaging;

namespace Cleaner.Ingest.Pipeline;

/// <summary>
/// Thumbnails of the images that this ingest has read, so that near-duplicate candidates need no second decoding. Of the first
/// <see cref="MostKept"/> only: the others are decoded again when they are asked for, to the same thumbnail. They lie side by side in
/// large blocks: as many small arrays would be copied about by each collection.
/// </summary>
internal sealed class ThumbnailStore
{
    /// <summary>At a kilobyte each: 256 MiB.</summary>
    private const int MostKept = 1 << 18;
    private const int PerBlock = 1 << 10;

    private readonly Dictionary<long, int> _places = [];
    private readonly List<byte[]> _blocks = [];

    /// <summary>Keeps a copy of the thumbnail of a sample, where it has one and there is room.</summary>
    public void Keep(long sample, byte[]? thumbnail)
    {
        if (thumbnail is null || _places.Count >= MostKept)
            return;
        var place = _places.Count;
        if (!_places.TryAdd(sample, place))
            return;
        if (place % PerBlock == 0)
            _blocks.Add(GC.AllocateUninitializedArray<byte>(PerBlock * GreyThumbnail.Pixels));
        thumbnail.CopyTo(Slot(place).Span);
    }

    /// <summary>The thumbnail of a sample, where one was kept.</summary>
    public bool TryFind(long sample, out ReadOnlyMemory<byte> thumbnail)
    {
        var isKept = _places.TryGetValue(sample, out var place);
        thumbnail = isKept ? Slot(place) : default;
        return isKept;
    }

    private Memory<byte> Slot(int place) => _blocks[place / PerBlock].AsMemory(place % PerBlock * GreyThumbnail.Pixels, GreyThumbnail.Pixels);
}
