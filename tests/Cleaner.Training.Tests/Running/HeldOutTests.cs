using Cleaner.Manifests.Arrays;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests.Running;

public sealed class HeldOutTests
{
    private static readonly TrainOptions Folded = TinySet.Quick with { Command = "subcenter-train", Folds = 4, Epochs = 12 };

    [Fact]
    public void Networks_that_have_not_seen_an_image_tell_its_wrong_label_from_the_right_ones()
    {
        using var set = new TinySet();
        File.Copy(set.PathOf(1, 3), set.PathOf(0, 0), overwrite: true);
        set.Train(Folded);
        var run = set.Run();
        var margins = Read(run.HeldOutFirst).Chunk(3).ToList();
        var ranks = Read(run.HeldOutRanks);
        Assert.Equal((32, 32), (margins.Count, ranks.Length));
        Assert.InRange(ranks[0], 0.3, 1);
        Assert.InRange(margins[0][0], -2, 0);
        Assert.InRange(ranks.Skip(1).Count(rank => rank == 0), 28, 31);
        Assert.All(ranks.Zip(margins), pair => Assert.Equal(pair.First == 0, pair.Second[0] >= 0));
        // A random label is a wrong one, a little less so without the own among the others.
        Assert.True(margins.Average(m => m[1]) < margins.Average(m => m[0]) - 0.2);
        Assert.All(margins, m => Assert.True(m[2] >= m[1] - 1e-6));
        Assert.False(Directory.Exists(run.Folds));
    }

    [Fact]
    public void The_only_image_of_an_identity_has_nobody_to_judge_it()
    {
        using var set = new TinySet(firstWith: 1);
        set.Train(Folded with { Epochs = 1 });
        var ranks = Read(set.Run().HeldOutRanks);
        Assert.True(float.IsNaN(ranks[0]));
        Assert.All(ranks.Skip(1), rank => Assert.InRange(rank, 0, 1));
        Assert.All(Read(set.Run().HeldOutSecond).Take(3), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Where_no_fold_leaves_two_identities_nothing_is_known()
    {
        using var set = new TinySet(identities: 2, imagesPerIdentity: 1);
        set.Train(Folded with { Folds = 2, Epochs = 1, BatchSize = null });
        Assert.Equal([float.NaN, float.NaN], Read(set.Run().HeldOutRanks));
        Assert.True(set.Run().IsDone);
    }

    [Fact]
    public void A_stop_between_the_folds_costs_none_of_them_and_changes_nothing()
    {
        using var set = new TinySet();
        var options = Folded with { Epochs = 3, CheckpointEvery = 1 };
        set.Train(options, "whole");
        using var stop = new CancellationTokenSource();
        var stopped = set.Train(options, progress: new OnProgress(p => { if (p is { Stage: "fold 2/4", Epoch: 2 }) stop.Cancel(); }), stop: stop.Token);
        Assert.True(stopped.Interrupted);
        Assert.False(set.Run().IsDone);
        var stages = new HashSet<string>();
        var epochs = new List<int>();
        Assert.False(set.Train(options, progress: new OnProgress(p => { stages.Add(p.Stage); if (p.Stage == "fold 2/4") epochs.Add(p.Epoch); })).Interrupted);
        Assert.DoesNotContain("fold 1/4", stages);
        Assert.Contains("fold 4/4", stages);
        Assert.Equal(2, epochs.Min());
        foreach (var path in (Func<RunFolder, string>[])[r => r.HeldOutFirst, r => r.HeldOutSecond, r => r.HeldOutRanks])
            Assert.Equal(Read(path(set.Run("whole"))), Read(path(set.Run())));
    }

    [Fact]
    public void A_training_without_folds_writes_none()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 1 });
        Assert.False(File.Exists(set.Run().HeldOutRanks));
    }

    private static float[] Read(string path)
    {
        using var array = NpyArray<float>.Open(path);
        return array.ToArray();
    }
}
