using Cleaner.Manifests.Arrays;
using Cleaner.Training.Tests.Support;

namespace Cleaner.Training.Tests.Running;

public sealed class TrainerTests
{
    [Fact]
    public void A_run_folder_holds_everything_and_its_scores_follow_from_embeddings_and_centers()
    {
        using var set = new TinySet(identities: 4, imagesPerIdentity: 8, gaps: true);
        var result = set.Train(TinySet.Quick with { Command = "subcenter-train" });
        var run = set.Run();
        Assert.Equal((32L, 4, false, 16L), (result.Samples, result.Identities, result.Interrupted, result.Steps));
        Assert.True(run.IsDone);

        var ids = Read<long>(run.Ids);
        var labels = Read<long>(run.Labels);
        var classes = Read<long>(run.Classes);
        Assert.Equal(set.Manifest.Beliefs().Select(b => b.SampleId), ids);
        Assert.Equal(set.Manifest.Beliefs().Select(b => b.IdentityId), labels);
        Assert.Equal(labels.Distinct().Order(), classes);

        using var embeddings = NpyArray<float>.Open(run.Embeddings);
        using var centers = NpyArray<float>.Open(run.Centers);
        Assert.Equal((32L, 16, 8L, 16), (embeddings.Rows, embeddings.Columns, centers.Rows, centers.Columns));
        var own = Read<float>(run.OwnCosines);
        var ownCenter = Read<int>(run.OwnCenter);
        var otherIdentity = Read<long>(run.OtherIdentity);
        var otherCosine = Read<float>(run.OtherCosine);
        var loss = Read<float>(run.Loss);
        var scale = run.ReadConfig().Option<double>("scale");
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(1, Dot(embeddings.Row(i), embeddings.Row(i)), 4);
            var cosines = new double[4, 2];
            for (var c = 0; c < 8; c++)
                cosines[c / 2, c % 2] = Dot(embeddings.Row(i), centers.Row(c));
            var label = Array.IndexOf(classes, labels[i]);
            Assert.Equal(cosines[label, 0], own[2 * i], 1e-4);
            Assert.Equal(cosines[label, 1], own[2 * i + 1], 1e-4);
            Assert.Equal(own[2 * i] >= own[2 * i + 1] ? 0 : 1, ownCenter[i]);
            var best = Enumerable.Range(0, 4).Select(c => Math.Max(cosines[c, 0], cosines[c, 1])).ToArray();
            var other = Enumerable.Range(0, 4).Where(c => c != label).MaxBy(c => best[c]);
            Assert.Equal(best[other], otherCosine[i], 1e-4);
            Assert.Equal(classes[other], otherIdentity[i]);
            Assert.Equal(Math.Log(best.Sum(b => Math.Exp(scale * (b - best[label])))), loss[i], 1e-2);
        }
    }

    [Fact]
    public void Snapshots_have_the_rows_of_the_run_and_the_last_one_is_the_result()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick);
        var run = set.Run();
        Assert.Equal(["epoch-0002", "epoch-0004"], Directory.GetDirectories(run.Snapshots).Select(Path.GetFileName).Order());
        Assert.Equal(Read<float>(run.Embeddings), Read<float>(run.SnapshotEmbeddings(4)));
        Assert.NotEqual(Read<float>(run.Embeddings), Read<float>(run.SnapshotEmbeddings(2)));
        Assert.Equal(Read<float>(run.Embeddings).Length, Read<float>(run.SnapshotEmbeddings(2)).Length);
    }

    [Fact]
    public void A_training_learns_to_tell_identities_apart()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 12, K = 1 });
        var run = set.Run();
        var other = Read<float>(run.OtherCosine);
        var own = Read<float>(run.OwnCosines);
        Assert.True(own.Zip(other).Count(p => p.First > p.Second) > own.Length * 0.9, "fewer than 90 % are nearest to their own identity");
        var losses = File.ReadLines(run.Metrics).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("loss").GetDouble()).ToList();
        Assert.True(losses[^1] < losses[0] / 2, string.Join(' ', losses));
        var dynamics = Read<float>(run.Dynamics);
        Assert.Contains(dynamics, d => d > 0.2);
        // Over the second largest other one it is larger; a label put on at random is a wrong one, less so without the own among the others.
        var second = Read<float>(run.DynamicsSecond).Chunk(3).ToList();
        Assert.Equal(dynamics.Length, second.Count);
        Assert.All(second.Zip(dynamics), p => Assert.True(p.First[0] >= p.Second - 1e-6));
        Assert.True(second.Average(s => s[1]) < second.Average(s => s[0]) - 0.2, $"{second.Average(s => s[1])} against {second.Average(s => s[0])}");
        Assert.All(second, s => Assert.True(s[1] <= s[2] + 1e-6));
        Assert.Equal(dynamics, Read<float>(run.DynamicsFirst).Chunk(3).Select(s => s[0]));
        Assert.Single(Directory.GetFiles(run.Path, "events.out.tfevents.*"));
    }

    [Fact]
    public void The_config_records_what_was_decided()
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Command = "subcenter-train", Seed = 9 });
        var config = set.Run().ReadConfig();
        Assert.Equal(("subcenter-train", set.Manifest.Uid.ToString(), 1L, "small", 16, 16, "arcface", 2, 4, 9, "cpu"),
            (config.Command, config.ManifestUid, config.ManifestRevision, config.Backbone, config.InputSize, config.EmbeddingDim, config.Head, config.K, config.Epochs, config.Seed, config.Device));
        Assert.Equal((16.0, 8, 0.1, 32), (config.Option<double>("scale"), config.Option<int>("batch_size"), config.Option<double>("learning_rate"), config.Option<int>("images")));
    }

    [Theory]
    [InlineData("memory", 3)]
    [InlineData("disk", 2)]
    [InlineData("none", 1)]
    public void Cache_and_workers_change_nothing(string cache, int workers)
    {
        using var set = new TinySet();
        set.Train(TinySet.Quick with { Epochs = 2, Augment = "flip,crop,color" }, "reference");
        set.Train(TinySet.Quick with { Epochs = 2, Augment = "flip,crop,color", Cache = cache, Workers = workers });
        Assert.Equal(Read<float>(set.Run("reference").Embeddings), Read<float>(set.Run().Embeddings));
        Assert.False(File.Exists(Path.Combine(set.Run().Path, "pixels.cache")));
    }

    [Theory]
    [InlineData("adamw", "balanced", "multistep", 0.0, 1)]
    [InlineData("sgd", "pk", "onecycle", 0.99, 1)]
    [InlineData("sgd", "shuffle", "polynomial", 0.0, 3)]
    public void Other_ways_to_train_end_with_finite_figures(string optimizer, string sampler, string schedule, double ema, int accumulate)
    {
        using var set = new TinySet();
        var result = set.Train(TinySet.Quick with { Epochs = 2, Optimizer = optimizer, Sampler = sampler, Schedule = schedule, Ema = ema, Accumulate = accumulate });
        Assert.True(double.IsFinite(result.Loss));
        Assert.All(Read<float>(set.Run().Embeddings), v => Assert.True(float.IsFinite(v)));
    }

    [Theory]
    [InlineData("center", "shuffle")]
    [InlineData("contrastive,triplet-semi-hard,triplet-batch-hard", "pk")]
    [InlineData("intra,inter", "shuffle")]
    public void Added_losses_train_beside_the_head_and_choose_their_sampler(string names, string sampler)
    {
        using var set = new TinySet();
        var result = set.Train(TinySet.Quick with { Epochs = 2, AddedLosses = names.Split(',') });
        Assert.True(double.IsFinite(result.Loss));
        Assert.Equal(sampler, set.Run().ReadConfig().Option<string>("sampler"));
        set.Train(TinySet.Quick with { Epochs = 2, Sampler = sampler }, "without");
        Assert.NotEqual(Read<float>(set.Run("without").Embeddings), Read<float>(set.Run().Embeddings));
    }

    [Fact]
    public void Intra_loss_draws_images_to_their_centers()
    {
        using var set = new TinySet();
        var options = TinySet.Quick with { Head = "softmax", K = 1, Epochs = 6 };
        set.Train(options, "without");
        set.Train(options with { AddedLosses = ["intra"], AddedWeights = [40] });
        var (with, without) = (Read<float>(set.Run().OwnCosines).Average(), Read<float>(set.Run("without").OwnCosines).Average());
        Assert.True(with > without + 0.02, $"{with} is not well above {without}");
    }

    [Fact]
    public void The_largest_identities_take_part_alone()
    {
        using var set = new TinySet(identities: 4, imagesPerIdentity: 8, firstWith: 3);
        var result = set.Train(TinySet.Quick with { Epochs = 1, MaxIdentities = 3 });
        Assert.Equal((24L, 3), (result.Samples, result.Identities));
    }

    private static T[] Read<T>(string path) where T : unmanaged
    {
        using var array = NpyArray<T>.Open(path);
        return array.ToArray();
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
