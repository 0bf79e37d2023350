using System.Globalization;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge;

/// <summary>How well the run's model tells the identities apart: whether its scores may judge labels at all.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Identities">Number of identities with samples.</param>
/// <param name="Agreement">Share of samples nearer to their own identity's centroid, themselves left out, than to any other's.</param>
/// <param name="Separation">
/// Distance between the scores of right labels and of labels put on at random, in pooled standard deviations (d′ of signal detection);
/// NaN where there are no two identities to tell apart.
/// </param>
/// <param name="EnoughImages">Share of the identities with at least <see cref="ImagesNeeded"/> images.</param>
public sealed record ModelQuality(int Samples, int Identities, double Agreement, double Separation, double EnoughImages)
{
    /// <summary>Images that an identity needs for a majority that a few wrong ones cannot tip.</summary>
    public const int ImagesNeeded = 5;

    /// <summary>Share of the identities that need <see cref="ImagesNeeded"/> images, or a network of the set's own knows few of them.</summary>
    public const double LeastWithEnough = 0.5;

    /// <summary>Below this separation right and wrong labels overlap so much that dropping does more harm than good.</summary>
    public const double MinSeparation = 2;

    /// <summary>Above this share of near pairs the identities lie on one heap: there is hardly another to compare a sample with.</summary>
    public const double MaxCrowding = 0.5;

    /// <summary>Separation of a network that has learned identities of a few images too: 5.7 and more for letters and studio faces, 3.0 to 3.9 for faces in the wild, which it has not.</summary>
    public const double KnowsFewImages = 4;

    /// <summary>What to know of a purge where <see cref="IsOfFewImages"/>.</summary>
    public const string OfFewImages = FewImages + ": much of what is dropped may be labelled rightly, whatever the estimate says; " + Elsewhere + ", or decide with 'cleaner review'";

    private const string FewImages = "most identities have fewer than 5 images, too few for this network to know them by";
    private const string Elsewhere = "let a network from elsewhere judge (--pretrained; faces: run --faces)";

    /// <summary>
    /// Whether most identities have too few images, and the network, which was trained on these, does not know them well: right labels of such are as
    /// far from their own as wrong ones, and no count tells them apart.
    /// </summary>
    public bool IsOfFewImages => IsTrainedHere && EnoughImages < LeastWithEnough && Separation < KnowsFewImages;

    /// <summary>Whether a network was trained on the set, as its centers show; else it came from elsewhere.</summary>
    public bool IsTrainedHere { get; init; }

    /// <summary>Share of all pairs of identities that are as similar as two names of one person (<see cref="NearClasses"/>), 0 to 1.</summary>
    public double Crowding { get; init; }

    /// <summary>Measures a run.</summary>
    public static ModelQuality Measure(Evidence evidence, MarginScores scores)
    {
        return new ModelQuality(
            evidence.Count,
            Enumerable.Range(0, evidence.Classes).Count(c => evidence.Groups.Size(c) > 0),
            scores.Agreement(),
            scores.Mixture is { } mixture ? SeparationOf(mixture, scores.Null) : double.NaN,
            ShareWithEnough(evidence.Groups))
        {
            Crowding = CrowdingOf(scores.Near, evidence.Classes),
            IsTrainedHere = evidence.OwnCosines is not null,
        };
    }

    /// <summary>Share of the identities that have samples at all, and at least <see cref="ImagesNeeded"/> of them; 0 where there is none.</summary>
    public static double ShareWithEnough(Grouping groups) => ShareWithEnough(Enumerable.Range(0, groups.Classes).Select(groups.Size));

    /// <inheritdoc cref="ShareWithEnough(Grouping)"/>
    /// <param name="sizes">Number of samples of each identity.</param>
    public static double ShareWithEnough(IEnumerable<int> sizes)
    {
        int identities = 0, enough = 0;
        foreach (int size in sizes)
        {
            identities += size > 0 ? 1 : 0;
            enough += size >= ImagesNeeded ? 1 : 0;
        }

        return identities == 0 ? 0 : (double)enough / identities;
    }

    /// <summary>d′ = (mean of the null − mode of the right labels) / √((variance of the null + variance of the right labels) / 2).</summary>
    public static double SeparationOf(NoiseMixture mixture, ReadOnlySpan<float> @null)
    {
        var (mean, deviation) = NoiseMixture.Moments(@null);
        double right = mixture.Right.RightDeviation;
        return (mean - mixture.Right.Mode) / Math.Sqrt(((deviation * deviation) + (right * right)) / 2);
    }

    // A single pair of names of one person is no crowd, however few the identities.
    private bool Crowds => Crowding > MaxCrowding && Crowding * (Identities - 1) > 1;

    private static double CrowdingOf(NearClasses near, int classes)
    {
        long pairs = 0;
        for (int c = 0; c < classes; c++)
        {
            pairs += near[c].Length - 1;
        }

        return classes < 2 ? 0 : (double)pairs / ((long)classes * (classes - 1));
    }

    /// <summary>Why the evidence is too weak to judge labels, in one line; null: it is not, or there is nothing to measure it by.</summary>
    /// <param name="options">How the purge was asked for: where identities have few images, a person may know the share of wrong labels, or want another rule.</param>
    public string? Weakness(PurgeOptions options) => Crowds
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"the model is too weak to judge labels: to it {Crowding:P0} of all pairs of identities look like one person; train longer, on larger images or on more of them, or add --force")
        : Separation < MinSeparation
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"the model is too weak to judge labels: random labels score only {Separation:0.0} deviations above right ones (at least {MinSeparation:0.0} are needed), {Agreement:P0} of the samples are nearest to their own identity; train longer, on larger images or on more of them, or add --force")
        : IsOfFewImages && options.EstimatesNoise
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{FewImages}: random labels score only {Separation:0.0} deviations above right ones (at least {KnowsFewImages:0.0} are needed there); {Elsewhere}, say with --noise how many are wrong, or add --force")
        : null;
}
