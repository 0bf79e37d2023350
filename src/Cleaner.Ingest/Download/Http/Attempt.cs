namespace Cleaner.Ingest.Download;

/// <summary>The outcome of one try of one URL.</summary>
/// <param name="Status">Ok with a body, or what is wrong.</param>
/// <param name="Reason">In words; null with Ok.</param>
internal sealed record Attempt(DownloadStatus Status, string? Reason)
{
    /// <summary>The failure may pass: another try is worth it.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the host asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The bytes of the answer.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The host itself failed, not this URL alone: counts for the circuit breaker. A host that answers "later" is well.</summary>
    public bool IsHostFailure => IsTransient && RetryAfter is null && Status is DownloadStatus.Unreachable or DownloadStatus.ServerError or DownloadStatus.TimedOut;
}
