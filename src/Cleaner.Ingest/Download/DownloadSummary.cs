namespace Cleaner.Ingest.Download;

/// <summary>What a download did; serialized with <c>--json</c>.</summary>
public sealed record DownloadSummary
{
    /// <summary>Folder of the downloads.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Rows of the list, or of its shard.</summary>
    public long Listed { get; init; }

    /// <summary>Rows whose image was there before.</summary>
    public long Present { get; init; }

    /// <summary>Rows whose URL another row names too, or was tried in vain before this run was interrupted and went on.</summary>
    public long Repeats { get; init; }

    /// <summary>Bytes of the images of this run.</summary>
    public long Bytes { get; init; }

    /// <summary>Tries of this run, those of robots.txt left aside.</summary>
    public long Tries { get; init; }

    /// <summary>URLs of this run by what became of them.</summary>
    public IReadOnlyDictionary<DownloadStatus, long> Statuses { get; init; } = new Dictionary<DownloadStatus, long>();

    /// <summary>The hosts with the most failures, with their count.</summary>
    public IReadOnlyList<ReasonCount> FailingHosts { get; init; } = [];
}
