namespace Cleaner.Ingest.Download;

/// <summary>What became of one URL. Everything but <see cref="Ok"/> is tried again by the next call.</summary>
public enum DownloadStatus
{
    /// <summary>The image is there.</summary>
    Ok = 0,
    /// <summary>404 or 410: the host has it no more.</summary>
    NotFound = 1,
    /// <summary>Another answer of the host that says no (401, 403, 451, …).</summary>
    Refused = 2,
    /// <summary>429, also after the retries, or a Retry-After that is too long to wait for.</summary>
    Busy = 3,
    /// <summary>A 5xx answer, also after the retries.</summary>
    ServerError = 4,
    /// <summary>No connection, or one that broke, also after the retries.</summary>
    Unreachable = 5,
    /// <summary>No whole answer in time, also after the retries.</summary>
    TimedOut = 6,
    /// <summary>The host failed so often that this run asks it no more.</summary>
    HostDown = 7,
    /// <summary>The bytes have another hash than the list says.</summary>
    Mismatch = 8,
    /// <summary>Something else than an image, such as a page that says so.</summary>
    NotAnImage = 9,
    /// <summary>An image that cannot be decoded.</summary>
    Damaged = 10,
    /// <summary>Over the limit of bytes or pixels.</summary>
    TooLarge = 11,
    /// <summary>robots.txt or X-Robots-Tag asks to leave it alone.</summary>
    Robots = 12,
    /// <summary>A private, loopback or otherwise not public address, named or led to.</summary>
    PrivateAddress = 13,
    /// <summary>Redirected too often, or to something that is no web address.</summary>
    BadRedirect = 14,
    /// <summary>No address that can be asked for.</summary>
    BadUrl = 15,
}
