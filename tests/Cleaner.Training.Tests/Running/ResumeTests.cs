using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests.Running;

public sealed class ResumeTests
{
    [Theory]
    [InlineData("sgd", 0.0, 5)]
    [InlineData("sgd", 0.9, 8)]
    [InlineData("adamw", 0.0, 11)]
    public void An_interrupted_run_ends_in_the_weights_of_an_uninterrupted_one(string optimizer, double ema, int stopAfter)
    {
        using var set = new TinySet();
        var options = TinySet.Quick with { Optimizer = optimizer, Ema = ema, Head = "adaface", Dropout = 0.2, Augment = "flip,crop,erase", AddedLosses = ["center", "triplet-batch-hard"] };
        set.Train(options, "whole");
        var stopped = Interrupt(set, options, stopAfter);
        Assert.Equal((true, (long)stopAfter), (stopped.Interrupted, stopped.Steps));
        var result = set.Train(options with { Resume = true });
        Assert.Equal((false, 16L), (result.Interrupted, result.Steps));
        foreach (var file in new[] { "model.safetensors", "head.safetensors", "embeddings.npy", "scores/dynamics.npy", "scores/dynamics_first.npy", "scores/dynamics_second.npy", "scores/loss.npy", "snapshots/epoch-0002/embeddings.npy" })
            Assert.True(Bytes(set.Run("whole"), file).SequenceEqual(Bytes(set.Run(), file)), $"{file} differs");
    }

    [Theory]
    [InlineData("bf16", "on", 1.0)]
    [InlineData("fp32", "off", 0.6)]
    public void So_does_one_in_bf16_in_NHWC_order_or_on_sampled_identities(string precision, string channelsLast, double sampleRate)
    {
        using var set = new TinySet();
        var options = TinySet.Quick with { Epochs = 2, Precision = precision, ChannelsLast = channelsLast, SampleRate = sampleRate };
        set.Train(options, "whole");
        Interrupt(set, options, 5);
        set.Train(options with { Resume = true });
        foreach (var file in new[] { "model.safetensors", "head.safetensors", "scores/dynamics.npy" })
            Assert.True(Bytes(set.Run("whole"), file).SequenceEqual(Bytes(set.Run(), file)), $"{file} differs");
    }

    [Fact]
    public void Figures_of_work_that_no_checkpoint_holds_are_dropped()
    {
        using var set = new TinySet();
        var options = TinySet.Quick with { Epochs = 3 };
        // Like a kill: the progress throws in the middle of the third epoch, after figures of two.
        Assert.Throws<TimeoutException>(() => set.Train(options, progress: new OnProgress(p => { if (p is { Stage: "train", Done: 8 * 11 }) throw new TimeoutException(); })));
        File.AppendAllText(set.Run().Metrics, "{\"step\":11,\"epo");
        set.Train(options);
        var steps = File.ReadLines(set.Run().Metrics).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("step").GetInt64()).ToList();
        Assert.Equal([4, 8, 12], steps);
    }

    [Fact]
    public void The_same_command_goes_on_by_itself_and_a_done_run_is_left_alone()
    {
        using var set = new TinySet();
        Interrupt(set, TinySet.Quick, 6);
        Assert.Equal(16, set.Train(TinySet.Quick).Steps);
        Assert.Contains("is done", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick)).Message);
        Assert.Equal(16, set.Train(TinySet.Quick with { Overwrite = true }).Steps);
    }

    [Fact]
    public void Other_settings_or_another_manifest_do_not_go_on_in_its_folder()
    {
        using var set = new TinySet();
        using var other = new TinySet();
        Interrupt(set, TinySet.Quick, 6);
        Assert.Contains("with other settings or another manifest", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick with { Seed = 2 })).Message);
        var failure = Assert.Throws<CleanerException>(() => Trainer.Train(other.Manifest, null, set.Run().Path, TinySet.Quick, null, default));
        Assert.Contains("with other settings or another manifest", failure.Message);
    }

    [Fact]
    public void Going_on_takes_the_revision_that_the_run_was_begun_with()
    {
        using var set = new TinySet();
        Interrupt(set, TinySet.Quick, 6);
        using (var revision = set.Manifest.Begin("purge", new { }))
        {
            var first = set.Manifest.Beliefs().First();
            revision.Set(first with { State = SampleState.Dropped });
            revision.Commit(new { });
        }
        Assert.Equal(32, set.Train(TinySet.Quick).Samples);
    }

    [Fact]
    public void A_checkpoint_of_another_architecture_is_refused_by_name()
    {
        using var set = new TinySet();
        Interrupt(set, TinySet.Quick, 6);
        // The folder of one run with the checkpoint of another.
        Interrupt(set, TinySet.Quick with { EmbeddingDim = 8 }, 6, "other");
        File.Copy(set.Run("other").LastCheckpoint, set.Run().LastCheckpoint, overwrite: true);
        Assert.Contains("belongs to another network", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick)).Message);
    }

    [Fact]
    public void A_truncated_checkpoint_is_refused_by_name()
    {
        using var set = new TinySet();
        Interrupt(set, TinySet.Quick, 6);
        using (var file = File.OpenWrite(set.Run().LastCheckpoint))
            file.SetLength(file.Length / 2);
        Assert.Contains("is cut off", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick)).Message);
    }

    [Fact]
    public void Resume_without_a_run_is_refused()
    {
        using var set = new TinySet();
        Assert.Contains("holds no run to continue", Assert.Throws<CleanerException>(() => set.Train(TinySet.Quick with { Resume = true })).Message);
    }

    private static TrainResult Interrupt(TinySet set, TrainOptions options, int stopAfter, string run = "run")
    {
        using var stop = new CancellationTokenSource();
        var steps = 0;
        return set.Train(options, run, new OnProgress(p => { if (p.Stage == "train" && ++steps == stopAfter) stop.Cancel(); }), stop.Token);
    }

    private static byte[] Bytes(RunFolder run, string file) => File.ReadAllBytes(Path.Combine(run.Path, file));
}
