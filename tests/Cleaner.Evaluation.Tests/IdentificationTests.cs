using Cleaner.Evaluation.Identification;
using Cleaner.Evaluation.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests;

public sealed class IdentificationTests
{
    private const int Dim = 8;

    [Fact]
    public void Ranks_cmc_and_open_set_rates_equal_naive_loops()
    {
        var (gallery, probes) = GalleryAndProbes(identities: 40, registered: 25, each: 6, noise: 1.0);
        double[] fpirs = [0.02, 0.1, 0.5];
        var result = IdentificationMetrics.Measure(gallery, probes, fpirs, default);

        var naive = Enumerable.Range(0, probes.Count).Select(p => Naive(gallery, probes, p)).ToList();
        var known = naive.Where(n => n.Rank > 0).ToList();
        var unknown = naive.Where(n => n.Rank == 0).ToList();
        Assert.Equal((25, known.Count, unknown.Count), (result.Gallery, result.Known, result.Unknown));
        for (int rank = 1; rank <= 25; rank++)
        {
            Assert.Equal((double)known.Count(k => k.Rank <= rank) / known.Count, result.RankRate(rank), 1e-9);
        }

        for (int i = 0; i < fpirs.Length; i++)
        {
            // The best rate over every threshold that keeps to the limit.
            double best = naive.Select(n => n.Best).Append(2).Where(t => (double)unknown.Count(u => u.Best >= t) / unknown.Count <= fpirs[i])
                .Max(t => (double)known.Count(k => k.Rank == 1 && k.Mate >= t) / known.Count);
            Assert.Equal(best, result.OpenSet[i].Tpir, 1e-9);
        }
    }

    [Fact]
    public void A_tie_with_another_identity_counts_against_the_probe()
    {
        var gallery = new TemplateSet([1, 2, 3], [1, 0, 1, 0, 0, 1], 2);
        var results = GalleryScan.Run(gallery, new TemplateSet([1, 3], [1, 0, 0, 1], 2), default);
        Assert.Equal(2, results[0].Rank);
        Assert.Equal(1, results[1].Rank);
        Assert.Equal(0, results[0].BestTemplate);
    }

    [Fact]
    public void Blocks_of_probes_and_gallery_join_without_a_seam()
    {
        var (gallery, probes) = GalleryAndProbes(identities: 1100, registered: 1060, each: 2, noise: 0.8);
        var results = GalleryScan.Run(gallery, probes, default);
        foreach (int p in new[] { 0, 511, 512, 1023, 1024, probes.Count - 1 })
        {
            var (mate, rank, best) = Naive(gallery, probes, p);
            Assert.Equal(rank, results[p].Rank);
            Assert.Equal(best, results[p].Best, 1e-5);
            if (rank > 0)
            {
                Assert.Equal(mate, results[p].Mate, 1e-5);
            }
        }
    }

    [Fact]
    public void A_template_is_the_normalised_mean_of_the_normalised_embeddings()
    {
        using var set = EmbeddingSet.FromMemory("set", new float[] { 2, 0, 0, 5, 3, 4 }, 2, new long[] { 7, 7, 9 });
        var pooled = TemplateSet.Pooled(set);
        Assert.Equal([7, 9], pooled.Labels);
        Assert.Equal(Math.Sqrt(0.5), pooled.Row(0)[0], 1e-6);
        Assert.Equal(Math.Sqrt(0.5), pooled.Row(0)[1], 1e-6);
        Assert.Equal(0.8, pooled.Row(1)[1], 1e-6);
    }

    [Fact]
    public void Megaface_rank1_equals_the_naive_triple_loop()
    {
        var (_, probes) = GalleryAndProbes(12, 12, 5, 1.1);
        var (_, distractors) = GalleryAndProbes(30, 30, 4, 1.1, seed: 99);
        long pairs = 0, hits = 0;
        for (int i = 0; i < probes.Count; i++)
        {
            for (int j = 0; j < probes.Count; j++)
            {
                if (i != j && probes.Labels[i] == probes.Labels[j])
                {
                    pairs++;
                    double mate = Dot(probes.Row(i), probes.Row(j));
                    int probe = i;
                    hits += Enumerable.Range(0, distractors.Count).All(d => Dot(probes.Row(probe), distractors.Row(d)) < mate) ? 1 : 0;
                }
            }
        }

        Assert.InRange((double)hits / pairs, 0.05, 0.95);
        Assert.Equal((double)hits / pairs, IdentificationMetrics.MegaFaceRank1(probes, distractors, default), 1e-12);
    }

    [Fact]
    public void The_calibrated_threshold_lets_the_share_pass_and_never_more_even_with_ties()
    {
        float[] scores = [0.9f, 0.5f, 0.5f, 0.5f, 0.1f];
        Assert.Equal(1, scores.Count(s => s >= IdentificationMetrics.Calibrate(scores, 0.2)));
        Assert.Equal(1, scores.Count(s => s >= IdentificationMetrics.Calibrate(scores, 0.6)));
        Assert.Equal(4, scores.Count(s => s >= IdentificationMetrics.Calibrate(scores, 0.8)));
        Assert.Equal(5, scores.Count(s => s >= IdentificationMetrics.Calibrate(scores, 1)));
        Assert.Equal(0, scores.Count(s => s >= IdentificationMetrics.Calibrate(scores, 0)));
    }

