namespace Cleaner.Ingest.Download;

/// <summary>Counts of a run.</summary>
internal sealed class DownloadTally
{
    private const int TopHosts = 5;

    private readonly SortedDictionary<DownloadStatus, long> _statuses = [];
    private readonly Dictionary<string, long> _failingHosts = new(StringComparer.Ordinal);
    private long _present, _failed, _bytes, _tries, _repeats;

    /// <summary>A row whose image is there.</summary>
    public void Present() => _present++;

    /// <summary>A row whose URL this run is at, or has tried.</summary>
    public void Repeat() => _repeats++;

    /// <summary>A URL is done.</summary>
    public void Done(string host, LedgerEntry entry, int tries)
    {
        _statuses[entry.Status] = _statuses.GetValueOrDefault(entry.Status) + 1;
        _tries += tries;
        if (entry.Status == DownloadStatus.Ok)
        {
            _bytes += entry.Bytes;
            return;
        }
        _failed++;
        _failingHosts[host] = _failingHosts.GetValueOrDefault(host) + 1;
    }

    public DownloadProgress Progress(long total) => new(_present + _repeats + _statuses.Values.Sum(), total, _failed);

    public DownloadSummary Summary(string folder, long listed) => new()
    {
        Folder = folder,
        Listed = listed,
        Present = _present,
        Repeats = _repeats,
        Bytes = _bytes,
        Tries = _tries,
        Statuses = new Dictionary<DownloadStatus, long>(_statuses),
        FailingHosts = [.. _failingHosts.OrderByDescending(h => h.Value).ThenBy(h => h.Key, StringComparer.Ordinal).Take(TopHosts).Select(h => new ReasonCount(h.Key, h.Value))],
    };
}
