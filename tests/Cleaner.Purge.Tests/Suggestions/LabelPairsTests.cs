using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Suggestions;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Suggestions;

public sealed class LabelPairsTests
{
    private const int PerClass = 40, Classes = 30;

    private static readonly float[] Elsewhere = Direction(seed: 77);

    [Fact]
    public void Less_similar_labels_are_one_person_where_all_others_are_far()
    {
        Clusters set = Divided(shift: 0.25f);
        using Evidence evidence = set.Evidence();

        LabelPair pair = Assert.Single(evidence.Margins(0).Pairs);

        Assert.Equal((0, Classes), (pair.A, pair.B));
        Assert.InRange(pair.Similarity, LabelPairs.LeastOfTheWay, LabelPairs.LeastSimilarity);
    }

    [Fact]
    public void And_are_not_where_others_that_can_be_told_apart_are_as_similar()
    {
        Clusters set = Divided(shift: 0.25f);
        // Two people alike, each of whose images lie close together: nobody mistakes them.
        Draw(set, person: 1, towards: 2, share: 0.35f, spread: 0.1f);
        using Evidence evidence = set.Evidence();

        Assert.Empty(evidence.Margins(0).Pairs);
    }

    [Fact]
    public void A_third_of_few_images_may_be_one_person_but_a_third_of_many_is_two_classes()
    {
        using Evidence few = Divided(shift: 0.1f).Evidence(), many = Divided(shift: 0.1f, perClass: 1200, classes: 6).Evidence();

        LabelPair pair = Assert.Single(few.Margins(0).Pairs);

        Assert.InRange(pair.Overlap, LabelPairs.LeastOverlap, LabelPairs.LikelyOverlap);
        Assert.Empty(many.Margins(0).Pairs);
    }

    [Fact]
    public void The_halves_of_one_person_are_a_pair_however_many_images_there_are()
    {
        using Evidence many = Divided(shift: 0, perClass: 1200, classes: 6).Evidence();

        Assert.InRange(Assert.Single(many.Margins(0).Pairs).Overlap, LabelPairs.LikelyOverlap, 0.6);
    }

    [Fact]
    public void A_pair_that_training_tells_apart_by_heart_is_found_by_an_earlier_snapshot()
    {
        Clusters early = Divided(shift: 0), late = Divided(shift: 2);
        Vectors first = Vectors.From(early.Embeddings, early.Dim), last = Vectors.From(late.Embeddings, late.Dim);
        Evidence Trained(params Vectors[] snapshots) =>
            new(Some.Ids(early.Labels.Length), early.Labels, Some.Identities(Classes + 1), last, snapshots: snapshots);
        using Evidence both = Trained(first, last), only = Trained(last);

        LabelPair pair = Assert.Single(both.Margins(0).Pairs);

        Assert.Equal((0, Classes), (pair.A, pair.B));
        Assert.True(both.Margins(0).Near.Contains(0, Classes));
        Assert.False(only.Margins(0).Near.Contains(0, Classes));
        Assert.Empty(only.Margins(0).Pairs);
    }

    [Fact]
    public void Pairs_found_several_times_are_joined_where_they_are_most_similar()
    {
        LabelPair weak = new(1, 2, 0.96f, 0.3), strong = new(1, 2, 0.99f, 0.25), other = new(0, 5, 0.97f, 0.4);

        Assert.Equal([other, strong], LabelPairs.Join([weak, other], [strong]));
    }

    [Fact]
    public void A_label_that_several_findings_pair_with_too_many_is_left_out()
    {
        LabelPair Of(int a, int b) => new(a, b, 0.99f, 0.4);

        Assert.Equal([Of(7, 8)], LabelPairs.Join([Of(1, 2), Of(1, 3)], [Of(1, 4), Of(7, 8)]));
    }

    /// <summary>People of whom the first one's images stand under two labels, those of the second moved by a shift in one direction.</summary>
    private static Clusters Divided(float shift, int perClass = PerClass, int classes = Classes)
    {
        Clusters set = Clusters.Make(31, classes, perClass);
        for (int row = perClass / 2; row < perClass; row++)
        {
            set.Labels[row] = classes;
            Span<float> vector = set.Embeddings.AsSpan(row * set.Dim, set.Dim);
            VectorMath.Add(vector, Elsewhere, shift);
            VectorMath.Normalize(vector);
        }

        return set;
    }

    /// <summary>Puts a person's images near each other, some way from another's.</summary>
    private static void Draw(Clusters set, int person, int towards, float share, float spread)
    {
        Span<float> Row(int of, int image) => set.Embeddings.AsSpan(((of * PerClass) + image) * set.Dim, set.Dim);
        var center = Row(towards, 0).ToArray();
        foreach (int who in new[] { person, towards })
        {
            for (int image = 0; image < PerClass; image++)
            {
                Span<float> row = Row(who, image);
                for (int d = 0; d < set.Dim; d++)
                {
                    row[d] = center[d] + (spread * row[d]) + (who == person ? share * Elsewhere[d] : 0);
                }

                VectorMath.Normalize(row);
            }
        }
    }

    private static float[] Direction(int seed) => Clusters.Make(seed, 1, 1).Embeddings;
}
