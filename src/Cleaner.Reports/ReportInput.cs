using Cleaner.Evaluation;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Reports;

/// <summary>What a report is made of.</summary>
public sealed record ReportInput
{
    /// <summary>The manifest, open.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>The revision to report; null is the head.</summary>
    public long? Revision { get; init; }

    /// <summary>The run that the purge judged by: angles, curves and the map come from it. Null leaves them out.</summary>
    public RunFolder? Run { get; init; }

    /// <summary>Verification of the models before and after, from <c>cleaner evaluate --json</c>; null leaves it out.</summary>
    public EvaluationDocument? Comparison { get; init; }

    /// <summary>How much to show.</summary>
    public ReportOptions Options { get; init; } = new();

    /// <summary>The time printed on the report.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>How much a report shows. Larger sets are sampled, evenly and the same way each time, and the page says so.</summary>
public sealed record ReportOptions
{
    /// <summary>Dropped samples shown. The default is 240.</summary>
    public int Dropped { get; init; } = 240;

    /// <summary>Relabelled samples shown. The default is 120.</summary>
    public int Relabelled { get; init; } = 120;

    /// <summary>Duplicates shown. The default is 96.</summary>
    public int Duplicates { get; init; } = 96;

    /// <summary>Closest calls shown on each side of the threshold. The default is 18.</summary>
    public int ClosestCalls { get; init; } = 18;

    /// <summary>Typical images shown for an identity. The default is 4.</summary>
    public int Typical { get; init; } = 4;

    /// <summary>Identities in the table of the worst. The default is 20.</summary>
    public int WorstIdentities { get; init; } = 20;

    /// <summary>Merge and split suggestions shown of each sort. The default is 24.</summary>
    public int Suggestions { get; init; } = 24;

    /// <summary>Longer side of a thumbnail in pixels. The default is 96.</summary>
    public int ThumbnailSize { get; init; } = 96;

    /// <summary>Bytes that the thumbnails may take on the page. The default is 16 MB, which keeps the page under 20 MB.</summary>
    public long ThumbnailBytes { get; init; } = 16_000_000;

    /// <summary>Names of the identities on the map. The default is none: those that lost most, and as many others.</summary>
    public IReadOnlyList<string> MapNames { get; init; } = [];

    /// <summary>Identities on the map. The default is 8, the number of colours that stay apart.</summary>
    public int MapIdentities { get; init; } = 8;

    /// <summary>Images of each identity on the map. The default is 80.</summary>
    public int MapSamples { get; init; } = 80;
}
