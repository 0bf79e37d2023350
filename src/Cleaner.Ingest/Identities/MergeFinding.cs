using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>How merge candidates are written into the manifest: one finding a pair, with every piece of evidence.</summary>
internal static class MergeFinding
{
    public const string Kind = "merge";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The finding of a candidate.</summary>
    public static Finding Of(MergeCandidate candidate) => new(
        Kind, candidate.Into, candidate.Identity, 0, 0, candidate.Similarity ?? double.NaN, candidate.Reason,
        JsonSerializer.Serialize(new { candidate.Decision, candidate.Evidence, candidate.Similarity }, Json));

    /// <summary>Whether a finding says that the merge was carried out.</summary>
    public static bool IsApplied(Finding finding)
    {
        using var detail = JsonDocument.Parse(finding.DetailJson);
        return detail.RootElement.ValueKind == JsonValueKind.Object
            && detail.RootElement.TryGetProperty("decision", out var decision)
            && decision.ValueKind == JsonValueKind.String && decision.GetString() == MergeDecision.Applied;
    }
}
