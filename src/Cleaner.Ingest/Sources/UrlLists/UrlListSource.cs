using Cleaner.Ingest.Download;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Lists the rows of a URL list as what their downloads became: a file below the downloads, or a status with its reason.</summary>
/// <param name="kind">Name of the format.</param>
/// <param name="list">The rows.</param>
/// <param name="root">Folder of this list's downloads, absolute; need not exist yet.</param>
/// <param name="shard">The part of the list that is downloaded; each has a ledger of its own.</param>
internal sealed class UrlListSource(string kind, UrlListReader list, string root, Shard shard) : IRemoteSource
{
    public string Kind => kind;

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        using var ledger = DownloadLedger.OpenForReading(root, shard);
        foreach (var entry in list.Entries(stop))
            yield return Item(entry, shard.Has(entry.Label) ? ledger?.Find(entry.Url) : null);
    }

    public DownloadSummary Download(DownloadOptions options, IProgress<DownloadProgress>? progress, CancellationToken stop)
    {
        var entries = list.Entries(stop).Where(entry => shard.Has(entry.Label));
        var total = entries.LongCount();
        using var ledger = DownloadLedger.Open(root, shard, list.Path);
        using var downloader = new Downloader(options, ledger, new DownloadStore(root));
        return downloader.Run(entries, total, progress, stop);
    }

    private SourceItem Item(UrlEntry entry, LedgerEntry? found)
    {
        var place = DownloadStore.PlaceOf(entry);
        var item = new SourceItem { Locator = found?.File ?? place, Label = entry.Label, Box = entry.BoxOn(found?.Width ?? 0, found?.Height ?? 0) };
        if (entry.Defect is { } defect)
            return item with { Status = SampleStatus.Damaged, Reason = defect };
        if (found is null)
            return item with { Status = SampleStatus.Missing, Reason = "not downloaded" };
        if (found.Status != DownloadStatus.Ok)
            return item with { Status = SampleStatusOf(found.Status), Reason = found.Reason };
        if (!found.Fulfils(entry.Hash))
            return item with { Status = SampleStatus.Foreign, Reason = ContentCheck.MismatchReason(entry.Hash!) };
        var file = new FileInfo(Path.Combine(root, found.File!));
        return file.Exists
            ? item with { Bytes = file.Length, ModifiedTicks = file.LastWriteTimeUtc.Ticks }
            : item with { Status = SampleStatus.Missing, Reason = "was downloaded, but the file is gone" };
    }

    private static SampleStatus SampleStatusOf(DownloadStatus status) => status switch
    {
        DownloadStatus.Mismatch or DownloadStatus.NotAnImage => SampleStatus.Foreign,
        DownloadStatus.Damaged => SampleStatus.Damaged,
        DownloadStatus.Robots or DownloadStatus.TooLarge => SampleStatus.Skipped,
        _ => SampleStatus.Missing,
    };
}
