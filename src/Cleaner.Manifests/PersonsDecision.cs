using System.Text.Json;

namespace Cleaner.Manifests;

/// <summary>How decisions of a person (<c>cleaner review</c>) are told from those of a rule.</summary>
public static class PersonsDecision
{
    /// <summary>Rule under which a person's word on one sample stands; no other rule may judge such a sample.</summary>
    public const string Rule = "review";

    /// <summary>Field of a revision's settings that says in a few words what a person decided.</summary>
    public const string SettingsField = "review";

    /// <summary>Whether a revision holds a person's decisions.</summary>
    public static bool IsIn(Revision revision) => Text(revision) is not null;

    /// <summary>What the person decided in a revision, in a few words; null where it holds no such decision.</summary>
    public static string? Text(Revision revision) =>
        Field(revision, SettingsField) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The revision whose decision this one takes back; 0 none.</summary>
    public static long TakesBack(Revision revision) =>
        Field(revision, "undo") is { ValueKind: JsonValueKind.Number } undone ? undone.GetInt64() : 0;

    private static JsonElement? Field(Revision revision, string name)
    {
        using JsonDocument settings = JsonDocument.Parse(revision.SettingsJson);
        return settings.RootElement.ValueKind == JsonValueKind.Object && settings.RootElement.TryGetProperty(name, out JsonElement value)
            ? value.Clone()
            : null;
    }
}
