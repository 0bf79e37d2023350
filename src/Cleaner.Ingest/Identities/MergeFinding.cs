using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>How merge candidates stand in the manifest: one finding a pair, the lower identity first, with every piece of evidence.</summary>
internal static class MergeFinding
{
    /// <summary>A suggestion, as purge writes them too.</summary>
    public const string Suggested = "merge";

    /// <summary>A merge that was carried out.</summary>
    public const string Applied = "merged";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>
    /// What is written of a candidate: a suggestion; or that it was merged, and that the suggestion is answered by that. Nothing of one
    /// that is held back or was answered before.
    /// </summary>
    public static IEnumerable<Finding> Of(MergeCandidate candidate)
    {
        var finding = new Finding(
            Suggested, Math.Min(candidate.Into, candidate.Identity), Math.Max(candidate.Into, candidate.Identity), 0, 0, candidate.Similarity ?? double.NaN,
            candidate.Reason, JsonSerializer.Serialize(new { candidate.Into, candidate.Evidence, candidate.Similarity }, Json));
        return candidate.Decision switch
        {
            MergeDecision.Suggested => [finding],
            MergeDecision.Applied => [finding with { Kind = Applied }, Settlement.Of(Question.Of(finding), "merged by cleaner reconcile")],
            _ => [],
        };
    }

    /// <summary>Whether two identities are one: what a person, or a merge, has answered.</summary>
    public static Question QuestionOf(long a, long b) => Question.Of(new Finding(Suggested, a, b, 0, 0, double.NaN, ""));
}
