using Cleaner.Imaging;
using Cleaner.Ingest.Pipeline;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Deduplication;

/// <summary>
/// What the duplicate search needs of each decodable sample, in columns: about 60 bytes a sample, so that 10 million take 0.6 GB.
/// </summary>
public sealed class DuplicateTable
{
    private static readonly string JpegFormat = FactReader.NameOf(ImageFormat.Jpeg);

    private readonly Column<long> _ids = new();
    private readonly Column<long> _identities = new();
    private readonly Column<UInt128> _bytesHashes = new();
    private readonly Column<ulong> _pixelHashes = new();
    private readonly Column<ulong> _perceptualHashes = new();
    private readonly Column<Rank> _ranks = new();
    private readonly Column<bool> _areJpegs = new();

    /// <summary>Number of samples.</summary>
    public int Count => _ids.Count;

    /// <summary>The sample ids, ascending.</summary>
    public ReadOnlySpan<long> Ids => _ids.Items;

    /// <summary>The identity that each is believed to show.</summary>
    public ReadOnlySpan<long> Identities => _identities.Items;

    /// <summary>First 128 bits of the SHA-256 of the bytes.</summary>
    public ReadOnlySpan<UInt128> BytesHashes => _bytesHashes.Items;

    /// <summary>Hashes of the decoded pixels.</summary>
    public ReadOnlySpan<ulong> PixelHashes => _pixelHashes.Items;

    /// <summary>Perceptual hashes.</summary>
    public ReadOnlySpan<ulong> PerceptualHashes => _perceptualHashes.Items;

    /// <summary>How much each deserves to stand for its duplicates.</summary>
    internal ReadOnlySpan<Rank> Ranks => _ranks.Items;

    /// <summary>Which are JPEGs, whose pixels may be hashed in another way than those of the others.</summary>
    internal ReadOnlySpan<bool> AreJpegs => _areJpegs.Items;

    /// <summary>Adds a sample. Samples come in ascending id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="sample">Its facts, with hashes.</param>
    /// <param name="belief">What is believed of it; ingest does not change it where another rule decided.</param>
    public void Add(long id, Sample sample, in Belief belief)
    {
        if (sample.PixelHash is not { } pixels || sample.PHash is not { } perceptual || sample.Sha256 is not { Length: 32 } sha)
            throw new ArgumentException($"sample {id} has no hashes", nameof(sample));
        _ids.Add(id);
        _identities.Add(belief.IdentityId);
        _bytesHashes.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(sha));
        _pixelHashes.Add(pixels);
        _perceptualHashes.Add(perceptual);
        _ranks.Add(Rank.Of(sample, belief));
        _areJpegs.Add(sample.Format == JpegFormat);
    }

    /// <summary>Takes samples out again; ids that are not there are ignored.</summary>
    public void Remove(IReadOnlySet<long> ids)
    {
        if (ids.Count == 0)
            return;
        var stays = Array.ConvertAll(Ids.ToArray(), id => !ids.Contains(id));
        _ids.Keep(stays);
        _identities.Keep(stays);
        _bytesHashes.Keep(stays);
        _pixelHashes.Keep(stays);
        _perceptualHashes.Keep(stays);
        _ranks.Keep(stays);
        _areJpegs.Keep(stays);
    }

    /// <summary>A growing array whose items are read as a span.</summary>
    private sealed class Column<T>
    {
        private T[] _items = new T[1024];

        public int Count { get; private set; }

        public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

        public void Add(T item)
        {
            if (Count == _items.Length)
                Array.Resize(ref _items, 2 * Count);
            _items[Count++] = item;
        }

        /// <summary>Keeps the items that are marked.</summary>
        public void Keep(bool[] stays)
        {
            var kept = 0;
            for (var i = 0; i < Count; i++)
            {
                if (stays[i])
                    _items[kept++] = _items[i];
            }
            Count = kept;
        }
    }
}
