using Cleaner.Reports.Charts;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Sections;

/// <summary>How the images scored: angles with the threshold and the fitted mixture, the sweep over thresholds, the rule's own score.</summary>
internal static class ThresholdSection
{
    private const int ScoreBins = 60;

    public static void Write(HtmlWriter html, ReportPage page)
    {
        bool scores = page.Purge is { ScoreIsAngle: false } && page.Facts.Scores.Total > 0;
        if (page.Facts.WithAngle == 0 && !scores)
        {
            return;
        }

        html.Line($"<section id=\"threshold\"><h2>Where the line was drawn</h2>");
        if (page.Purge is { Formula.Length: > 0 } purge)
        {
            html.Line($"<p class=\"lede\">Rule <strong>{purge.Rule}</strong>: {purge.Formula}</p>");
        }

        html.Line($"<div class=\"columns\">");
        if (scores)
        {
            Scores(html, page, page.Purge!);
            Choices(html, page.Purge!);
        }

        if (page.Facts.WithAngle > 0)
        {
            Angles(html, page);
            Sweep(html, page.Facts);
        }

        html.Line($"</div></section>");
    }

    private static void Angles(HtmlWriter html, ReportPage page)
    {
        const double step = ReportFacts.AngleStep;
        double[] stay = page.Facts.Angles[0], go = page.Facts.Angles[1];
        double[] both = [.. stay.Zip(go, (a, b) => a + b)];
        int last = Math.Max(Array.FindLastIndex(both, c => c > 0), (int)(90 / step));
        var mixture = GaussianMixture.Fit(0, step, both);
        html.Line($"<figure class=\"chart\"><figcaption>Angle to the name’s dominant center{Legend("kept", "stays")}{Legend("dropped", Gone(page))}{(mixture is null ? default : Legend("fit", "fitted mixture"))}</figcaption>");
        Plot.Draw(
            html,
            "Histogram of the angles between images and the dominant center of their name",
            new Axis(0, (last + 1) * step, "degrees", v => FormattableString.Invariant($"{v:0}°")),
            Axis.Counts(both.Max(), "images"),
            plot =>
            {
                plot.StackedBars(0, step, [(stay, "kept"), (go, "dropped")], i => FormattableString.Invariant($"{i * step:0}°–{(i + 1) * step:0}°: {stay[i]:N0} stay, {go[i]:N0} go"));
                if (mixture is var (lower, upper))
                {
                    double area = both.Sum() * step;
                    foreach (var bell in new[] { lower, upper })
                    {
                        plot.Line(Enumerable.Range(0, (last + 1) * 4).Select(i => i * step / 4).Select(x => (x, Math.Min(bell.Density(x) * area, both.Max()))), "fit");
                    }
                }

                if (page.Purge is { ScoreIsAngle: true } purge)
                {
                    plot.Marker(purge.Threshold, FormattableString.Invariant($"threshold {purge.Threshold:0.#}°"));
                }
            });
        html.Line($"</figure>");
    }

    private static void Scores(HtmlWriter html, ReportPage page, PurgeSettings purge)
    {
        var (low, high, counts) = page.Facts.Scores.Coarsen(ScoreBins);
        double step = (high - low) / counts[0].Length;
        double line = purge.HasThreshold ? purge.Threshold : low;
        html.Line($"<figure class=\"chart\"><figcaption>Score of rule {purge.Rule}{Legend("kept", "stays")}{Legend("dropped", Gone(page))}</figcaption>");
        Plot.Draw(
            html,
            "Histogram of the scores by which images were judged",
            new Axis(Math.Min(low, line), Math.Max(high, line), "score (higher: more likely wrong)", v => FormattableString.Invariant($"{v:0.##}")),
            Axis.Counts(counts[0].Zip(counts[1], (a, b) => a + b).Max(), "images"),
            plot =>
            {
                plot.StackedBars(low, step, [(counts[0], "kept"), (counts[1], "dropped")], i => FormattableString.Invariant($"{low + (i * step):0.###} to {low + ((i + 1) * step):0.###}: {counts[0][i]:N0} stay, {counts[1][i]:N0} go"));
                if (purge.HasThreshold)
                {
                    plot.Marker(purge.Threshold, FormattableString.Invariant($"threshold {purge.Threshold:0.###}"));
                }
            });
        html.Line($"</figure>");
    }

