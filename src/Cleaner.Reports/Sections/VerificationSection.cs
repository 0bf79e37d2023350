using Cleaner.Evaluation;
using Cleaner.Evaluation.Curves;
using Cleaner.Reports.Charts;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>Did it help? Verification of the models beside each other, and their ROC.</summary>
internal static class VerificationSection
{
    private const int Colours = 8;

    public static void Write(HtmlWriter html, ReportPage page)
    {
        if (page.Comparison?.Verification is not { Count: > 0 } models)
        {
            return;
        }

        html.Line($"<section id=\"verification\"><h2>Did it help?</h2><p class=\"lede\">Verification on {models[0].Samples:N0} images of {models[0].Identities:N0} identities that no model was trained on.</p><div class=\"columns\">");
        Table(html, models);
        Roc(html, models);
        html.Line($"</div></section>");
    }

    private static void Table(HtmlWriter html, IReadOnlyList<VerificationFigures> models)
    {
        html.Write($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Verification figures\"><table><caption>Figures</caption><thead><tr><th scope=\"col\"><span class=\"sr\">Figure</span></th>");
        foreach (var model in models)
        {
            html.Write($"<th scope=\"col\" class=\"n\">{model.Name}</th>");
        }

        html.Line($"{(models.Count == 2 ? new Markup("<th scope=\"col\" class=\"n\">Change</th>") : default)}</tr></thead><tbody>");
        for (int i = 0; i < models[0].Points.Count; i++)
        {
            int point = i;
            Row(html, models, $"TAR at FAR {Rate(models[0].Points[i].Far)}", m => point < m.Points.Count ? m.Points[point].Tar : double.NaN, higherIsBetter: true);
        }

        Row(html, models, "AUC", m => m.Auc, higherIsBetter: true);
        Row(html, models, "Equal error rate", m => m.Eer, higherIsBetter: false);
        Row(html, models, "Rank-1", m => m.Rank1, higherIsBetter: true);
        html.Line($"</tbody></table></div>");
    }

    private static void Row(HtmlWriter html, IReadOnlyList<VerificationFigures> models, string title, Func<VerificationFigures, double> value, bool higherIsBetter)
    {
        double[] values = [.. models.Select(value)];
        if (values.All(double.IsNaN))
        {
            return;
        }

        html.Write($"<tr><th scope=\"row\">{title}</th>");
        double best = higherIsBetter ? values.Max() : values.Min();
        foreach (double figure in values)
        {
            html.Write($"<td class=\"n{(figure == best && models.Count > 1 ? " best" : "")}\">{figure:0.0000}</td>");
        }

        if (models.Count == 2)
        {
            double change = values[1] - values[0];
            string name = change == 0 ? "muted" : change > 0 == higherIsBetter ? "better" : "worse";
            html.Write($"<td class=\"n {name}\">{change:+0.0000;−0.0000;0}</td>");
        }

        html.Line($"</tr>");
    }

    private static void Roc(HtmlWriter html, IReadOnlyList<VerificationFigures> models)
    {
        double lowest = models.SelectMany(m => m.Roc).Select(p => p[0]).Where(far => far > 0).DefaultIfEmpty(1e-3).Min();
        html.Write($"<figure class=\"chart\"><figcaption>ROC");
        for (int i = 0; i < models.Count; i++)
        {
            html.Write($" <span class=\"legend\"><i class=\"chip back-c{i % Colours}\"></i>{models[i].Name}</span>");
        }

        html.Line($"</figcaption>");
        Plot.Draw(
            html,
            "True accept rate over false accept rate",
            new Axis(lowest, 1, "false accept rate", Rate, Logarithmic: true),
            new Axis(0, 1, "true accept rate", v => FormattableString.Invariant($"{v:0.0}")),
            plot =>
            {
                for (int i = 0; i < models.Count; i++)
                {
                    plot.Line(models[i].Roc.Where(p => p[0] > 0).Select(p => (p[0], p[1])), FormattableString.Invariant($"c{i % Colours}"));
                }
            });
        html.Line($"</figure>");
    }

    private static string Rate(double rate) => rate >= 0.1 ? FormattableString.Invariant($"{rate:0.##}") : FormattableString.Invariant($"{rate:0.#e-0}");
}
