using Cleaner.Ingest.Sources;

namespace Cleaner.Ingest.Download;

/// <summary>Rows that wait for their turn, by host: hosts take turns, and none has more than its share under way. For one thread.</summary>
internal sealed class HostQueues(int perHost)
{
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<Host> _ready = new();

    /// <summary>Rows that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>A row is to be downloaded.</summary>
    public void Add(UrlEntry entry)
    {
        var name = entry.Address!.Host;
        if (!_hosts.TryGetValue(name, out var host))
            _hosts[name] = host = new Host();
        host.Waiting.Enqueue(entry);
        Waiting++;
        Offer(host);
    }

    /// <summary>The next row whose host has a place free; its place is taken until <see cref="Release"/>.</summary>
    public bool TryTake(out UrlEntry entry)
    {
        if (!_ready.TryDequeue(out var host))
        {
            entry = null!;
            return false;
        }
        host.IsReady = false;
        entry = host.Waiting.Dequeue();
        host.Running++;
        Waiting--;
        Offer(host);
        return true;
    }

    /// <summary>A row that was taken is done.</summary>
    public void Release(UrlEntry entry)
    {
        var name = entry.Address!.Host;
        var host = _hosts[name];
        host.Running--;
        if (host is { Running: 0, Waiting.Count: 0 })
            _hosts.Remove(name);    // a list may name millions of hosts
        else
            Offer(host);
    }

    private void Offer(Host host)
    {
        if (host.IsReady || host.Waiting.Count == 0 || host.Running >= perHost)
            return;
        host.IsReady = true;
        _ready.Enqueue(host);
    }

    private sealed class Host
    {
        public Queue<UrlEntry> Waiting { get; } = new();

        public int Running { get; set; }

        public bool IsReady { get; set; }
    }
}
