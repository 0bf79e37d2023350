using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class FusedScoreTests
{
    private static readonly Clusters Set = Clusters.Make(5, classes: 20, perClass: 20, closed: 0.15, open: 0.15);
    private static readonly float[] Margin = [.. Set.IsNoise.Select((noise, i) => (noise ? 1.5f : -1) + (0.01f * (i % 17)))];

    private static readonly Func<int, bool> NoneShared = _ => false;

    [Fact]
    public void Without_dynamics_the_order_is_that_of_the_margins()
    {
        var fused = new FusedScore(Set.Evidence(), Margin, NoneShared);
        float[] scores = fused.Scores();
        Assert.Equal(Order(Margin), Order(scores));
        Assert.Equal(FusedScore.SkewOfMargins, fused.Skew);
        Assert.Equal(scores[3], fused.Of([new NullDraw(0, 1, false, Margin[3])])[0]);
    }

    [Fact]
    public void Dynamics_tell_wrong_labels_that_the_network_has_learned_by_heart()
    {
        // To the embeddings every third wrong label looks right.
        float[] margin = [.. Margin.Select((value, i) => Set.IsNoise[i] && i % 3 == 0 ? -1 + (0.01f * (i % 17)) : value)];
        using Evidence evidence = WithDynamics(ofNull: -0.5f);
        float[] scores = new FusedScore(evidence, margin, NoneShared).Scores();
        Assert.True(Worst(margin) < 0 && Worst(scores) > 0, $"margins {Worst(margin)}, with dynamics {Worst(scores)}");
    }

    [Fact]
    public void Networks_that_have_not_seen_a_sample_tell_what_embeddings_and_training_have_learned_by_heart()
    {
        float[] margin = [.. Margin.Select((value, i) => Set.IsNoise[i] && i % 3 == 0 ? -1 + (0.01f * (i % 17)) : value)];
        Vectors seen = Recorded(i => (Set.IsNoise[i] && i % 3 != 0 ? -0.3f : 0.2f) + (0.003f * (i % 19))), unseen = Recorded(i => (Set.IsNoise[i] ? -0.3f : 0.2f) + (0.003f * (i % 19)));
        float[] without = Scores(heldOut: null), with = Scores(unseen);
        Assert.True(Worst(without) < 0 && Worst(with) > 0, $"without {Worst(without)}, with them {Worst(with)}");
        // They count twice what the training counts, and nothing where it has hidden none.
        float[] margins = new FusedScore(Set.Evidence(), margin, NoneShared).Scores(), same = Scores(seen);
        Assert.All(Enumerable.Range(0, margin.Length), i => Assert.Equal(2 * (without[i] - margins[i]), same[i] - without[i], 1e-3));
        Assert.Equal(without, Scores(unseen, learned: false));

        float[] Scores(Vectors? heldOut, bool learned = true)
        {
            Evidence bare = Set.Evidence();
            using var evidence = new Evidence(bare.SampleIds, bare.ClassOfRow, bare.IdentityIds, bare.Embeddings, dynamicsFirst: seen, dynamicsSecond: seen, ownCosines: Vectors.From(Set.IsNoise.Select(_ => 0.5f).ToArray(), 1))
            {
                HeldOutFirst = heldOut,
                HeldOutSecond = heldOut,
                HeldOutRanks = Vectors.From(Set.IsNoise.Select((noise, i) => noise ? Set.IsNoise.Take(i).Count(earlier => earlier) % 20 / 20f : 0).ToArray(), 1),
                OtherCosine = Vectors.From(Set.IsNoise.Select(noise => noise && !learned ? 0.9f : 0.1f).ToArray(), 1),
            };
            return new FusedScore(evidence, margin, NoneShared).Scores();
        }

        Vectors Recorded(Func<int, float> own) => Vectors.From(Enumerable.Range(0, Set.IsNoise.Length).SelectMany(i => new[] { own(i), -0.5f, -0.25f }).ToArray(), 3);
    }

    [Fact]
    public void Each_witness_counts_in_its_own_deviations()
    {
        using Evidence evidence = WithDynamics(ofNull: -0.5f), wider = WithDynamics(ofNull: -0.5f, scale: 8);
        float[] scores = new FusedScore(evidence, Margin, NoneShared).Scores(), scaled = new FusedScore(wider, [.. Margin.Select(m => 4 * m)], NoneShared).Scores();
        for (int i = 0; i < scores.Length; i++)
        {
            Assert.Equal(scores[i], scaled[i], 0.01f);
        }
    }

    [Fact]
    public void Random_labels_take_the_dynamics_of_a_stranger_or_of_one_who_is_known()
    {
        using Evidence evidence = WithDynamics(ofNull: -0.5f);
        var fused = new FusedScore(evidence, Margin, NoneShared);
        float known = fused.Of([new NullDraw(0, 1, Stranger: false, 1)])[0], stranger = fused.Of([new NullDraw(0, 1, Stranger: true, 1)])[0];
        // Recorded as −0.5 and −0.25: less wrong without the own label among the others.
        Assert.True(stranger < known);
    }

    [Fact]
    public void A_sample_that_the_training_never_saw_is_judged_by_its_margin()
    {
        using Evidence evidence = WithDynamics(ofNull: -0.5f, unseen: 7);
        Assert.True(float.IsFinite(new FusedScore(evidence, Margin, NoneShared).Scores()[7]));
    }

    [Fact]
    public void The_largest_other_logit_counts_for_nothing_where_it_may_be_a_second_label_of_the_same_person()
    {
        int right = Array.IndexOf(Set.IsNoise, false, 4);
        // To it another label is as near as the own one; beside the second largest it stands as the others do.
        float[] first = [.. Set.IsNoise.SelectMany((noise, i) => new[] { i == right || noise ? -0.3f : 0.2f + (0.003f * (i % 19)), -0.5f, -0.25f })];
        using Evidence evidence = WithDynamics(ofNull: -0.5f, first: first);
        float alone = new FusedScore(evidence, Margin, NoneShared).Scores()[right], shared = new FusedScore(evidence, Margin, row => row == right).Scores()[right];
        Assert.True(shared < alone - 1, $"{shared} against {alone}");
    }

    private static Evidence WithDynamics(float ofNull, float scale = 1, int unseen = -1, float[]? first = null)
    {
        float[] dynamics = [.. Set.IsNoise.SelectMany((noise, i) => new[]
        {
            i == unseen ? float.NaN : scale * ((noise ? -0.3f : 0.2f) + (0.003f * (i % 19))), scale * ofNull, scale * ofNull / 2,
        })];
        Evidence bare = Set.Evidence();
        return new Evidence(bare.SampleIds, bare.ClassOfRow, bare.IdentityIds, bare.Embeddings, dynamicsFirst: first is null ? null : Vectors.From(first, 3), dynamicsSecond: Vectors.From(dynamics, 3));
    }

    /// <summary>Lowest score of a wrong label less the highest of a right one.</summary>
    private static float Worst(float[] scores) => scores.Where((_, i) => Set.IsNoise[i]).Min() - scores.Where((_, i) => !Set.IsNoise[i]).Max();

    private static int[] Order(float[] values) => [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
}
