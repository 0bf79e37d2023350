using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Ingest.Download;
using Cleaner.Manifests;

namespace Cleaner.Commands;

/// <summary>The options of <c>cleaner ingest</c> for lists of URLs.</summary>
internal sealed class RemoteOptions
{
    private static readonly DownloadOptions Defaults = new();

    private readonly Option<string?> _columns = new("--columns") { Description = "Lists: which column holds what, by number from 0 or by name: url=2,identity=0,box=3,sha256=5 (or md5); of local files by name: file=,label=,split=,box=,landmarks=, several columns joined by +. Default: by the usual names." };
    private readonly Option<string?> _downloads = new("--downloads") { Description = "URL lists: folder of the downloads. Default: beside the manifest, MANIFEST-downloads." };
    private readonly Option<bool> _offline = new("--no-download") { Description = "URL lists: take what was downloaded before, and download nothing." };
    private readonly Option<int> _connections = new("--connections") { Description = "URL lists: downloads at a time.", DefaultValueFactory = _ => Defaults.Connections };
    private readonly Option<int> _perHost = new("--per-host") { Description = "URL lists: downloads at a time from one host.", DefaultValueFactory = _ => Defaults.PerHost };
    private readonly Option<int> _retries = new("--retries") { Description = "URL lists: further tries after failures that may pass.", DefaultValueFactory = _ => Defaults.Retries };
    private readonly Option<double> _timeout = new("--timeout") { Description = "URL lists: seconds of one try.", DefaultValueFactory = _ => Defaults.TryTimeout.TotalSeconds };
    private readonly Option<string> _userAgent = new("--user-agent") { Description = "URL lists: who asks; robots.txt may address its first word.", DefaultValueFactory = _ => Defaults.UserAgent };
    private readonly Option<bool> _ignoreRobots = new("--ignore-robots") { Description = "URL lists: do not heed robots.txt and X-Robots-Tag." };
    private readonly Option<bool> _allowPrivate = new("--allow-private") { Description = "URL lists: also private and loopback addresses, and the proxy of the environment." };

    /// <summary>Adds the options to a command.</summary>
    public RemoteOptions(Command command)
    {
        Option[] all = [_columns, _downloads, _offline, _connections, _perHost, _retries, _timeout, _userAgent, _ignoreRobots, _allowPrivate];
        foreach (var option in all)
            command.Options.Add(option);
    }

    /// <summary>What <c>--columns</c> says; empty where it is not given.</summary>
    public IReadOnlyDictionary<string, string> Columns(CommandContext context)
    {
        var columns = new Dictionary<string, string>();
        foreach (var part in context.Get(_columns)?.Split(',') ?? [])
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == part.Length - 1 || !columns.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
                throw new UsageException($"--columns {context.Get(_columns)}: give each role once with its column, e.g. url=2,identity=0");
        }
        return columns;
    }

    /// <summary>Folder of the downloads.</summary>
    public string Folder(CommandContext context, string manifest) => context.Get(_downloads) ?? Path.ChangeExtension(manifest, null) + "-downloads";

    /// <summary>How to download; null: not at all.</summary>
    public DownloadOptions? Download(CommandContext context)
    {
        if (context.Get(_offline))
            return null;
        var seconds = context.Get(_timeout);
        var options = new DownloadOptions
        {
            Connections = context.Get(_connections),
            PerHost = context.Get(_perHost),
            Retries = context.Get(_retries),
            TryTimeout = seconds is >= 0 and <= 1e6 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero,
            UserAgent = context.Get(_userAgent),
            HonourRobots = !context.Get(_ignoreRobots),
            AllowPrivate = context.Get(_allowPrivate),
        };
        options.Validate();
        return options;
    }
}
