using Cleaner.Reports.Charts;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>Embeddings of a few names in the plane of their two principal axes.</summary>
internal static class MapSection
{
    public static void Write(HtmlWriter html, ReportPage page)
    {
        if (page.Map is not { Points.Count: > 2 } map)
        {
            return;
        }

        html.Line($"<section id=\"map\"><h2>Map of embeddings</h2><p class=\"lede\">{(page.Options.MapNames.Count > 0 ? "The chosen names" : "The names that lost most and as many others")}, on the two principal axes of their embeddings ({ReportPage.Percent(map.Explained, 1)} of the variance). Dots stay, crosses go or get another name.</p>");
        html.Write($"<figure class=\"chart large\"><figcaption>");
        for (int i = 0; i < map.Identities.Count; i++)
        {
            html.Write($" <span class=\"legend\"><i class=\"chip back-c{i}\"></i>{page.NameOf(map.Identities[i])}</span>");
        }

        html.Line($"</figcaption>");
        var colours = map.Identities.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => FormattableString.Invariant($"c{p.i}"));
        Plot.Draw(
            html,
            "Scatter plot of embeddings, coloured by name",
            Axis.Covering(map.Points.Select(p => p.X), "first axis", v => FormattableString.Invariant($"{v:0.##}")),
            Axis.Covering(map.Points.Select(p => p.Y), "second axis", v => FormattableString.Invariant($"{v:0.##}")),
            plot =>
            {
                foreach (var point in map.Points.OrderBy(p => p.Goes))
                {
                    plot.Dot(point.X, point.Y, colours[point.Identity], point.Goes, page.NameOf(point.Identity) + (point.Goes ? " (goes)" : ""));
                }
            });
        html.Line($"</figure></section>");
    }
}
