using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class MarginScoresTests
{
    private static readonly Clusters Set = Clusters.Make(5, classes: 9, perClass: 7, closed: 0.1, open: 0.1);
    private static readonly Vectors Rows = Vectors.From(Set.Embeddings, Set.Dim);
    private static readonly Grouping Groups = new(Set.Labels, 9);

    private static readonly Clusters Large = Clusters.Make(6, classes: 8, perClass: 300);

    [Fact]
    public void Nearest_other_equals_a_loop_over_all_centroids()
    {
        ClassCentroids centroids = ClassCentroids.Fit(Rows, Groups);
        NearestOther other = NearestOther.Scan(Rows, Set.Labels, centroids, NearClasses.Find(centroids));
        for (int i = 0; i < Rows.Rows; i++)
        {
            int best = Enumerable.Range(0, 9).Where(c => c != Set.Labels[i]).MaxBy(c => Naive.Dot(Row(i), centroids[c]));
            Assert.Equal(best, other.Class[i]);
            Assert.Equal(Naive.Dot(Row(i), centroids[best]), other.Cosine[i], 5);
        }
    }

    [Fact]
    public void Classes_above_the_cut_do_not_count_as_other()
    {
        ClassCentroids centroids = ClassCentroids.Fit(Rows, Groups);
        NearClasses near = NearClasses.Find(centroids, cut: 0.1f);
        NearestOther other = NearestOther.Scan(Rows, Set.Labels, centroids, near);
        for (int i = 0; i < Rows.Rows; i++)
        {
            int own = Set.Labels[i];
            double[] allowed = [.. Enumerable.Range(0, 9).Where(c => c != own && Naive.Dot(centroids[own], centroids[c]) <= 0.1).Select(c => Naive.Dot(Row(i), centroids[c]))];
            Assert.Equal(allowed.Length == 0 ? -1 : allowed.Max(), other.Cosine[i], 5);
        }
    }

    [Fact]
    public void Own_and_other_neighbours_equal_a_loop_over_all_pairs()
    {
        ClassCentroids centroids = ClassCentroids.Fit(Rows, Groups);
        float[] other = LocalOther.AllPairs(Rows, Set.Labels, NearClasses.Find(centroids), null);
        for (int i = 0; i < Rows.Rows; i++)
        {
            IEnumerable<double> Cosines(bool same) => Enumerable.Range(0, Rows.Rows).Where(j => j != i && Set.Labels[j] == Set.Labels[i] == same).Select(j => Naive.Dot(Row(i), Row(j)));
            Assert.Equal(Naive.MeanOfTop(Cosines(true), 3), centroids.OwnNearest[i], 5);
            Assert.Equal(Naive.MeanOfTop(Cosines(false), 3), other[i], 5);
        }
    }

    [Fact]
    public void Neighbours_in_the_nearest_class_equal_a_loop_over_it()
    {
        ClassCentroids centroids = ClassCentroids.Fit(Rows, Groups);
        NearestOther nearest = NearestOther.Scan(Rows, Set.Labels, centroids, NearClasses.Find(centroids));
        float[] other = LocalOther.NearestClass(Rows, Groups, nearest, null);
        for (int i = 0; i < Rows.Rows; i++)
        {
            IEnumerable<double> cosines = Enumerable.Range(0, Rows.Rows).Where(j => Set.Labels[j] == nearest.Class[i]).Select(j => Naive.Dot(Row(i), Row(j)));
            Assert.Equal(Naive.MeanOfTop(cosines, 3), other[i], 5);
        }
    }

    [Fact]
    public void Only_kept_rows_are_reference_in_a_later_round()
    {
        bool[] kept = [.. Set.IsNoise.Select(noise => !noise)];
        ClassCentroids centroids = ClassCentroids.Fit(Rows, Groups, kept), robust = ClassCentroids.Fit(Rows, Groups);
        for (int c = 0; c < 9; c++)
        {
            int[] reference = [.. Enumerable.Range(0, Rows.Rows).Where(i => Set.Labels[i] == c && kept[i])];
            float[] expected = reference.Length < Groups.Size(c) ? Naive.MeanDirection(reference.Select(i => Row(i).ToArray())) : robust[c].ToArray();
            Assert.Equal(1, Naive.Dot(expected, centroids[c]), 5);
        }

        Assert.Contains(Enumerable.Range(0, 9), c => Groups[c].ToArray().All(i => kept[i]));

        int dropped = Array.IndexOf(kept, false);
        Assert.Equal(Naive.Dot(Row(dropped), centroids[Set.Labels[dropped]]), centroids.Own[dropped], 5);
    }

    [Fact]
    public void Random_labels_score_above_nearly_all_right_ones()
    {
        using Evidence evidence = Set.Evidence();
        MarginScores scores = MarginScores.Of(evidence, seed: 1);
        float[] right = [.. scores.Score.Where((_, i) => !Set.IsNoise[i]).Order()];
        Assert.True(scores.Null.Order().ElementAt(scores.Null.Length / 20) > right[right.Length * 9 / 10]);
    }

    [Fact]
    public void Far_more_wrong_labels_than_the_ranks_of_a_half_trained_network_show_are_not_called()
    {
        // The training hardly learned two of five samples; one in ten is labelled wrongly.
        Clusters set = Clusters.Make(5, classes: 30, perClass: 30, closed: 0.1);
        var random = new Random(1);
        int n = set.Labels.Length;
        var dynamics = new float[3 * n];
        for (int i = 0; i < n; i++)
        {
            float own = set.IsNoise[i] || random.NextDouble() < 0.35 ? -6 : 6;
            (dynamics[3 * i], dynamics[(3 * i) + 1], dynamics[(3 * i) + 2]) = (own + random.NextSingle(), -8, -8);
        }

        double Called(params Vectors[] snapshots)
        {
            using var evidence = new Evidence(Some.Ids(n), set.Labels, Some.Identities(30), Vectors.From(set.Embeddings, set.Dim), snapshots, dynamicsFirst: Vectors.From(dynamics, 3));
            MarginScores scores = MarginScores.Of(evidence, seed: 1);
            return scores.Mixture!.Called(scores.Score);
        }

        var rows = Vectors.From(set.Embeddings, set.Dim);
        Assert.InRange(Called(rows), 0.3, 0.6);
        Assert.InRange(Called(rows, rows), 0.08, 0.2);
    }

    [Fact]
    public void Wrong_labels_that_the_finished_network_has_learned_by_heart_are_called_as_the_half_trained_one_shows_them()
    {
        // Two of five labels are wrong. The finished network has put three quarters of their pictures among those of their label.
        Clusters set = Clusters.Make(7, classes: 30, perClass: 30, closed: 0.4);
        Clusters clean = Clusters.Make(8, classes: 30, perClass: 30);
        float[] finished = [.. set.Embeddings];
        for (int i = 0; i < set.Labels.Length; i++)
        {
            if (set.IsNoise[i] && i % 4 != 0)
            {
                int alike = Enumerable.Range(0, clean.Labels.Length).First(j => clean.Labels[j] == set.Labels[i]) + (i % 30);
                clean.Embeddings.AsSpan(alike * set.Dim, set.Dim).CopyTo(finished.AsSpan(i * set.Dim));
            }
            else if (!set.IsNoise[i])
            {
                clean.Embeddings.AsSpan(i * set.Dim, set.Dim).CopyTo(finished.AsSpan(i * set.Dim));
            }
        }

        double Called(params Vectors[] snapshots)
        {
            using var evidence = new Evidence(Some.Ids(set.Labels.Length), set.Labels, Some.Identities(30), Vectors.From(finished, set.Dim), snapshots);
            MarginScores scores = MarginScores.Of(evidence, seed: 1);
            return scores.Mixture!.Called(scores.Score);
        }

        var (early, late) = (Vectors.From(set.Embeddings, set.Dim), Vectors.From(finished, set.Dim));
        Assert.InRange(Called(late), 0.05, 0.15);
        Assert.InRange(Called(early, late, late, late, late), 0.33, 0.42);
    }

    [Fact]
    public void What_its_centers_agree_with_and_other_images_contradict_the_half_trained_network_had_learned_by_heart_as_well()
    {
        const float Near = 0.9f;
        // Two of five labels are wrong. Three of five of their pictures lie between what they show and their label, to both networks.
        Clusters set = Clusters.Make(7, classes: 30, perClass: 30, closed: 0.4);
        for (int i = 0; i < set.Labels.Length; i++)
        {
            if (set.IsNoise[i] && i % 5 < 3)
            {
                int right = Array.FindIndex(set.Labels, label => label == set.Labels[i]);
                right = Enumerable.Range(right, 30).First(j => !set.IsNoise[j]);
                Span<float> row = set.Embeddings.AsSpan(i * set.Dim, set.Dim);
                VectorMath.Add(row, set.Embeddings.AsSpan(right * set.Dim, set.Dim), Near);
                VectorMath.Normalize(row);
            }
        }

        double Called(float toOwnCenter)
        {
            int n = set.Labels.Length;
            Vectors rows = Vectors.From(set.Embeddings, set.Dim), own = Vectors.From(Enumerable.Repeat(toOwnCenter, n).ToArray(), 1);
            using var evidence = new Evidence(Some.Ids(n), set.Labels, Some.Identities(30), rows, [rows, rows], own) { OtherCosine = Vectors.From(new float[n], 1) };
            MarginScores scores = MarginScores.Of(evidence, seed: 1);
            return scores.Mixture!.Called(scores.Score);
        }

        Assert.InRange(Called(toOwnCenter: 1), 0.24, 0.4);
        Assert.InRange(Called(toOwnCenter: -1), 0.1, 0.22); // not by heart: what is contradicted may be right and not learned
    }

    [Fact]
    public void Where_mistakes_that_resemble_their_label_are_proved_a_label_that_is_mostly_wrong_is_not_taken_for_a_hard_one()
    {
        // The network has learned them all by heart; along the training it contradicted a fifth of three labels and nine tenths of one.
        var random = new Random(2);
        bool[] wrong = [.. Large.Labels.Select(label => random.NextDouble() < (label == 0 ? 0.9 : label < 4 ? 0.2 : 0))];
        MarginScores scores = Score([.. wrong.Select(isWrong => Draw.Normal(random, isWrong ? -9 : 6, isWrong ? 2 : 1, 1).First())]);

        double Mean(int label) => Enumerable.Range(0, wrong.Length).Where(i => wrong[i] && Large.Labels[i] == label).Average(i => scores.Score[i]);
        Assert.Equal(Mean(1), Mean(0), 0.1 * Mean(1));
        Assert.InRange(scores.Mixture!.Called(scores.Score), 0.1, 0.19); // .19 are wrong
    }

    [Fact]
    public void A_set_that_is_hard_and_proves_no_mistake_loses_half_a_percent_at_most()
    {
        // Two of five images of every identity lie anywhere from the surest on, the farther the rarer.
        var random = new Random(3);
        MarginScores scores = Score([.. Large.Labels.Select(_ => random.NextDouble() < 0.4 ? 6 - (17 * (1 - MathF.Pow(random.NextSingle(), 0.7f))) : Draw.Normal(random, 6, 1, 1).First())]);
        Assert.InRange(scores.Mixture!.Called(scores.Score), 0, LargeIdentities.Harmless);
    }

    [Fact]
    public void One_large_identity_alone_is_compared_with_nothing()
    {
        Clusters one = Clusters.Make(8, classes: 1, perClass: 150);
        using Evidence evidence = one.Evidence();
        Assert.Null(MarginScores.Of(evidence, seed: 1).Mixture);
    }

    private static MarginScores Score(float[] own)
    {
        var dynamics = Vectors.From(own.SelectMany(margin => new[] { margin, -4, -4 }).ToArray(), 3);
        using var evidence = new Evidence(
            Some.Ids(own.Length), Large.Labels, Some.Identities(Large.Labels[^1] + 1), Vectors.From(Large.Embeddings, Large.Dim), dynamicsFirst: dynamics);
        return MarginScores.Of(evidence, seed: 1);
    }

    private static ReadOnlySpan<float> Row(int i) => Set.Embeddings.AsSpan(i * Set.Dim, Set.Dim);
}
