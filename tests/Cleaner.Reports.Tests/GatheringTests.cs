using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Reports.Charts;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Tests;

public sealed class GatheringTests
{
    [Fact]
    public void A_growing_histogram_keeps_every_value_and_its_place()
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 5000).Select(i => (random.NextDouble() - 0.3) * Math.Pow(10, i % 4))];
        var histogram = new GrowingHistogram(2);
        for (int i = 0; i < values.Length; i++)
        {
            histogram.Add(i % 2, values[i]);
        }

        var (low, high, counts) = histogram.Coarsen(50);
        Assert.Equal(5000, histogram.Total);
        Assert.True(low <= values.Min() && high >= values.Max());
        double step = (high - low) / counts[0].Length;
        for (int bin = 0; bin < counts[0].Length; bin++)
        {
            double from = low + (bin * step), to = from + step;
            Assert.Equal(values.Where((v, i) => i % 2 == 0 && v >= from && v < to).Count(), counts[0][bin]);
            Assert.Equal(values.Where((v, i) => i % 2 == 1 && v >= from && v < to).Count(), counts[1][bin]);
        }
    }

    [Fact]
    public void A_reservoir_keeps_the_lowest_keys_in_their_order_whatever_the_order_of_offers()
    {
        var forward = new Reservoir<int>(10);
        var backward = new Reservoir<int>(10);
        for (int i = 0; i < 1000; i++)
        {
            forward.Offer(Reservoir<int>.Mixed(i), i);
            backward.Offer(Reservoir<int>.Mixed(999 - i), 999 - i);
        }

        Assert.Equal(Enumerable.Range(0, 1000).OrderBy(i => Reservoir<int>.Mixed(i)).Take(10), forward.Items());
        Assert.Equal(forward.Items(), backward.Items());
        Assert.Equal(1000, forward.Offered);
    }

    [Fact]
    public void The_principal_axes_of_points_on_a_tilted_ellipse_are_found()
    {
        // Variances 9 : 1 along (3, 4)/5 and (−4, 3)/5, shifted away from the origin.
        float[][] rows = [.. Enumerable.Range(0, 360).Select(i => (A: 3 * Math.Cos(i * Math.PI / 180), B: Math.Sin(i * Math.PI / 180)))
            .Select(p => new[] { (float)(10 + (0.6 * p.A) - (0.8 * p.B)), (float)(-5 + (0.8 * p.A) + (0.6 * p.B)) })];
        var (x, y, explained) = Pca.Project(rows);
        Assert.Equal(0.9, explained[0], 1e-6);
        Assert.Equal(0.1, explained[1], 1e-6);
        Assert.Equal(3, x.Max(), 1e-3);
        Assert.Equal(1, y.Max(), 1e-3);
    }

    [Fact]
    public void Two_bells_are_recovered_from_their_histogram()
    {
        Bell left = new(0.8, 40, 8), right = new(0.2, 80, 6);
        double[] counts = [.. Enumerable.Range(0, 90).Select(i => 10_000 * (left.Density((2 * i) + 1) + right.Density((2 * i) + 1)))];
        var (lower, upper) = GaussianMixture.Fit(0, 2, counts)!.Value;
        Assert.Equal(40, lower.Mean, 0.2);
        Assert.Equal(80, upper.Mean, 0.2);
        Assert.Equal(0.2, upper.Weight, 0.005);
        Assert.Null(GaussianMixture.Fit(0, 2, new double[90]));
    }

    [Theory]
    [InlineData(0, 1, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(-0.9, 2.1, 4, new[] { 0.0, 1, 2 })]
    [InlineData(0, 1300, 5, new[] { 0.0, 500, 1000 })]
    public void Ticks_are_round_numbers_inside_the_range(double low, double high, int wanted, double[] expected)
    {
        Assert.Equal(expected, new Axis(low, high, "", Axis.Count).Ticks(wanted).Select(t => Math.Round(t, 9)));
    }

    [Fact]
    public void A_logarithmic_axis_has_a_tick_for_each_decade()
    {
        var axis = new Axis(1e-4, 1, "", Axis.Count, Logarithmic: true);
        Assert.Equal(5, axis.Ticks().Count());
        Assert.Equal(0.5, axis.Position(1e-2), 1e-12);
    }

    [Fact]
    public void Holes_in_markup_are_escaped_and_numbers_are_invariant()
    {
        var markup = HtmlWriter.Build(html => html.Write($"<b title=\"{"\"><script>"}\">{1234.5:N1}{new Markup("<i></i>")}{null}</b>"));
        Assert.Equal("<b title=\"&quot;&gt;&lt;script&gt;\">1,234.5<i></i></b>", markup.Text);
    }

    [Fact]
    public void The_dominant_center_is_the_one_most_images_are_nearest_to_and_ties_take_the_first()
    {
        using var folder = new TemporaryFolder();
        var run = new RunFolder(folder.Path);
        Directory.CreateDirectory(run.Scores);
        Npy.Write<long>(run.Ids, [2, 3, 5, 7, 8]);
        Npy.Write<long>(run.Labels, [1, 1, 1, 4, 4]);
        Npy.Write<float>(run.OwnCosines, [0.9f, 0.1f, 0.2f, 0.8f, 0.5f, 0.7f, 0.6f, 0.5f, 0, 1], 5, 2);
        using var angles = AngleEvidence.Open(run)!;
        Assert.Equal(-1, angles.RowOf(1));
        Assert.Equal(0, angles.RowOf(2));
        Assert.Equal(-1, angles.RowOf(4));
        Assert.Equal(2, angles.RowOf(5));
        Assert.Equal(Math.Acos(0.1f) * 180 / Math.PI, angles.Angle(0), 1e-4);   // identity 1: center 1 by 2 to 1
        Assert.Equal(90, angles.Angle(4), 1e-4);                                // identity 4: one each, the first
    }

    [Fact]
    public void A_metrics_line_cut_off_by_a_kill_is_left_out()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "{\"step\":1,\"loss\":3.5,\"lr\":0.1}\n{\"step\":2,\"loss\":2.5,\"lr\":0.05}\n{\"step\":3,\"lo");
        var metrics = MetricsFile.Read(path)!;
        Assert.Equal([(1, 3.5), (2, 2.5)], metrics.Loss);
        Assert.Equal([(1, 0.1), (2, 0.05)], metrics.LearningRate);
        File.Delete(path);
    }

    [Fact]
    public void The_newest_purge_up_to_a_revision_counts()
    {
        Revision Make(long id, string settings) => new(id, id - 1, default, "", settings, "", "cleaner", "{}");
        Revision[] log = [Make(1, "{}"), Make(2, """{"rule":"angle","threshold":75}"""), Make(3, """{"rule":"auto","threshold":0.1,"run":"r"}"""), Make(4, "[]")];
        Assert.Null(PurgeSettings.Newest(log, 1));
        Assert.Equal(("angle", 75.0), (PurgeSettings.Newest(log, 2)!.Rule, PurgeSettings.Newest(log, 2)!.Threshold));
        Assert.Equal(new PurgeSettings(3, "auto", "", 0.1, "r"), PurgeSettings.Newest(log, 4));
        Assert.Equal(double.PositiveInfinity, PurgeSettings.Newest([.. log, Make(5, """{"rule":"auto","threshold":"Infinity"}""")], 5)!.Threshold);
    }

    [Fact]
    public void A_purge_by_probability_says_what_others_would_have_dropped()
    {
        const string settings = """{"rule":"auto","threshold":1.5,"probability":0.5,"probabilities":[{"probability":0.5,"dropped":40,"precision":0.9,"recall":0.8},{"probability":0.95,"dropped":0,"precision":"NaN","recall":0}]}""";
        var choices = PurgeSettings.Newest([new Revision(2, 1, default, "", settings, "", "cleaner", "{}")], 2)!.Choices;
        Assert.False(PurgeSettings.Newest([new Revision(2, 1, default, "", settings, "", "cleaner", "{}")], 2)!.HardlyLearned);
        Assert.True(PurgeSettings.Newest([new Revision(2, 1, default, "", """{"rule":"auto","threshold":1,"hardly_learned":true}""", "", "cleaner", "{}")], 2)!.HardlyLearned);
        Assert.Equal(2, PurgeSettings.Newest([new Revision(2, 1, default, "", """{"rule":"auto","threshold":1,"round":2}""", "", "cleaner", "{}")], 2)!.Round);
        Assert.Equal([new ProbabilityChoice(0.5, 40, 0.9, 0.8, true), new ProbabilityChoice(0.95, 0, double.NaN, 0, false)], choices);
    }
}