    [Fact]
    public void A_gallery_names_its_own_and_rejects_strangers_at_about_the_calibrated_rate()
    {
        var (embeddings, labels) = Some.Clusters(60, 20, 32, 0.6, seed: 8);
        int[] registered = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] % 2 == 0 && i / 60 % 3 != 0)];
        int[] known = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] % 2 == 0 && i / 60 % 3 == 0)];
        int[] strangers = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] % 2 != 0)];
        using var gallerySet = Subset(embeddings, labels, 32, registered);
        var gallery = Gallery.Register(gallerySet, 0.05, default);
        Assert.True(gallery.Calibration.MeasuredFpir <= 0.05);
        Assert.Equal(registered.Length, gallery.Calibration.Strangers);

        using var knownSet = Subset(embeddings, labels, 32, known);
        var answers = gallery.Identify(knownSet, 1, default).ToList();
        Assert.True(answers.Where((a, i) => a.Label == labels[known[i]]).Count() > 0.95 * known.Length);

        using var strangerSet = Subset(embeddings, labels, 32, strangers);
        Assert.InRange(gallery.Identify(strangerSet, 1, default).Count(a => a.Label is not null) / (double)strangers.Length, 0, 0.12);
    }

    [Fact]
    public void A_gallery_calibrated_on_strangers_names_exactly_the_share_of_them_that_was_asked_for()
    {
        var (embeddings, labels) = Some.Clusters(60, 20, 16, 1.2, seed: 9);
        using var registered = Subset(embeddings, labels, 16, [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] % 3 != 0)]);
        using var strangers = Subset(embeddings, labels, 16, [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] % 3 == 0)]);
        var gallery = Gallery.Register(registered, strangers, 0.1, default);
        Assert.Equal(strangers.Count / 10, gallery.Identify(strangers, 1, default).Count(a => a.Label is not null));
        Assert.Equal(0.1, gallery.Calibration.MeasuredFpir, 1e-9);
        Assert.True(gallery.Calibration.Resolved);
        Assert.False(Gallery.Register(registered, strangers, 0.5 / strangers.Count, default).Calibration.Resolved);
        Assert.All(Gallery.WithThreshold(registered, 2).Identify(strangers, 1, default), a => Assert.Null(a.Label));
    }

    [Fact]
    public void Candidates_are_the_nearest_identities_in_order_across_the_blocks()
    {
        var (gallery, probes) = GalleryAndProbes(identities: 1100, registered: 1060, each: 2, noise: 0.8);
        var ranked = GalleryRanking.Run(gallery, probes, 5, default);
        foreach (int p in new[] { 0, 255, 256, 1023, probes.Count - 1 })
        {
            var naive = Enumerable.Range(0, gallery.Count).Select(g => (gallery.Labels[g], Score: Dot(gallery.Row(g), probes.Row(p)))).OrderByDescending(c => c.Score).Take(5).ToList();
            Assert.Equal(naive.Select(c => c.Item1), ranked[p].Select(c => c.Label));
            for (int i = 0; i < naive.Count; i++)
            {
                Assert.Equal(naive[i].Score, ranked[p][i].Score, 1e-5);
            }
        }

        var tied = GalleryRanking.Run(new TemplateSet([1, 2], [1, 0, 1, 0], 2), new TemplateSet([0], [1, 0], 2), 9, default);
        Assert.Equal([1, 2], tied[0].Select(c => c.Label));
    }

    [Fact]
    public void One_identity_alone_cannot_calibrate_a_threshold()
    {
        using var set = EmbeddingSet.FromMemory("faces", new float[] { 1, 0, 0, 1 }, 2, new long[] { 7, 7 });
        Assert.Contains("--strangers", Assert.Throws<CleanerException>(() => Gallery.Register(set, 0.01, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_of_two_models_are_not_compared()
    {
        var error = Assert.Throws<CleanerException>(() => GalleryScan.Run(new TemplateSet([1], [1, 0], 2), new TemplateSet([1], [1, 0, 0], 3), default));
        Assert.Contains("same model", error.Message, StringComparison.Ordinal);
    }

    private static EmbeddingSet Subset(float[] embeddings, long[] labels, int dim, int[] rows) => EmbeddingSet.FromMemory(
        "subset", rows.SelectMany(r => embeddings[(r * dim)..((r + 1) * dim)]).ToArray(), dim, rows.Select(r => labels[r]).ToArray());

    private static (TemplateSet Gallery, TemplateSet Probes) GalleryAndProbes(int identities, int registered, int each, double noise, int seed = 7)
    {
        var (embeddings, labels) = Some.Clusters(identities, each, Dim, noise, seed);
        long lowest = 100 - registered + 1;
        int[] first = [.. labels.Select((label, i) => (label, i)).GroupBy(p => p.label).Select(g => g.First()).Where(p => p.label >= lowest).Select(p => p.i)];
        int[] rest = [.. Enumerable.Range(0, labels.Length).Except(first)];
        using var gallery = Subset(embeddings, labels, Dim, first);
        using var probes = Subset(embeddings, labels, Dim, rest);
        return (TemplateSet.Singles(gallery), TemplateSet.Singles(probes));
    }

    private static (double Mate, int Rank, double Best) Naive(TemplateSet gallery, TemplateSet probes, int probe)
    {
        double[] scores = [.. Enumerable.Range(0, gallery.Count).Select(g => Dot(gallery.Row(g), probes.Row(probe)))];
        int mate = Array.IndexOf(gallery.Labels, probes.Labels[probe]);
        return mate < 0 ? (double.NaN, 0, scores.Max()) : (scores[mate], 1 + scores.Where((s, g) => g != mate && s >= scores[mate]).Count(), scores.Max());
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += (double)a[k] * b[k];
        }

        return sum;
    }
}
