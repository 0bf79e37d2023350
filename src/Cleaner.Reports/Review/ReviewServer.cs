using System.Net;
using Cleaner.Manifests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cleaner.Reports.Review;

/// <summary>Serves the review page on the loopback interface, behind a token that is made anew for each start.</summary>
public sealed class ReviewServer : IAsyncDisposable
{
    /// <summary>Larger than any decision: some ten thousand sample ids.</summary>
    private const int MaxRequestBytes = 1 << 20;

    private readonly WebApplication _app;
    private readonly ReviewSession _session;

    private ReviewServer(WebApplication app, ReviewSession session, Uri address) => (_app, _session, Address) = (app, session, address);

    /// <summary>The page, token included.</summary>
    public Uri Address { get; }

    /// <summary>Reads the queue and starts to serve.</summary>
    /// <exception cref="CleanerException">The manifest cannot be opened, the run does not fit, or the port is taken.</exception>
    public static async Task<ReviewServer> Start(ReviewOptions options)
    {
        var session = new ReviewSession(options);
        string token = ReviewGate.NewToken();
        // The empty builder reads no environment variable and no settings file: neither can move the server to another interface.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        var app = builder.Build();
        var gate = new ReviewGate(token);
        var pages = new ReviewEndpoints(session);
        app.Run(context => gate.Admit(context, out string path) ? pages.Serve(context, path) : Task.CompletedTask);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException error)
        {
            session.Dispose();
            await app.DisposeAsync().ConfigureAwait(false);
            throw new CleanerException($"port {options.Port} cannot be had ({error.Message}); give another one, or --port 0 for a free one", 1, error);
        }

        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        gate.Port = bound.Port;
        return new ReviewServer(app, session, new Uri(bound, $"/{token}/"));
    }

    /// <summary>Stops serving; a decision that is being written is written to the end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _session.Dispose();
    }
}
