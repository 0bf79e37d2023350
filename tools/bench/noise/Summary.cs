using System.Globalization;
using System.Text;

namespace Cleaner.Bench.Noise;

/// <summary>The results as Markdown: means over the seeds, with the half-width of the 95 % interval where there are several.</summary>
internal static class Summary
{
    // Student's t, two-sided 95 %, for 1 to 9 degrees of freedom.
    private static readonly double[] StudentT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

    public static string Markdown(IReadOnlyList<CellResult> cells)
    {
        var text = new StringBuilder();
        text.AppendLine("## Noise detection").AppendLine();
        text.AppendLine("| kind | rate | rule | precision | recall | F1 | best F1 | AP | dropped | clean dropped |").AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in cells.GroupBy(c => (c.Kind, c.Rate)))
        {
            foreach (var rule in group.First().Detections.Select(d => d.Rule))
            {
                var runs = group.Select(c => c.Detections.Single(d => d.Rule == rule)).ToList();
                Row(text, group.Key.Kind, Fixed(group.Key.Rate, 2), rule,
                    Mean(runs.Select(r => r.Precision)), Mean(runs.Select(r => r.Recall)), Mean(runs.Select(r => r.F1)), Mean(runs.Select(r => r.BestF1)),
                    Mean(runs.Select(r => r.AveragePrecision)), Mean(runs.Select(r => r.DroppedShare)), Mean(runs.Select(r => r.CleanDroppedShare), 4));
            }
        }
        if (cells.All(c => c.Models.Count == 0))
            return text.ToString();

        text.AppendLine().AppendLine("## Plain ArcFace, verification on identities never seen").AppendLine();
        text.AppendLine("| kind | rate | trained on | TAR@FAR=1e-2 | TAR@FAR=1e-3 | AUC | rank-1 | gap recovered |").AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var group in cells.GroupBy(c => (c.Kind, c.Rate)))
        {
            foreach (var model in group.First().Models.Select(m => m.Model))
            {
                var runs = group.Select(c => c.Models.Single(m => m.Model == model)).ToList();
                Row(text, group.Key.Kind, Fixed(group.Key.Rate, 2), model,
                    Mean(runs.Select(r => r.Tar1e2)), Mean(runs.Select(r => r.Tar1e3)), Mean(runs.Select(r => r.Auc)), Mean(runs.Select(r => r.Rank1)),
                    model is "noisy" or "oracle" ? "" : Mean(group.Select(c => c.Recovered(model)), 2));
            }
        }
        return text.ToString();
    }

    private static void Row(StringBuilder text, params string[] cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    private static string Mean(IEnumerable<double> values, int digits = 3)
    {
        var known = values.Where(v => !double.IsNaN(v)).ToList();
        if (known.Count == 0)
            return "–";
        var mean = known.Average();
        if (known.Count == 1)
            return Fixed(mean, digits);
        var deviation = Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / (known.Count - 1));
        var t = StudentT[Math.Min(known.Count - 2, StudentT.Length - 1)];
        return $"{Fixed(mean, digits)} ± {Fixed(t * deviation / Math.Sqrt(known.Count), digits)}";
    }

    private static string Fixed(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}
