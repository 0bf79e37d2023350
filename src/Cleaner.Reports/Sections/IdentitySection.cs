using Cleaner.Reports.Charts;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>Images per name before and after, and the names that lost most.</summary>
internal static class IdentitySection
{
    private const int Buckets = 80;
    private const int FewestImages = 5;

    public static void Write(HtmlWriter html, ReportPage page)
    {
        var bySize = page.Facts.Identities.Where(i => i.Value.Before + i.Value.After > 0).OrderByDescending(i => i.Value.Before).ThenBy(i => i.Key).ToList();
        if (bySize.Count == 0)
        {
            return;
        }

        html.Line($"<section id=\"names\"><h2>Names</h2><div class=\"columns wide-right\">");
        Sizes(html, [.. bySize.Select(i => i.Value)]);
        Worst(html, page, bySize);
        html.Line($"</div></section>");
    }

    private static void Sizes(HtmlWriter html, IReadOnlyList<IdentityTally> bySize)
    {
        int buckets = Math.Min(Buckets, bySize.Count);
        double[] after = new double[buckets], gone = new double[buckets];
        for (int b = 0; b < buckets; b++)
        {
            int from = (int)((long)b * bySize.Count / buckets), to = (int)((long)(b + 1) * bySize.Count / buckets);
            for (int i = from; i < to; i++)
            {
                after[b] += (double)bySize[i].After / (to - from);
                gone[b] += (double)Math.Max(0, bySize[i].Before - bySize[i].After) / (to - from);
            }
        }

        double largest = after.Zip(gone, (a, g) => a + g).Max();
        html.Line($"<figure class=\"chart\"><figcaption>Images per name, before and after <span class=\"legend\"><i class=\"chip back-kept\"></i>after</span> <span class=\"legend\"><i class=\"chip back-gone\"></i>gone</span></figcaption>");
        Plot.Draw(
            html,
            "Images per name before and after, names in the order of their size",
            new Axis(0, bySize.Count, "names, largest first", Axis.Count),
            Axis.Counts(largest, "images"),
            plot => plot.StackedBars(0, (double)bySize.Count / buckets, [(after, "kept"), (gone, "gone")], i => FormattableString.Invariant($"{after[i] + gone[i]:0.#} before, {after[i]:0.#} after")));
        html.Line($"</figure>");
    }

    private static void Worst(HtmlWriter html, ReportPage page, List<KeyValuePair<long, IdentityTally>> identities)
    {
        var worst = identities.Where(i => i.Value.Dropped > 0 && i.Value.Before >= FewestImages)
            .OrderByDescending(i => i.Value.DroppedShare).ThenByDescending(i => i.Value.Dropped).ThenBy(i => i.Key).Take(page.Options.WorstIdentities).ToList();
        if (worst.Count == 0)
        {
            html.Line($"<p class=\"muted\">No name lost an image to a rule.</p>");
            return;
        }

        bool moved = worst.Any(i => i.Value.Joined + i.Value.Left > 0);
        html.Line($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Names that lost most\"><table><caption>Names that lost the largest share <span class=\"muted\">(of those with {FewestImages} images or more)</span></caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\" class=\"n\">Before</th><th scope=\"col\" class=\"n\">After</th><th scope=\"col\" class=\"n\">Dropped</th>{Optional(moved, "<th scope=\"col\" class=\"n\">In</th><th scope=\"col\" class=\"n\">Out</th>")}<th scope=\"col\" class=\"grow\">Share dropped</th></tr></thead><tbody>");
        foreach (var (id, tally) in worst)
        {
            html.Write($"<tr><th scope=\"row\" class=\"name\">{page.NameOf(id)}</th><td class=\"n\">{tally.Before:N0}</td><td class=\"n\">{tally.After:N0}</td><td class=\"n\">{tally.Dropped:N0}</td>");
            if (moved)
            {
                html.Write($"<td class=\"n\">{tally.Joined:N0}</td><td class=\"n\">{tally.Left:N0}</td>");
            }

            html.Line($"<td class=\"grow\"><span class=\"meter back-dropped\" style=\"width:{60 * tally.DroppedShare:0.##}%\"></span> {ReportPage.Percent(tally.DroppedShare, 1)}</td></tr>");
        }

        html.Line($"</tbody></table></div>");
    }

    private static Markup Optional(bool wanted, string markup) => new(wanted ? markup : "");
}
