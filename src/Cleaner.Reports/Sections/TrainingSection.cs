using Cleaner.Reports.Charts;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>Loss and learning rate of the run that the purge judged by.</summary>
internal static class TrainingSection
{
    private const int PointsShown = 600;

    public static void Write(HtmlWriter html, ReportPage page)
    {
        if (page.Metrics is not { Loss.Count: > 1 } metrics)
        {
            return;
        }

        html.Line($"<section id=\"training\"><h2>Training</h2><div class=\"columns even\">");
        Curve(html, "Loss", metrics.Loss, v => FormattableString.Invariant($"{v:0.##}"));
        if (metrics.LearningRate.Count > 1)
        {
            Curve(html, "Learning rate", metrics.LearningRate, v => FormattableString.Invariant($"{v:0.####}"));
        }

        html.Line($"</div></section>");
    }

    private static void Curve(HtmlWriter html, string title, IReadOnlyList<(double X, double Y)> points, Func<double, string> format)
    {
        int every = (points.Count + PointsShown - 1) / PointsShown;
        var thinned = points.Where((_, i) => i % every == 0 || i == points.Count - 1).ToList();
        html.Line($"<figure class=\"chart\"><figcaption>{title}</figcaption>");
        Plot.Draw(
            html,
            FormattableString.Invariant($"{title} from {points[0].Y:0.###} to {points[^1].Y:0.###} over {points[^1].X:0} steps"),
            new Axis(Math.Min(0, points[0].X), points[^1].X, "steps", Axis.Count),
            Axis.Covering(points.Select(p => p.Y).Append(0), "", format),
            plot => plot.Line(thinned, "accent"));
        html.Line($"</figure>");
    }
}
