using System.Net;
using System.Net.Sockets;

namespace Cleaner.Ingest.Download;

/// <summary>
/// Connects to public addresses only. The check is on the very address that is connected to, at every connection: a name that
/// resolves to something else the second time (DNS rebinding) or a redirect does not get around it.
/// </summary>
internal sealed class SafeConnector(IDownloadNetwork network, bool allowPrivate)
{
    /// <summary>A connection for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="PrivateAddressException">The host has no public address.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken stop)
    {
        var addresses = await network.ResolveAsync(host.Host, stop).ConfigureAwait(false);
        var allowed = allowPrivate ? addresses : [.. addresses.Where(AddressPolicy.IsPublic)];
        if (allowed.Length == 0)
            throw addresses.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new PrivateAddressException(host.Host, addresses[0]);
        for (var i = 0; ; i++)
        {
            try
            {
                return await network.ConnectAsync(new IPEndPoint(allowed[i], host.Port), stop).ConfigureAwait(false);
            }
            catch (SocketException) when (i < allowed.Length - 1)
            {
                // The next address of the host may answer.
            }
        }
    }
}

/// <summary>A host that is, or leads to, an address that is not public.</summary>
internal sealed class PrivateAddressException(string host, IPAddress address)
    : IOException(host == address.ToString() ? $"{address} is not a public address" : $"{host} is {address}, which is not a public address");
