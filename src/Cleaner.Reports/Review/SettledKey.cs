using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Reports.Review;

/// <summary>Names the finding that a revision answers, in the revision's settings, so that an undo in a later session knows it.</summary>
internal sealed record SettledKey(string Kind, long IdentityA, long IdentityB, long SampleA, long SampleB)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static SettledKey Of(Finding f) => new(f.Kind, f.IdentityA, f.IdentityB, f.SampleA, f.SampleB);

    /// <summary>From a revision's settings; null where it answers none.</summary>
    public static SettledKey? Read(Revision revision)
    {
        using var settings = JsonDocument.Parse(revision.SettingsJson);
        return settings.RootElement.TryGetProperty("settles", out var key) && key.ValueKind == JsonValueKind.Object ? key.Deserialize<SettledKey>(Json) : null;
    }

    public Finding Finding() => new(Kind, IdentityA, IdentityB, SampleA, SampleB, double.NaN, "");
}
