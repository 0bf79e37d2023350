using Cleaner.Evaluation;
using Cleaner.Reports.Charts;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>Did it help? Verification of the models beside each other, and their ROC.</summary>
internal static class VerificationSection
{
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
            Row(html, models, $"TAR at FAR {EvaluationPlots.Rate(models[0].Points[i].Far)}", m => point < m.Points.Count ? m.Points[point].Tar : double.NaN, higherIsBetter: true);
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
        html.Write($"<figure class=\"chart\"><figcaption>ROC");
        for (int i = 0; i < models.Count; i++)
        {
            html.Write($" <span class=\"legend\"><i class=\"chip back-{EvaluationPlots.Colour(i)}\"></i>{models[i].Name}</span>");
        }

        html.Line($"</figcaption>");
        EvaluationPlots.DrawRoc(html, models, style: null);
        html.Line($"</figure>");
    }
}
