using Cleaner.Manifests;

namespace Cleaner.Ingest.Download;

/// <summary>How a list of URLs is downloaded.</summary>
public sealed record DownloadOptions
{
    /// <summary>Downloads at a time. The default is 32.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Downloads at a time from one host. The default is 4.</summary>
    public int PerHost { get; init; } = 4;

    /// <summary>Tries after the first one, for failures that may pass. The default is 4; 0 tries once.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>First pause before a retry; it doubles with each, with jitter. The default is 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause, also of a Retry-After that is waited for. The default is 2 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time of one try, from the connection to the last byte. The default is 30 s.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time of all tries of one URL, pauses included. The default is 10 minutes.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Failed tries in a row, one after the other over all URLs of a host, after which it is left alone for <see cref="BreakDuration"/>. The default is 10.</summary>
    public int BreakAfter { get; init; } = 10;

    /// <summary>How long a failing host is left alone. The default is 30 s.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Breaks without a success in between, after which this run asks a host no more. The default is 4.</summary>
    public int MaxBreaks { get; init; } = 4;

    /// <summary>Largest image in bytes. The default is 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Largest image in pixels. The default is 100 million.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Redirects that are followed. The default is 5.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Do as robots.txt and X-Robots-Tag ask. The default is true.</summary>
    public bool HonourRobots { get; init; } = true;

    /// <summary>
    /// Also connect to private, loopback and other addresses that are not public, and use the proxy of the environment (behind
    /// which the address cannot be checked). The default is false.
    /// </summary>
    public bool AllowPrivate { get; init; }

    /// <summary>Sent as User-Agent; its first word up to '/' is the name that robots.txt may address. The default names Cleaner and its version.</summary>
    public string UserAgent { get; init; } = $"cleaner/{typeof(DownloadOptions).Assembly.GetName().Version?.ToString(2)}";

    /// <summary>Checks every value once.</summary>
    /// <exception cref="UsageException">A value is out of its range.</exception>
    public void Validate()
    {
        if (Connections is < 1 or > 1024)
            throw new UsageException($"--connections {Connections}: give 1 to 1024");
        if (PerHost is < 1 or > 64)
            throw new UsageException($"--per-host {PerHost}: give 1 to 64; hosts block who asks too much");
        if (Retries is < 0 or > 20)
            throw new UsageException($"--retries {Retries}: give 0 to 20");
        if (TryTimeout < TimeSpan.FromMilliseconds(10) || TryTimeout > TimeSpan.FromHours(1))
            throw new UsageException(FormattableString.Invariant($"--timeout {TryTimeout.TotalSeconds}: give seconds, 0.01 to 3600"));
        if (string.IsNullOrWhiteSpace(UserAgent) || UserAgent.Any(char.IsControl))
            throw new UsageException("--user-agent: give a name such as 'lab-crawler/1.0 (+https://example.org)'");
    }
}
