using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Reports.Review;

/// <summary>The question that a revision answers, in the revision's settings, so that an undo in a later session knows it.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>
    /// What is answered: where nothing was changed, all that can be asked about the names ("one person", "two people"); otherwise this
    /// finding alone, for there may be a third person. The same picture under two names is always about these samples.
    /// </summary>
    public static Question To(Finding finding, bool changed) =>
        changed || finding.Kind == "conflict" ? Question.Of(finding) : Question.Of(finding).OfNames();

    /// <summary>From a revision's settings; null where it answers none.</summary>
    public static Question? Read(Revision revision)
    {
        using var settings = JsonDocument.Parse(revision.SettingsJson);
        return settings.RootElement.TryGetProperty("settles", out var question) && question.ValueKind == JsonValueKind.Object ? question.Deserialize<Question>(Json) : null;
    }
}
