using System.Net;
using Cleaner.Ingest.Download;
using Cleaner.Ingest.Tests.Support;
using static Cleaner.Ingest.Tests.Support.ScriptedServer;

namespace Cleaner.Ingest.Tests.Download;

/// <summary>Nothing but public addresses is connected to, whichever way a list leads elsewhere.</summary>
public sealed class AddressTests : IDisposable
{
    private static readonly byte[] Picture = Pictures.Jpeg(1, size: 32);

    private readonly DownloadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public void Special_addresses_are_not_public(string address) => Assert.False(AddressPolicy.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("::ffff:93.184.215.14")]
    [InlineData("64:ff9b::5db8:d70e")]
    public void Others_are(string address) => Assert.True(AddressPolicy.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]      // the same, as browsers read it
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("inside.test")]
    public void A_URL_of_a_private_address_is_not_connected_to(string host)
    {
        _bench.Server.On("/1.jpg", Ok(Picture));
        _bench.Network.Name("inside.test", "10.0.0.7");
        Assert.Equal(DownloadStatus.PrivateAddress, _bench.One("/1.jpg", host).Status);
        Assert.Empty(_bench.Network.Connected);
        Assert.Empty(_bench.Clock.Pauses);
    }

    [Fact]
    public void A_redirect_from_a_public_host_to_loopback_is_not_followed()
    {
        _bench.Server.On("/1.jpg", Status("302 Found", $"Location: {_bench.Server.Url("/secret.jpg")}")).On("/secret.jpg", Ok(Picture));
        var entry = _bench.One("/1.jpg");
        Assert.Equal(DownloadStatus.PrivateAddress, entry.Status);
        Assert.Equal("127.0.0.1 is not a public address", entry.Reason);
        Assert.Equal(0, _bench.Server.Count("/secret.jpg"));
    }

    [Fact]
    public void A_name_that_leads_inside_the_second_time_is_found_out_at_the_connection()
    {
        _bench.Network.Name("rebinding.test", NamedNetwork.PublicAddress, NamedNetwork.PublicAddress, "127.0.0.1");
        _bench.Server.On("/1.jpg", Status("503 Service Unavailable"), Ok(Picture));
        Assert.Equal(DownloadStatus.PrivateAddress, _bench.One("/1.jpg", "rebinding.test").Status);
        Assert.All(_bench.Network.Connected, address => Assert.Equal(NamedNetwork.PublicAddress, address.ToString()));
    }

    [Fact]
    public void They_are_connected_to_where_that_is_allowed()
    {
        _bench.Options = _bench.Options with { AllowPrivate = true };
        _bench.Server.On("/1.jpg", Status("301 Moved Permanently", "Location: /2.jpg")).On("/2.jpg", Ok(Picture));
        Assert.Equal(DownloadStatus.Ok, _bench.One("/1.jpg", "127.0.0.1").Status);
    }

    [Theory]
    [InlineData("Location: /1.jpg", "more than 5 times")]
    [InlineData("Location: file:///etc/passwd", "no http or https")]
    [InlineData("Location: ftp://photos.test/1.jpg", "no http or https")]
    [InlineData("X-Nothing: 1", "no http or https")]
    public void Redirects_that_lead_nowhere_end(string header, string reason)
    {
        _bench.Server.On("/1.jpg", Status("302 Found", header));
        var entry = _bench.One("/1.jpg");
        Assert.Equal(DownloadStatus.BadRedirect, entry.Status);
        Assert.Contains(reason, entry.Reason);
    }
}
