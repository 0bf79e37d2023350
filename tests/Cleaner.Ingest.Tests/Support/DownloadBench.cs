using Cleaner.Ingest.Download;
using Cleaner.Ingest.Sources;

namespace Cleaner.Ingest.Tests.Support;

/// <summary>A server, a network of names, a clock and a folder: everything that a download touches.</summary>
internal sealed class DownloadBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScriptedServer Server { get; } = new();

    public NamedNetwork Network { get; } = new();

    public JumpingClock Clock { get; } = new();

    /// <summary>Limits that only a test ends, few pauses.</summary>
    public DownloadOptions Options { get; set; } = new() { TryTimeout = JumpingClock.Longest, TotalTimeout = 20 * JumpingClock.Longest };

    public string Folder => _folder.At("downloads");

    /// <summary>Downloads rows of identity "anna", or those given.</summary>
    public DownloadSummary Run(params UrlEntry[] entries) => Run(default, entries);

    public DownloadSummary Run(CancellationToken stop, params UrlEntry[] entries)
    {
        using var ledger = DownloadLedger.Open(Folder, Shard.All, _folder.At("list.tsv"));
        using var downloader = new Downloader(Options, ledger, new DownloadStore(Folder), Network, Clock);
        return downloader.Run(entries, entries.Length, null, stop);
    }

    /// <summary>A row whose host name leads to the server.</summary>
    public UrlEntry Row(string path, string host = "photos.test", byte[]? hash = null, string identity = "anna") =>
        new(1, identity, Server.Url(path, host)) { Hash = hash };

    /// <summary>Downloads one row.</summary>
    public LedgerEntry One(string path, string host = "photos.test", byte[]? hash = null)
    {
        var row = Row(path, host, hash);
        Run(row);
        return Find(row);
    }

    public LedgerEntry Find(UrlEntry entry)
    {
        using var ledger = DownloadLedger.OpenForReading(Folder, Shard.All);
        return ledger!.Find(entry.Url)!;
    }

    /// <summary>The files there, ledger aside.</summary>
    public List<string> Files() =>
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(f => !f.Contains("ledger", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }
}
