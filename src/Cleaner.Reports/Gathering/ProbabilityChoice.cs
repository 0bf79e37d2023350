using System.Text.Json;

namespace Cleaner.Reports.Gathering;

/// <summary>What rule <c>auto</c> would have dropped at one probability, as a purge recorded it.</summary>
/// <param name="Probability">Least probability of a wrong label.</param>
/// <param name="Dropped">Images that reach it.</param>
/// <param name="Precision">Expected share of wrong labels among them, 0 to 1; NaN where nothing reaches it.</param>
/// <param name="Recall">Expected share of the wrong labels that reach it, 0 to 1; NaN where none is expected.</param>
/// <param name="IsTaken">Whether it is the one that the purge went by.</param>
public sealed record ProbabilityChoice(double Probability, long Dropped, double Precision, double Recall, bool IsTaken)
{
    /// <summary>All that the settings of a purge hold; none where an older version wrote them.</summary>
    internal static IReadOnlyList<ProbabilityChoice> ReadAll(JsonElement settings)
    {
        double taken = settings.TryGetProperty("probability", out var chosen) ? Number(chosen) : double.NaN;
        return settings.TryGetProperty("probabilities", out var rows) && rows.ValueKind == JsonValueKind.Array
            ? [.. rows.EnumerateArray().Select(row => Read(row, taken))]
            : [];
    }

    private static ProbabilityChoice Read(JsonElement row, double taken)
    {
        double least = Number(row.GetProperty("probability"));
        return new ProbabilityChoice(
            least, (long)Number(row.GetProperty("dropped")), Number(row.GetProperty("precision")), Number(row.GetProperty("recall")), least == taken);
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
}
