using System.Globalization;
using System.Text.RegularExpressions;
using Cleaner.Evaluation;
using Cleaner.Manifests;
using Cleaner.Reports.Tests.Support;

namespace Cleaner.Reports.Tests;

public sealed class HtmlReportTests
{
    [Fact]
    public void The_page_counts_what_the_manifest_holds()
    {
        using var set = new ReportSet(9, 10, "auto");
        string html = set.Render(set.Input with { Options = new ReportOptions { ClosestCalls = 0 } });
        var views = set.Manifest.Samples().ToList();
        int kept = views.Count(v => v.Belief.State == SampleState.Kept);
        Assert.Contains($"<strong>{kept}</strong> of {views.Count} images stay", html, StringComparison.Ordinal);
        Assert.Equal(views.Count(v => v.Belief.State == SampleState.Dropped), set.Dropped);
        Assert.Equal(set.Dropped, Tile(html, "Dropped"));
        Assert.Equal(views.Count(v => v.IsRelabelled), Tile(html, "Relabelled"));
        Assert.Equal(views.Count(v => v.Belief.State == SampleState.Duplicate), Tile(html, "Duplicates"));
        Assert.Equal(set.Dropped, Regex.Count(html, "class=\"sample edge-dropped\""));
    }

    [Fact]
    public void The_sweep_equals_a_naive_count_over_the_angles()
    {
        using var set = new ReportSet(9, 10, "angle");
        string html = set.Render();
        foreach (double angle in new[] { 60.0, 72.5, 85.0 })
        {
            int expected = set.Manifest.Beliefs().Count(b => b.Rule == "angle" && b.Score >= angle);
            var row = Regex.Match(html, $"<th scope=\"row\">{angle.ToString("0.0", CultureInfo.InvariantCulture)}°</th><td class=\"n\">(\\d+)</td>");
            Assert.Equal(expected, int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        Assert.Contains("threshold 75°", html, StringComparison.Ordinal);
        Assert.Contains("fitted mixture", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_probabilities_are_listed_where_the_rule_has_them()
    {
        using var set = new ReportSet(9, 10, "auto");
        string html = set.Render();
        Assert.Matches(">≥ 0.5 <span class=\"legend\"><i class=\"chip back-dropped\"></i>taken</span></th><td class=\"n\">12</td><td class=\"n\">90.0 %</td><td class=\"n\">75.0 %</td>", html);
        Assert.Matches(">≥ 0.95</th><td class=\"n\">0</td><td class=\"n\">–</td><td class=\"n\">0.0 %</td>", html);
        Assert.DoesNotContain("too good", html, StringComparison.Ordinal);
        using var angle = new ReportSet(9, 10, "angle");
        Assert.DoesNotContain("--probability", angle.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Relabelled_images_count_among_those_that_go_from_their_name()
    {
        using var set = new ReportSet(9, 10, "auto");
        var views = set.Manifest.Samples().ToList();
        string html = set.Render();
        Assert.Contains("goes, or gets another name", html, StringComparison.Ordinal);
        int go = Regex.Matches(html, @" to [-\d.]+: [\d,]+ stay, (\d+) go").Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Contains(views, v => v.IsRelabelled);
        Assert.Equal(views.Count(v => v.Belief.Rule == "auto" && (v.IsRelabelled || v.Belief.State == SampleState.Dropped)), go);
    }

    [Fact]
    public void A_purge_without_a_threshold_is_shown_without_one()
    {
        using var set = new ReportSet(9, 10, "auto");
        using (var revision = set.Manifest.Begin("cleaner purge", new { rule = "auto", formula = "by its score", threshold = double.PositiveInfinity }))
        {
            revision.Commit(new { });
        }

        string html = set.Render();
        Assert.Contains("rule auto, no threshold: what went surely shows another identity", html, StringComparison.Ordinal);
        Assert.Contains("Histogram of the scores by which images were judged", html, StringComparison.Ordinal);
        Assert.Contains("The images that score highest of those that go and of those that stay", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("∞|[\\s\"(,]-?(Infinity|NaN)", html);
    }

    [Fact]
    public void A_purge_without_a_threshold_that_dropped_nothing_says_so()
    {
        using var set = new ReportSet(9, 10, "auto");
        using (var revision = set.Manifest.Begin("cleaner purge", new { rule = "auto", formula = "by its score", threshold = double.PositiveInfinity }))
        {
            foreach (var asIngested in set.Manifest.Beliefs(1).ToList())
            {
                revision.Set(asIngested);
            }

            revision.Commit(new { });
        }

        Assert.Contains("rule auto, no threshold: no score looks more wrong than right", set.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_second_round_expects_is_said_to_be_too_good()
    {
        using var set = new ReportSet(9, 10, "auto", round: 2);
        Assert.Contains("These expectations are too good: round 2 judges by a network that was trained on what the last round kept", set.Render(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hardly learned", "These expectations are too good: the network has hardly learned this set.")]
    [InlineData("few images", "These expectations are too good: most identities have fewer than 5 images")]
    [InlineData("mistaken", "At best so many: people seem to have taken some of these identities for each other")]
    public void What_makes_expectations_too_good_is_said(string doubt, string note)
    {
        using ReportSet plain = new(9, 10, "auto"), set = new(9, 10, "auto", doubt: doubt);
        Assert.DoesNotContain(note, plain.Render(), StringComparison.Ordinal);
        Assert.Contains(note, set.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_outside_the_file_is_named()
    {
        using var set = new ReportSet(6, 8);
        string html = set.Render();
        Assert.DoesNotMatch("(?i)(src|href)=\"(?!data:image/jpeg;|#)", html);
        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_set_is_sampled_evenly_and_the_page_says_so()
    {
        using var set = new ReportSet(9, 10);
        var input = set.Input with { Options = new ReportOptions { Dropped = 5, ClosestCalls = 0 } };
        string html = set.Render(input);
        Assert.Equal(5, Regex.Count(html, "class=\"sample edge-dropped\""));
        Assert.Contains($"An even sample of 5 out of {set.Dropped}", html, StringComparison.Ordinal);
        Assert.Equal(html, set.Render(input));
    }

    [Fact]
    public void Pictures_stop_at_the_room_they_are_given_and_the_page_says_so()
    {
        using var set = new ReportSet(9, 10);
        string html = set.Render(set.Input with { Options = new ReportOptions { ThumbnailBytes = 30_000 } });
        int pictures = Regex.Matches(html, "data:image/jpeg;base64,([^\"]*)").Select(m => m.Groups[1].Value).Distinct().Sum(m => m.Length);
        Assert.InRange(pictures, 1, 31_000);
        Assert.Contains("The page would have grown too large", html, StringComparison.Ordinal);
        Assert.Contains("not shown", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_run_the_angles_curves_and_map_are_left_out()
    {
        using var set = new ReportSet(6, 8);
        string html = set.Render(set.Input with { Run = null });
        Assert.DoesNotContain("dominant center</figcaption>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"map\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"training\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"dropped\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_revision_is_reported_as_it_was()
    {
        using var set = new ReportSet(6, 8);
        string html = set.Render(set.Input with { Revision = 1 });
        Assert.Contains("no purge has dropped anything by its score so far", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"dropped\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_whose_file_is_gone_leaves_a_note_in_its_place()
    {
        using var set = new ReportSet(6, 8);
        Directory.Delete(Path.Combine(set.Folder, "images"), recursive: true);
        Assert.Contains(">file is gone</span>", set.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_are_set_beside_each_other_with_their_change()
    {
        using var set = new ReportSet(6, 8);
        var (labels, noisy, clean) = (new long[60], new float[60 * 4], new float[60 * 4]);
        var random = new Random(3);
        for (int i = 0; i < 60; i++)
        {
            labels[i] = i % 6;
            for (int k = 0; k < 4; k++)
            {
                double center = Math.Sin((labels[i] * 5) + k);
                noisy[(i * 4) + k] = (float)(center + (2 * random.NextDouble()) - 1);
                clean[(i * 4) + k] = (float)(center + (0.2 * random.NextDouble()));
            }
        }

        VerificationFigures before = VerificationFigures.Of("noisy", "", Verification.AllPairs(noisy, 4, labels, [0.01]));
        VerificationFigures after = VerificationFigures.Of("clean", "", Verification.AllPairs(clean, 4, labels, [0.01]));
        string html = set.Render(set.Input with { Comparison = new EvaluationDocument { Verification = [before, after] } });
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"<td class=\"n better\">&#x2B;{after.Auc - before.Auc:0.0000}</td>"), html, StringComparison.Ordinal);
        Assert.Contains("Equal error rate", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_names_are_on_the_map_and_an_unknown_one_is_one_line()
    {
        using var set = new ReportSet(9, 10);
        string html = set.Render(set.Input with { Options = new ReportOptions { MapNames = ["person-007", "person-002"] } });
        Assert.Contains("The chosen names, on the two principal axes", html, StringComparison.Ordinal);
        Assert.Equal(["person-007", "person-002"], Regex.Matches(html[html.IndexOf("id=\"map\"", StringComparison.Ordinal)..], "back-c\\d\"></i>([^<]+)<").Select(m => m.Groups[1].Value));
        var error = Assert.Throws<CleanerException>(() => set.Render(set.Input with { Options = new ReportOptions { MapNames = ["nobody"] } }));
        Assert.Contains("has no such identity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_shown_by_images_that_it_had_before_not_by_the_one_that_it_gets()
    {
        using var set = new ReportSet(9, 10, "auto");
        string html = set.Render(set.Input with { Run = null });
        SampleView[] moved = [.. set.Manifest.Samples().Where(view => view.IsRelabelled)];
        Assert.NotEmpty(moved);
        Dictionary<long, string> names = set.Manifest.Identities().ToDictionary(identity => identity.Id, identity => identity.Name);
        Assert.All(moved, view => Assert.DoesNotContain($"\"{names[view.Belief.IdentityId]}: {view.Sample.Locator}", html, StringComparison.Ordinal));
        Assert.All(moved, view => Assert.Contains($"\"{view.Sample.Locator}", html, StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_name_may_break_after_its_hyphens_and_underscores()
    {
        using var set = new ReportSet(6, 8, "angle", person => $"Anna_van-der-Meer.{person}");
        Assert.Matches("<h3>Anna_<wbr>van-<wbr>der-<wbr>Meer.<wbr>\\d <span", set.Render(set.Input));
    }

    [Fact]
    public void Relabelled_images_are_crosses_on_the_map()
    {
        using var set = new ReportSet(9, 10, "auto");
        var views = set.Manifest.Samples().ToList();
        string[] names = [.. set.Manifest.Identities().Take(8).Select(identity => identity.Name)];
        var under = set.Manifest.Identities().Where(identity => names.Contains(identity.Name)).Select(identity => identity.Id).ToHashSet();

        string html = set.Render(set.Input with { Options = new ReportOptions { MapNames = names } });

        Assert.Contains(views, view => view.IsRelabelled && under.Contains(view.GivenIdentityId));
        Assert.Equal(
            views.Count(view => under.Contains(view.GivenIdentityId) && (view.IsRelabelled || view.Belief.State == SampleState.Dropped)),
            Regex.Count(html, "class=\"cross stroke-"));
    }

    [Fact]
    public void A_persons_decisions_in_a_row_are_one_line_of_the_log()
    {
        using var set = new ReportSet(4, 8);
        using (var session = new Reports.Review.ReviewSession(ReviewClient.Options(set)))
        {
            for (long id = 1; id <= 3; id++)
            {
                session.Decide(new Reports.Review.Decision([new("drop", [id], null, null, null)], null));
            }
        }

        string html = set.Render();
        Assert.Contains("3–5", html, StringComparison.Ordinal);
        Assert.Contains("3 decisions", html, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(html[html.IndexOf("id=\"log\"", StringComparison.Ordinal)..], "<td class=\"nowrap\">"));
    }

    [Fact]
    public void An_unwritable_place_is_one_line_and_leaves_nothing()
    {
        using var set = new ReportSet(4, 6);
        string path = Path.Combine(set.Folder, "missing", "report.html");
        var error = Assert.Throws<CleanerException>(() => HtmlReport.Write(set.Input, path));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Throws<CleanerException>(() => HtmlReport.Write(set.Input with { Revision = 9 }, path));
        Assert.Empty(Directory.GetFiles(set.Folder, "*.partial", SearchOption.AllDirectories));
    }

    private static int Tile(string html, string title) =>
        int.Parse(Regex.Match(html, $"</i>{title}</dt><dd>([\\d,]+)</dd>").Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
