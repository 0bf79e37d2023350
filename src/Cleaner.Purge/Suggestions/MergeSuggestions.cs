using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Purge.Suggestions;

/// <summary>Pairs of labels that seem to be one person. Nothing is merged; the images of both stay.</summary>
public static class MergeSuggestions
{
    /// <summary>The kind of the findings.</summary>
    public const string Kind = "merge";

    /// <summary>One finding a pair; score = the similarity.</summary>
    /// <param name="evidence">For ids and names.</param>
    /// <param name="pairs">The pairs.</param>
    public static IEnumerable<Finding> Of(Evidence evidence, IEnumerable<LabelPair> pairs) => pairs.Select(pair => new Finding(
        Kind,
        evidence.IdentityIds[pair.A],
        evidence.IdentityIds[pair.B],
        0,
        0,
        pair.Similarity,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{evidence.NameOf(pair.A)} and {evidence.NameOf(pair.B)} look like one person: similar by {pair.Similarity:0.00} (one person: 1), {pair.Overlap:P0} of their typical images are nearer to the other name")));
}
