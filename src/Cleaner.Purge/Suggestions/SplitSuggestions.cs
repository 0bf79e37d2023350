using System.Globalization;
using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Purge.Suggestions;

/// <summary>Labels that seem to hold two people. Nothing is split; the images of both stay.</summary>
public static class SplitSuggestions
{
    /// <summary>The kind of the findings.</summary>
    public const string Kind = "split";

    /// <summary>Two groups of one label more alike than this are one person in two lights.</summary>
    public const float OnePerson = 0.45f;

    /// <summary>
    /// From this similarity to another identity on, a second group may be that identity's and is not suggested. It is lower than
    /// <see cref="StableGroups.SameIdentity"/>: a wrong suggestion costs a person's time, a group taken for noise costs its images.
    /// </summary>
    public const float MaybeAnother = 0.85f;

    /// <summary>From this <see cref="Bridge.Strength"/> on, images in between join the two groups: one person, differently taken.</summary>
    public const float Joined = 0.9f;

    /// <summary>
    /// Largest share of the identities that may hold groups unlike each other. Where more do, images fall into groups by lighting, pose or camera
    /// throughout the set, and nothing is suggested.
    /// </summary>
    public const double MostLabels = 0.25;

    /// <summary>One finding a pair of main group and other group; score = 1 − similarity of the two, larger is surer.</summary>
    /// <param name="evidence">For ids and names.</param>
    /// <param name="groups">The labels' groups.</param>
    /// <returns>Findings whose detail lists the samples of both groups, the most typical first.</returns>
    public static IEnumerable<Finding> Of(Evidence evidence, StableGroups groups)
    {
        (int Class, SampleGroup Main, SampleGroup Second)[] unlike = [.. groups.Labels.SelectMany(label => label.Groups.Skip(1)
            .Where(group => IsUnlike(group, label.Groups[0]))
            .Select(group => (label.Class, label.Groups[0], group)))];
        return unlike.DistinctBy(pair => pair.Class).Count() > Math.Max(1, MostLabels * evidence.Classes)
            ? []
            : unlike.Where(pair => pair.Second.BridgeToMain < Joined).Select(pair => Describe(evidence, pair.Class, pair.Main, pair.Second));
    }

    private static bool IsUnlike(SampleGroup group, SampleGroup main) => group.OtherSimilarity < MaybeAnother && group.SimilarityTo(main) < OnePerson;

    private static Finding Describe(Evidence evidence, int c, SampleGroup main, SampleGroup second)
    {
        float similarity = second.SimilarityTo(main);
        string nearest = second.OtherClass < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; nearest other identity {evidence.NameOf(second.OtherClass)} {second.OtherSimilarity:0.00}");
        return new Finding(
            Kind,
            evidence.IdentityIds[c],
            0,
            evidence.SampleIds[main.Rows[0]],
            evidence.SampleIds[second.Rows[0]],
            1 - similarity,
            string.Create(
                CultureInfo.InvariantCulture,
                $"two groups of {main.Rows.Length} and {second.Rows.Length} among {evidence.Groups.Size(c)} images, similar to each other by {similarity:0.00} (one person: 1), each to itself by {main.Within:0.00} and {second.Within:0.00}{nearest}"),
            JsonSerializer.Serialize(new { samples_a = Ids(evidence, main), samples_b = Ids(evidence, second) }));
    }

    private static long[] Ids(Evidence evidence, SampleGroup group) => Array.ConvertAll(group.Rows, row => evidence.SampleIds[row]);
}
