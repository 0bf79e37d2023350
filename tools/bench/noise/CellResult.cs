using System.Text.Json.Nodes;

namespace Cleaner.Bench.Noise;

/// <summary>How well a rule found the planted noise.</summary>
internal sealed record Detection(string Rule, double Precision, double Recall, double F1, double BestF1, double AveragePrecision, double DroppedShare, double CleanDroppedShare)
{
    /// <summary>Reads what <c>cleaner evaluate --truth --json</c> printed.</summary>
    public static Detection Of(string rule, JsonNode evaluation)
    {
        var labels = evaluation["noise"]!["labels"]!;
        double samples = Number(labels["samples"]!), noise = Number(labels["noise"]!), flagged = Number(labels["flagged"]!), found = Number(labels["found"]!);
        return new Detection(
            rule, Number(labels["precision"]!), Number(labels["recall"]!), Number(labels["f1"]!), Number(labels["best_f1"]!), Number(labels["average_precision"]!),
            flagged / samples, samples > noise ? (flagged - found) / (samples - noise) : 0);
    }

    internal static double Number(JsonNode node) =>
        node.GetValueKind() == System.Text.Json.JsonValueKind.String ? double.NaN : node.GetValue<double>();
}

/// <summary>Verification on identities that training never saw.</summary>
internal sealed record Verification(string Model, double Tar1e2, double Tar1e3, double Auc, double Rank1)
{
    /// <summary>The figures of several networks trained on the same labels, averaged.</summary>
    public static Verification Mean(IReadOnlyList<Verification> networks) =>
        new(networks[0].Model, networks.Average(v => v.Tar1e2), networks.Average(v => v.Tar1e3), networks.Average(v => v.Auc), networks.Average(v => v.Rank1));

    /// <summary>Reads the first model of what <c>cleaner evaluate --embeddings --json</c> printed.</summary>
    public static Verification Of(string model, JsonNode evaluation)
    {
        var figures = evaluation["verification"]![0]!;
        double Tar(double far) => figures["points"]!.AsArray()
            .Where(p => Math.Abs(Detection.Number(p!["far"]!) / far - 1) < 1e-6).Select(p => Detection.Number(p!["tar"]!)).Single();
        return new Verification(model, Tar(1e-2), Tar(1e-3), Detection.Number(figures["auc"]!), Detection.Number(figures["rank1"]!));
    }
}

/// <summary>One kind, rate and seed.</summary>
internal sealed record CellResult(string Kind, double Rate, int Seed, int Samples, IReadOnlyList<Detection> Detections, IReadOnlyList<Verification> Models, double Seconds)
{
    /// <summary>
    /// Share of what noise cost that a chain won back, (b − a) / (c − a), in TAR@FAR=1e-2 and 1e-3, averaged;
    /// NaN where the oracle is no better than the baseline.
    /// </summary>
    public double Recovered(string model)
    {
        Verification? a = Find("noisy"), b = Find(model), c = Find("oracle");
        if (a is null || b is null || c is null || c.Tar1e2 <= a.Tar1e2 || c.Tar1e3 <= a.Tar1e3)
            return double.NaN;
        return ((b.Tar1e2 - a.Tar1e2) / (c.Tar1e2 - a.Tar1e2) + (b.Tar1e3 - a.Tar1e3) / (c.Tar1e3 - a.Tar1e3)) / 2;
    }

    private Verification? Find(string model) => Models.FirstOrDefault(m => m.Model == model);
}
