using System.Net;
using System.Net.Sockets;

namespace Cleaner.Ingest.Download;

/// <summary>Names and connections: the one place where the network is touched.</summary>
internal interface IDownloadNetwork
{
    /// <summary>The addresses of a host name, or of an address written as text.</summary>
    /// <exception cref="SocketException">There are none.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken stop);

    /// <summary>A connection.</summary>
    /// <exception cref="SocketException">There is none to be had.</exception>
    Task<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken stop);
}

/// <summary>The machine's resolver and sockets.</summary>
internal sealed class SocketNetwork : IDownloadNetwork
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken stop) => Dns.GetHostAddressesAsync(host, stop);

    public async Task<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken stop)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, stop).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
