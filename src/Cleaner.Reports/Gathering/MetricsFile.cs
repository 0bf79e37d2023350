using System.Text.Json;

namespace Cleaner.Reports.Gathering;

/// <summary>Curves from the metrics.jsonl of a run: one JSON object a line.</summary>
/// <param name="Loss">(step, loss).</param>
/// <param name="LearningRate">(step, learning rate).</param>
internal sealed record MetricsFile(IReadOnlyList<(double X, double Y)> Loss, IReadOnlyList<(double X, double Y)> LearningRate)
{
    private static readonly string[] RateNames = ["lr", "learning_rate"];

    /// <summary>Reads a file; a last line that was cut off by a kill is left out. Null when there is none.</summary>
    public static MetricsFile? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var loss = new List<(double, double)>();
        var rate = new List<(double, double)>();
        foreach (string line in File.ReadLines(path))
        {
            if (Parse(line) is not { } entry)
            {
                continue;
            }

            double step = Number(entry, "step") ?? loss.Count;
            Add(loss, step, Number(entry, "loss"));
            Add(rate, step, RateNames.Select(name => Number(entry, name)).FirstOrDefault(v => v is not null));
        }

        return new MetricsFile(loss, rate);
    }

    private static void Add(List<(double, double)> curve, double step, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            curve.Add((step, number));
        }
    }

    private static JsonElement? Parse(string line)
    {
        try
        {
            var element = JsonSerializer.Deserialize<JsonElement>(line);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (JsonException)
        {
            // The process was killed while it wrote this line; the curve goes on without it.
            return null;
        }
    }

    private static double? Number(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
