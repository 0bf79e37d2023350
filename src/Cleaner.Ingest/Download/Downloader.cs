using System.Collections.Concurrent;
using System.Threading.Channels;
using Cleaner.Ingest.Sources;

namespace Cleaner.Ingest.Download;

/// <summary>
/// Downloads the rows of a list that are not there yet. One loop hands rows out, host by host, and writes down what became of
/// them; the transfers run beside it.
/// </summary>
internal sealed class Downloader : IDisposable
{
    /// <summary>Rows that are looked ahead, so that a stretch of one host does not keep the others waiting.</summary>
    private const int Window = 4096;

    private readonly DownloadOptions _options;
    private readonly DownloadLedger _ledger;
    private readonly DownloadStore _store;
    private readonly TimeProvider _time;
    private readonly ImageFetcher _fetcher;
    private readonly HostQueues _queues;
    private readonly ConcurrentDictionary<string, HostPipeline> _pipelines = new(StringComparer.OrdinalIgnoreCase);
    private readonly Channel<Outcome> _finished = Channel.CreateUnbounded<Outcome>();
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly DownloadTally _tally = new();

    /// <param name="options">How.</param>
    /// <param name="ledger">What became of each URL; stays the caller's.</param>
    /// <param name="store">Where the images go.</param>
    /// <param name="network">The default is the machine's.</param>
    /// <param name="time">The default is the system's clock.</param>
    public Downloader(DownloadOptions options, DownloadLedger ledger, DownloadStore store, IDownloadNetwork? network = null, TimeProvider? time = null)
    {
        options.Validate();
        (_options, _ledger, _store, _time) = (options, ledger, store, time ?? TimeProvider.System);
        _fetcher = new ImageFetcher(options, network ?? new SocketNetwork(), _time);
        _queues = new HostQueues(options.PerHost);
    }

    /// <summary>Downloads; what was done when it is stopped stays.</summary>
    /// <param name="entries">The rows.</param>
    /// <param name="total">Their number, for the progress.</param>
    /// <param name="progress">Told after each row.</param>
    /// <param name="stop">Ends at once, with <see cref="OperationCanceledException"/>.</param>
    public DownloadSummary Run(IEnumerable<UrlEntry> entries, long total, IProgress<DownloadProgress>? progress, CancellationToken stop)
    {
        var summary = RunAsync(entries, total, progress, stop).GetAwaiter().GetResult();
        _ledger.FinishRun();
        return summary;
    }

    public void Dispose() => _fetcher.Dispose();

    private async Task<DownloadSummary> RunAsync(IEnumerable<UrlEntry> entries, long total, IProgress<DownloadProgress>? progress, CancellationToken stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var rows = entries.GetEnumerator();
        var running = 0;
        var more = true;
        try
        {
            while (true)
            {
                while (more && _queues.Waiting < Window && (more = rows.MoveNext()))
                    Plan(rows.Current);
                for (; running < _options.Connections && _queues.TryTake(out var entry); running++)
                    _ = Task.Run(() => FetchAsync(entry, cancel.Token), CancellationToken.None);
                if (running == 0)
                    return _tally.Summary(_store.Root, total);
                var outcome = await _finished.Reader.ReadAsync(stop).ConfigureAwait(false);
                running--;
                Write(outcome);
                progress?.Report(_tally.Progress(total));
            }
        }
        finally
        {
            // Also reached when the run stops or fails: nothing may run on behind its back.
            cancel.Cancel();
            for (; running > 0; running--)
                await _finished.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Decides whether a row is to be downloaded.</summary>
    private void Plan(UrlEntry entry)
    {
        if (entry.Defect is { } defect)
        {
            _tally.Done("", new LedgerEntry(DownloadStatus.BadUrl, defect), tries: 0);
            return;
        }
        var known = _ledger.Find(entry.Url);
        if (known is not null && _store.Has(known) && known.Fulfils(entry.Hash))
            _tally.Present();
        else if ((known is not null && known.Run == _ledger.Run && known.Status != DownloadStatus.Ok) || !_underWay.Add(entry.Url))
            _tally.Repeat();    // this run has tried it, or is at it
        else
            _queues.Add(entry);
    }

    private async Task FetchAsync(UrlEntry entry, CancellationToken stop)
    {
        var tries = 0;
        try
        {
            var pipeline = _pipelines.GetOrAdd(entry.Address!.Host, _ => new HostPipeline(_options, _time));
            var attempt = await pipeline.RunAsync(
                token =>
                {
                    tries++;
                    return _fetcher.TryAsync(entry.Address, token);
                },
                stop).ConfigureAwait(false);
            var result = attempt.Status == DownloadStatus.Ok ? Keep(entry, attempt.Body) : new LedgerEntry(attempt.Status, attempt.Reason);
            _finished.Writer.TryWrite(new Outcome(entry, result, tries, null));
        }
        catch (Exception error)
        {
            _finished.Writer.TryWrite(new Outcome(entry, null, tries, error));     // thrown again by the loop
        }
    }

    private LedgerEntry Keep(UrlEntry entry, byte[] body)
    {
        var looked = ContentCheck.Look(body, entry.Hash, _options.MaxPixels);
        if (looked.Status != DownloadStatus.Ok)
            return looked;
        var kept = looked with { File = DownloadStore.PlaceOf(entry) + looked.File };
        _store.Write(kept.File, body);
        return kept;
    }

    private void Write(Outcome outcome)
    {
        if (outcome.Error is { } error)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        _ledger.Record(outcome.Entry.Url, outcome.Result!);
        _underWay.Remove(outcome.Entry.Url);
        _queues.Release(outcome.Entry);
        _tally.Done(outcome.Entry.Address!.Host, outcome.Result!, outcome.Tries);
    }

    private sealed record Outcome(UrlEntry Entry, LedgerEntry? Result, int Tries, Exception? Error);
}