    private static void Choices(HtmlWriter html, PurgeSettings purge)
    {
        var choices = purge.Choices;
        if (choices.Count == 0)
        {
            return;
        }

        html.Line($"<div><table class=\"sweep\"><caption>How many would go with another <code>--probability</code>, and what that is expected to find</caption><thead><tr><th scope=\"col\">Wrong with</th><th scope=\"col\" class=\"n\">Images</th><th scope=\"col\" class=\"n\">Wrong of those</th><th scope=\"col\" class=\"n\">Of all wrong</th><th scope=\"col\" class=\"grow\"><span class=\"sr\">as a bar</span></th></tr></thead><tbody>");
        long most = Math.Max(1, choices.Max(c => c.Dropped));
        foreach (var choice in choices)
        {
            html.Line($"<tr><th scope=\"row\">≥ {choice.Probability:0.###}{(choice.IsTaken ? Legend("dropped", "taken") : default)}</th><td class=\"n\">{choice.Dropped:N0}</td><td class=\"n\">{Expected(choice.Precision)}</td><td class=\"n\">{Expected(choice.Recall)}</td><td class=\"grow\"><span class=\"meter back-dropped\" style=\"width:{100.0 * choice.Dropped / most:0.##}%\"></span></td></tr>");
        }

        html.Line($"</tbody></table>");
        if (purge.Round > 1)
        {
            html.Line($"<p class=\"note\">These expectations are too good: round {purge.Round} judges by a network that was trained on what the last round kept, and agrees with it. Believe the first round's.</p>");
        }

        if (purge.HardlyLearned)
        {
            html.Line($"<p class=\"note\">These expectations are too good: the network has hardly learned this set. It contradicts many of the labels that it was trained on as surely as it knows the others, so much of what is dropped may be labelled rightly.</p>");
        }
        else if (purge.Mistaken)
        {
            html.Line($"<p class=\"note\">At best so many: people seem to have taken some of these identities for each other, and a mistaken picture is hard to tell from an ambiguous one.</p>");
        }

        if (purge.FewImages)
        {
            html.Line($"<p class=\"note\">These expectations are too good: most identities have fewer than 5 images, too few for this network to know them by. Much of what is dropped may be labelled rightly; a network from elsewhere (<code>--pretrained</code>; for faces <code>run --faces</code>) knows better.</p>");
        }

        html.Line($"</div>");
    }

    private static string Expected(double share) => double.IsNaN(share) ? "–" : FormattableString.Invariant($"{100 * share:0.0} %");

    private static void Sweep(HtmlWriter html, ReportFacts facts)
    {
        html.Line($"<table class=\"sweep\"><caption>How many would go at another angle</caption><thead><tr><th scope=\"col\">Angle</th><th scope=\"col\" class=\"n\">Images</th><th scope=\"col\" class=\"n\">Share</th><th scope=\"col\" class=\"grow\"><span class=\"sr\">as a bar</span></th></tr></thead><tbody>");
        for (int row = 0; row < facts.Sweep.Length; row++)
        {
            double share = (double)facts.Sweep[row] / facts.WithAngle;
            html.Line($"<tr><th scope=\"row\">{ReportFacts.SweepAngle(row):0.0}°</th><td class=\"n\">{facts.Sweep[row]:N0}</td><td class=\"n\">{ReportPage.Percent(facts.Sweep[row], facts.WithAngle)}</td><td class=\"grow\"><span class=\"meter back-dropped\" style=\"width:{100 * share:0.##}%\"></span></td></tr>");
        }

        html.Line($"</tbody></table>");
    }

    private static string Gone(ReportPage page) => page.Facts.ByFate[(int)Fate.Relabelled] > 0 ? "goes, or gets another name" : "goes";

    private static Markup Legend(string name, string text) =>
        HtmlWriter.Build(html => html.Write($" <span class=\"legend\"><i class=\"chip back-{name}\"></i>{text}</span>"));
}
