using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

public sealed class ClassOffsetsTests
{
    [Fact]
    public void Identities_that_differ_as_usual_are_left_as_they_are()
    {
        var (scores, groups) = Make([0, 1, -1.2f, 2, -2, 0.4f], perClass: 20);
        Assert.All(ClassOffsets.Find(scores, groups), offset => Assert.Equal(0, offset));
    }

    [Fact]
    public void What_the_best_images_of_an_identity_lie_beyond_the_usual_is_its_offset()
    {
        var (scores, groups) = Make([0, 0, 10, 0, -7, 0, 0], perClass: 20);
        float[] offsets = ClassOffsets.Find(scores, groups);
        Assert.Equal(10 - ClassOffsets.Usual, offsets[2], 4);
        Assert.Equal(-7 + ClassOffsets.Usual, offsets[4], 4);
        Assert.Equal(0, offsets[0]);
    }

    [Fact]
    public void Wrong_labels_do_not_make_an_identity_a_hard_one()
    {
        // 65 % wrong in class 2: the best of it are right ones.
        var (scores, groups) = Make([0, 0, 0, 0, 0], perClass: 40, wrongInSecond: 26);
        Assert.All(ClassOffsets.Find(scores, groups), offset => Assert.Equal(0, offset));
    }

    [Fact]
    public void A_few_images_say_nothing_of_their_identity()
    {
        var classOf = new[] { 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2 };
        float[] scores = [0, 0, 0, 0, 0, 30, 30, 30, 0, 0, 0, 0, 0];
        Assert.Equal(new float[3], ClassOffsets.Find(scores, new Grouping(classOf, 3)));
    }

    [Fact]
    public void The_usual_place_is_that_of_most_samples_not_of_most_identities()
    {
        int[] classOf = [.. Enumerable.Repeat(0, 100), .. Enumerable.Repeat(1, 5), .. Enumerable.Repeat(2, 5)];
        float[] scores = [.. new float[100], .. Enumerable.Repeat(8f, 10)];
        Assert.Equal([0, 8 - ClassOffsets.Usual, 8 - ClassOffsets.Usual], ClassOffsets.Find(scores, new Grouping(classOf, 3)));
    }

    [Fact]
    public void No_identity_large_enough_gives_no_offset() => Assert.Equal(new float[2], ClassOffsets.Find([1, 2, 3], new Grouping([0, 1, 1], 2)));

    private static (float[] Scores, Grouping Groups) Make(float[] places, int perClass, int wrongInSecond = 0)
    {
        int[] classOf = [.. Enumerable.Range(0, places.Length * perClass).Select(i => i / perClass)];
        // Every class has the same shape; 15 % of it, interpolated, is the place.
        float[] scores = [.. classOf.Select((c, i) => places[c] + (0.02f * (i % perClass)) + (c == 1 && i % perClass >= perClass - wrongInSecond ? 20 : 0))];
        return (scores, new Grouping(classOf, places.Length));
    }
}
