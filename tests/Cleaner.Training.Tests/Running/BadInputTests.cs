using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests.Running;

public sealed class BadInputTests
{
    [Fact]
    public void An_identity_with_one_image_is_trained_on_and_counted()
    {
        using var set = new TinySet(identities: 4, firstWith: 1);
        var result = set.Train(TinySet.Quick with { Epochs = 1 });
        Assert.Equal((25L, 4, 1), (result.Samples, result.Identities, result.SingleImageIdentities));
    }

    [Fact]
    public void Identities_below_the_least_number_of_images_take_no_part()
    {
        using var set = new TinySet(identities: 4, firstWith: 1);
        var result = set.Train(TinySet.Quick with { Epochs = 1, MinImages = 2 });
        Assert.Equal((24L, 3, 0), (result.Samples, result.Identities, result.SingleImageIdentities));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("none")]
    public void A_vanished_and_a_damaged_sample_are_left_out_and_named(string cache)
    {
        using var set = new TinySet();
        File.Delete(set.PathOf(1, 3));
        File.WriteAllText(set.PathOf(2, 0), "no image");
        var result = set.Train(TinySet.Quick with { Epochs = 2, Cache = cache });
        Assert.Equal(30, result.Samples);
        Assert.Equal(2, result.Unreadable.Count);
        Assert.Contains(result.Unreadable, u => u.Where == set.PathOf(1, 3) && u.Reason.Contains("gone"));
        using var ids = NpyArray<long>.Open(set.Run().Ids);
        Assert.Equal(30, ids.Rows);
        Assert.DoesNotContain(result.Unreadable, u => ids.ToArray().Contains(u.SampleId));
        using var snapshot = NpyArray<float>.Open(set.Run().SnapshotEmbeddings(1));
        Assert.Equal(30, snapshot.Rows);
    }

    [Fact]
    public void A_missing_disk_is_one_line()
    {
        using var set = new TinySet();
        Directory.Move(set.Images, set.Images + "-away");
        foreach (var cache in new[] { "memory", "none" })
            Assert.Contains("is the disk with the images mounted?", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick with { Cache = cache }, cache)).Message);
    }

    [Fact]
    public void A_manifest_without_a_kept_sample_is_one_line()
    {
        using var set = new TinySet();
        Drop(set, _ => true);
        Assert.Contains("holds no kept sample at revision 2", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick)).Message);
        Assert.False(Directory.Exists(set.Run().Path));
        Assert.Equal(32, set.Train(TinySet.Quick with { Epochs = 1 }, revision: 1).Samples);
    }

    [Fact]
    public void A_single_identity_is_one_line()
    {
        using var set = new TinySet(identities: 2);
        var second = set.Manifest.Beliefs().Last().IdentityId;
        Drop(set, b => b.IdentityId == second);
        Assert.Contains("fewer than 2 identities", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick)).Message);
    }

    [Fact]
    public void A_loss_that_is_no_number_names_step_and_samples()
    {
        using var set = new TinySet();
        var failure = Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick with { LearningRate = 100, Clip = 0, WarmUp = 0, Head = "softmax", WeightDecay = 1, Epochs = 50 }));
        Assert.Matches("(no number any more|exploded).* at step [0-9]+ \\(epoch [0-9]+, a batch with the samples [0-9, ]+ … listed in log.txt\\)", failure.Message);
        Assert.Contains("the last good checkpoint is", failure.Message);
        Assert.Contains("the batch that ended the training holds the samples", File.ReadAllText(set.Run().Log));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_not_touched()
    {
        using var set = new TinySet();
        Assert.Contains("not empty and not a run folder", Assert.Throws<CleanerException>(() => Trainer.Train(set.Manifest, null, set.Images, TinySet.Quick, null, default)).Message);
        File.WriteAllText(Path.Combine(set.Folder, "file"), "");
        Assert.Contains("cannot be written to", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick, "file/run")).Message);
    }

    [Fact]
    public void A_model_of_another_architecture_does_not_start_a_training()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 1 }, "first");
        var failure = Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick with { InitialModel = set.Run("first").Path, EmbeddingDim = 8 }));
        Assert.Contains("does not fit the network small for 16 pixels", failure.Message);
        Assert.Equal(4, set.Train(TinySet.Quick with { InitialModel = set.Run("first").Path, Epochs = 1 }, "second").Steps);
        set.Train(TinySet.Quick with { InitialModel = set.Run("first").Path, Epochs = 1, InputSize = TrainOptions.Auto, Backbone = TrainOptions.Auto, EmbeddingDim = null }, "third");
        var (first, third) = (set.Run("first").ReadConfig(), set.Run("third").ReadConfig());
        Assert.Equal((first.Backbone, first.InputSize, first.EmbeddingDim), (third.Backbone, third.InputSize, third.EmbeddingDim));
    }

    [Fact]
    public void An_unfinished_run_is_no_model()
    {
        using var set = new TinySet();
        Directory.CreateDirectory(set.Run().Path);
        Assert.Contains("holds no model.safetensors", Assert.Throws<CleanerException>(() => ModelFile.Load(set.Run().Path)).Message);
    }

    private static void Drop(TinySet set, Func<Belief, bool> which)
    {
        var beliefs = set.Manifest.Beliefs().Where(which).ToList();
        using var revision = set.Manifest.Begin("purge", new { });
        foreach (var belief in beliefs)
            revision.Set(belief with { State = SampleState.Dropped });
        revision.Commit(new { });
    }
}
