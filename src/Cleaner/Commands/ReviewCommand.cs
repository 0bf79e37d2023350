using System.CommandLine;
using System.Diagnostics;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Reports.Review;

namespace Cleaner.Commands;

/// <summary><c>cleaner review</c>: a person goes through the doubtful cases in the browser.</summary>
internal static class ReviewCommand
{
    private static readonly Argument<string> Database = new("manifest") { Description = "The manifest; decisions go into it at once, each as a revision." };

    private static readonly Option<string?> Run = new("--run")
    {
        Description = "Run folder with the embeddings: gives typical faces and nearest identities. Default: the one that the newest purge recorded, if it is still there.",
        HelpName = "DIR",
    };

    private static readonly Option<int> Port = new("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 0 };

    private static readonly Option<string> Actor = new("--actor") { Description = "Who decides, for the log.", DefaultValueFactory = _ => Environment.UserName };

    private static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "Only print the address; do not open a browser." };

    public static Command Create()
    {
        var command = new Command("review", "Opens a page in the browser where a person goes through the doubtful cases; Ctrl-C ends it.") { Database, Run, Port, Actor, NoBrowser };
        command.SetAction(parsed => CommandHost.Run(parsed, Serve));
        return command;
    }

    private static int Serve(CommandContext context)
    {
        if (context.Get(Port) is < 0 or > 65535)
        {
            throw new UsageException("--port: a port is 0 to 65535");
        }

        string? run = context.Get(Run);
        if (run is not null && !Directory.Exists(run))
        {
            throw new CleanerException($"{run}: no such run folder; give the one that `cleaner subcenter-train` wrote");
        }

        context.Ui.Note("reading the manifest …");
        var server = ReviewServer.Start(new ReviewOptions
        {
            ManifestPath = context.Get(Database),
            Run = run is null ? null : new RunFolder(run),
            Actor = context.Get(Actor),
            Command = CommandHost.CommandLine(),
            Port = context.Get(Port),
        }).GetAwaiter().GetResult();
        context.Ui.Line(server.Address.AbsoluteUri);
        context.Ui.Note("the page is reachable from this machine alone, by this address; Ctrl-C ends the review");
        if (!context.Get(NoBrowser))
        {
            OpenBrowser(context.Ui, server.Address);
        }

        context.Stop.WaitHandle.WaitOne();
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>A machine without a browser is no failure: the address stands on the screen.</summary>
    private static void OpenBrowser(Ui ui, Uri address)
    {
        try
        {
            using var opened = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            ui.Note("no browser could be opened here; open the address yourself");
        }
    }
}
