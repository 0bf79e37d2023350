using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Data;

public sealed class FoldsTests
{
    private static readonly int[] Labels = [.. Enumerable.Repeat(2, 9), .. Enumerable.Repeat(0, 4), 1, .. Enumerable.Repeat(3, 6), 1, 4, 5, 6];

    [Fact]
    public void Every_identity_and_the_whole_set_are_dealt_out_evenly()
    {
        var folds = Folds.Deal(Labels, 7, 4, seed: 3);
        Assert.All(folds, fold => Assert.InRange(fold, 0, 3));
        AssertEven(folds);
        for (var c = 0; c < 7; c++)
            AssertEven(folds.Where((_, row) => Labels[row] == c));
    }

    [Fact]
    public void The_same_seed_deals_alike_and_another_otherwise()
    {
        Assert.Equal(Folds.Deal(Labels, 7, 4, 3), Folds.Deal(Labels, 7, 4, 3));
        Assert.NotEqual(Folds.Deal(Labels, 7, 4, 3), Folds.Deal(Labels, 7, 4, 4));
    }

    private static void AssertEven(IEnumerable<int> folds)
    {
        var counts = new int[4];
        foreach (var fold in folds)
            counts[fold]++;
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }
}
