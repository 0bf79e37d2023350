namespace Cleaner.Ingest.Download;

/// <summary>How far a download is.</summary>
/// <param name="Done">Rows of the list that are done, those that were there before included.</param>
/// <param name="Total">Rows of the list.</param>
/// <param name="Failed">Rows so far without an image.</param>
public readonly record struct DownloadProgress(long Done, long Total, long Failed);
