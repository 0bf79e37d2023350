using Cleaner.Imaging;
using Cleaner.Ingest.Deduplication;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>
/// Compares near-duplicate candidates by thumbnails: those that were kept, or made from the bytes once more. A JPEG and a copy of it in a
/// lossless format, whose pixels are hashed in two ways, are compared pixel by pixel.
/// </summary>
internal sealed class ThumbnailVerifier(
    DuplicateTable table, ThumbnailStore kept, Manifest manifest, Func<IEnumerable<SampleView>> samples, SampleReader reader, IngestOptions options, int threads,
    Action<long, long> progress) : IPixelVerifier
{
    private readonly Dictionary<int, ReadOnlyMemory<byte>> _thumbnails = [];
    private readonly DecodeOptions _decode = new() { MaxPixels = options.MaxPixels, MaxBytes = options.MaxBytes };

    public void Prepare(IReadOnlyCollection<int> wanted, CancellationToken stop)
    {
        var missing = new Dictionary<long, int>();
        foreach (var row in wanted)
        {
            var id = table.Ids[row];
            if (kept.TryFind(id, out var thumbnail))
                _thumbnails[row] = thumbnail;
            else
                missing[id] = row;
        }
        if (missing.Count == 0)
            return;
        var candidates = samples().Where(v => missing.ContainsKey(v.Sample.Id)).Select(v => v.Sample);
        foreach (var (id, thumbnail) in OrderedParallel.Run(candidates, s => s.Bytes, s => (s.Id, Make(s)), threads, stop))
        {
            if (thumbnail is not null)
                _thumbnails[missing[id]] = thumbnail;
            progress(_thumbnails.Count, wanted.Count);
        }
    }

    public Likeness Compare(int a, int b)
    {
        if (!_thumbnails.TryGetValue(a, out var first) || !_thumbnails.TryGetValue(b, out var second) || !Thumbnail.AreNear(first.Span, second.Span))
            return Likeness.None;
        return table.AreJpegs[a] != table.AreJpegs[b] && table.Ranks[a].Pixels == table.Ranks[b].Pixels && AreEqual(a, b)
            ? Likeness.SamePixels
            : Likeness.NearPixels;
    }

    private bool AreEqual(int a, int b)
    {
        Image Pixels(int row) => ImageCodec.Default.Decode(reader.Read(manifest.Find(table.Ids[row])!), _decode);
        try
        {
            Image one = Pixels(a), other = Pixels(b);
            return one.Width == other.Width && one.Pixels.AsSpan().SequenceEqual(other.Pixels);
        }
        catch (Exception error) when (error is CleanerException or ImageDecodeException)
        {
            return false;    // gone since they were read
        }
    }

    /// <summary>Null where the bytes have gone since they were read: then nothing can be verified, and no duplicate is claimed.</summary>
    private byte[]? Make(Sample sample)
    {
        try
        {
            return Thumbnail.Make(reader.Read(sample), _decode);
        }
        catch (Exception error) when (error is CleanerException or ImageDecodeException)
        {
            return null;
        }
    }
}
