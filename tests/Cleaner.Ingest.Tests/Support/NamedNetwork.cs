using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Cleaner.Ingest.Download;

namespace Cleaner.Ingest.Tests.Support;

/// <summary>
/// Host names that resolve as a test says. Public addresses all lead to loopback, where the tests' servers are; what is connected
/// to is recorded.
/// </summary>
internal sealed class NamedNetwork : IDownloadNetwork
{
    public const string PublicAddress = "93.184.215.14";

    private readonly ConcurrentDictionary<string, Queue<string>> _names = new();

    /// <summary>Addresses that were connected to.</summary>
    public ConcurrentQueue<IPAddress> Connected { get; } = new();

    /// <summary>The n-th time the name is asked for it has the n-th address, later the last. Other names have a public one.</summary>
    public NamedNetwork Name(string host, params string[] addresses)
    {
        _names[host] = new Queue<string>(addresses);
        return this;
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken stop)
    {
        if (IPAddress.TryParse(host, out var literal))
            return Task.FromResult<IPAddress[]>([literal]);
        if (host == "unknown.test")
            throw new SocketException((int)SocketError.HostNotFound);
        if (!_names.TryGetValue(host, out var addresses))
            return Task.FromResult<IPAddress[]>([IPAddress.Parse(PublicAddress)]);
        lock (addresses)
            return Task.FromResult<IPAddress[]>([IPAddress.Parse(addresses.Count > 1 ? addresses.Dequeue() : addresses.Peek())]);
    }

    public Task<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken stop)
    {
        Connected.Enqueue(endpoint.Address);
        return new SocketNetwork().ConnectAsync(new IPEndPoint(IPAddress.Loopback, endpoint.Port), stop);
    }
}
