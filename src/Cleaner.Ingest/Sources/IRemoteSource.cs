using Cleaner.Ingest.Download;

namespace Cleaner.Ingest.Sources;

/// <summary>A source that only names its images: they have to be downloaded before they can be listed as files.</summary>
public interface IRemoteSource : IDatasetSource
{
    /// <summary>Downloads what is not there yet. What was downloaded before an interruption stays.</summary>
    /// <exception cref="Manifests.CleanerException">The list cannot be read, or the downloads cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    DownloadSummary Download(DownloadOptions options, IProgress<DownloadProgress>? progress, CancellationToken stop);
}
