using System.IO.Compression;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// Lists the images of WebDataset shards. Plain shards are read in place later, by offset and length; compressed ones are read
/// through once, and their images handed on as they come.
/// </summary>
/// <param name="root">Folder of the shards.</param>
/// <param name="shards">The archives, absolute.</param>
/// <param name="labelField">Field or JSON key that holds the label; null: the usual ones.</param>
/// <param name="maxBytes">Images with more bytes are listed but not read.</param>
internal sealed class WebDatasetSource(string root, IReadOnlyList<string> shards, string? labelField, long maxBytes) : IDatasetSource
{
    public string Kind => "webdataset";

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        foreach (var shard in shards)
        {
            foreach (var item in Shard(shard, notes))
            {
                stop.ThrowIfCancellationRequested();
                yield return item;
            }
        }
    }

    private IEnumerable<SourceItem> Shard(string path, SourceNotes notes)
    {
        var file = new FileInfo(path);
        using var raw = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var isCompressed = IsGzip(raw);
        using var stream = isCompressed ? new GZipStream(raw, CompressionMode.Decompress) : (Stream)raw;
        if (isCompressed)
            notes.Warn("compressed shards cannot be read at random: training from them is slow; gunzip them first");

        var shard = new ShardInfo(Path.GetRelativePath(root, path).Replace('\\', '/'), file.LastWriteTimeUtc.Ticks, isCompressed);
        var scanner = new TarScanner(stream, (name, size) => WebDatasetMember.IsWanted(name, size, isCompressed ? maxBytes : 0));
        var sample = new WebDatasetSample(shard, labelField);
        var images = 0L;
        foreach (var member in Guarded(scanner))
        {
            var parsed = WebDatasetMember.Parse(member);
            if (parsed is null)
                continue;
            if (parsed.Value.Key != sample.Key)
            {
                foreach (var item in sample.Finish())
                    yield return item;
                sample = new WebDatasetSample(shard, labelField) { Key = parsed.Value.Key };
            }
            sample.Add(parsed.Value);
            images++;
        }
        foreach (var item in sample.Finish())
            yield return item;
        if (scanner.Damage is { } damage)
        {
            // One bad input beside those that were read before it.
            yield return new SourceItem { Locator = shard.Locator, Offset = file.Length, Label = SourceItem.UnknownLabel, ModifiedTicks = shard.ModifiedTicks, Container = Container.Range, Status = SampleStatus.Damaged, Reason = $"the archive is damaged: {damage}" };
        }
        if (scanner.IsUnfinished)
            notes.Warn($"{shard.Locator}: has no end marker, its writer was interrupted; what it holds was read, what should follow is missing");
        if (images == 0)
            notes.Warn($"{shard.Locator}: holds no WebDataset members");
    }

    /// <summary>A damaged gzip stream ends the shard and is told as its damage.</summary>
    private static IEnumerable<TarMember> Guarded(TarScanner scanner)
    {
        using var members = scanner.Members().GetEnumerator();
        while (true)
        {
            TarMember member;
            try
            {
                if (!members.MoveNext())
                    yield break;
                member = members.Current;
            }
            catch (InvalidDataException error)
            {
                scanner.Abort($"its compression is broken: {error.Message}");
                yield break;
            }
            yield return member;
        }
    }

    private static bool IsGzip(Stream stream)
    {
        var isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        return isGzip;
    }
}

/// <summary>The shard that members come from.</summary>
/// <param name="Locator">Its path below the root.</param>
/// <param name="ModifiedTicks">Its last write time.</param>
/// <param name="IsCompressed">Whether offsets are of the decompressed stream.</param>
internal sealed record ShardInfo(string Locator, long ModifiedTicks, bool IsCompressed);
