namespace Cleaner.Manifests.Statistics;

/// <summary>A name and how many samples bear it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Samples">How many.</param>
public sealed record NamedCount(string Name, long Samples);

/// <summary>Smallest, middle and largest number of kept samples an identity, over identities that have any.</summary>
/// <param name="Smallest">The fewest.</param>
/// <param name="Median">The lower median.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Largest">The most.</param>
public sealed record PerIdentity(long Smallest, long Median, double Mean, long Largest);

/// <summary>What a manifest holds at a revision.</summary>
public sealed record ManifestStatistics
{
    /// <summary>The revision.</summary>
    public required long Revision { get; init; }

    /// <summary>Samples in all.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples kept under another identity than their source gave them.</summary>
    public required long Relabelled { get; init; }

    /// <summary>Size of all encoded images in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Identities with at least one kept sample.</summary>
    public required long Identities { get; init; }

    /// <summary>Identities whose samples are all gone.</summary>
    public required long EmptiedIdentities { get; init; }

    /// <summary>Kept samples an identity; null where nothing is kept.</summary>
    public required PerIdentity? PerIdentity { get; init; }

    /// <summary>Kept samples an identity, as a histogram of identities.</summary>
    public required IReadOnlyList<HistogramBar> PerIdentityHistogram { get; init; }

    /// <summary>Samples by <see cref="SampleState"/>.</summary>
    public required IReadOnlyList<NamedCount> States { get; init; }

    /// <summary>Samples by <see cref="SampleStatus"/>.</summary>
    public required IReadOnlyList<NamedCount> Statuses { get; init; }

    /// <summary>Samples that are not kept, by the rule that decided.</summary>
    public required IReadOnlyList<NamedCount> Rules { get; init; }

    /// <summary>Samples whose bytes cannot be used, by the reason; the most frequent of the first thousand reasons met.</summary>
    public required IReadOnlyList<NamedCount> Reasons { get; init; }

    /// <summary>Findings by kind.</summary>
    public required IReadOnlyList<NamedCount> Findings { get; init; }

    /// <summary>Samples by image format.</summary>
    public required IReadOnlyList<NamedCount> Formats { get; init; }

    /// <summary>Samples by split; "" none.</summary>
    public required IReadOnlyList<NamedCount> Splits { get; init; }

    /// <summary>Samples by source.</summary>
    public required IReadOnlyList<NamedCount> Sources { get; init; }

    /// <summary>Decoded samples by their shorter side in pixels.</summary>
    public required IReadOnlyList<HistogramBar> ShorterSide { get; init; }

    /// <summary>Samples for each bit of <see cref="Quality.Flags"/>, from bit 0.</summary>
    public required IReadOnlyList<long> QualityFlags { get; init; }

    /// <summary>Samples with an alignment transform.</summary>
    public required long Aligned { get; init; }
}
