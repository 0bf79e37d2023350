using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Reports.Review;

/// <summary>What a case is about, in the order in which cases are laid before the person.</summary>
internal enum CaseKind
{
    /// <summary>An image near the operating point of the newest purge.</summary>
    Image,

    /// <summary>The same picture under two names.</summary>
    Conflict,

    /// <summary>Two names that look like one person.</summary>
    Merge,

    /// <summary>A name that looks like two people.</summary>
    Split,

    /// <summary>A name of which a rule would leave nothing.</summary>
    Noise,
}

/// <summary>One question for the person.</summary>
/// <param name="Key">Names it in addresses: "s17" an image, "f3" a finding.</param>
/// <param name="SampleId">The image; 0 for a finding.</param>
/// <param name="Finding">The finding; null for an image.</param>
internal sealed record ReviewCase(string Key, CaseKind Kind, long SampleId, Finding? Finding)
{
    public static ReviewCase Of(long sampleId) => new(string.Create(CultureInfo.InvariantCulture, $"s{sampleId}"), CaseKind.Image, sampleId, null);

    public static ReviewCase? Of(Finding finding, int number) => KindOf(finding.Kind) is { } kind
        ? new ReviewCase(string.Create(CultureInfo.InvariantCulture, $"f{number}"), kind, 0, finding)
        : null;

    private static CaseKind? KindOf(string kind) => kind switch
    {
        "conflict" => CaseKind.Conflict,
        "merge" => CaseKind.Merge,
        "split" => CaseKind.Split,
        "mostly-noise" => CaseKind.Noise,
        _ => null,
    };
}
