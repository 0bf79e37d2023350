using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Reports.Gathering;

/// <summary>How the newest purge judged, as its revision recorded it.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Rule">Name of the rule, e.g. "auto" or "angle".</param>
/// <param name="Formula">Its formula, for a person.</param>
/// <param name="Threshold">Score from which on a sample goes; degrees where the score is an angle; +∞ where none went by its score.</param>
/// <param name="Run">Folder of the run that it judged by; empty when not recorded.</param>
public sealed record PurgeSettings(long Revision, string Rule, string Formula, double Threshold, string Run)
{
    /// <summary>1 after the first training, 2 and more after retraining on what a purge kept.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Whether the network had hardly learned the set, so that what the purge expected of itself was too good.</summary>
    public bool HardlyLearned { get; init; }

    /// <summary>Whether wrong labels resembled their pictures, so that the purge expected at best what it said.</summary>
    public bool Mistaken { get; init; }

    /// <summary>Whether most identities had too few images for the network to know them by.</summary>
    public bool FewImages { get; init; }

    /// <summary>What it would have dropped at other probabilities, ascending; empty for rules that have none.</summary>
    public IReadOnlyList<ProbabilityChoice> Choices { get; init; } = [];

    /// <summary>False where none went by its score: <see cref="Threshold"/> is infinite.</summary>
    public bool HasThreshold => double.IsFinite(Threshold);

    /// <summary>True when the score is the angle to the dominant center.</summary>
    public bool ScoreIsAngle => Rule is "angle" or "angle+assignment";

    /// <summary>The newest purge up to a revision; null when there was none.</summary>
    public static PurgeSettings? Newest(IReadOnlyList<Revision> log, long upTo) =>
        log.Where(r => r.Id <= upTo).Reverse().Select(Read).FirstOrDefault(s => s is not null);

    private static PurgeSettings? Read(Revision revision)
    {
        using var settings = JsonDocument.Parse(revision.SettingsJson);
        var root = settings.RootElement;
        return root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("rule", out var rule) && rule.ValueKind == JsonValueKind.String
            && root.TryGetProperty("threshold", out var written) && Number(written) is { } threshold
            ? new PurgeSettings(revision.Id, rule.GetString()!, Text(root, "formula"), threshold, Text(root, "run"))
            {
                Choices = ProbabilityChoice.ReadAll(root),
                Round = root.TryGetProperty("round", out var round) && round.TryGetInt32(out int number) ? number : 1,
                FewImages = Is(root, "few_images"),
                HardlyLearned = Is(root, "hardly_learned"),
                Mistaken = Is(root, "mistaken"),
            }
            : null;
    }

    // What JSON has no number for is written by name.
    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when value.ValueEquals("Infinity") => double.PositiveInfinity,
        _ => null,
    };

    private static bool Is(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
