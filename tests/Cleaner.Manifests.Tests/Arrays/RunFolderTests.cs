using Cleaner.Manifests.Arrays;
using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests.Arrays;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_configuration_comes_back_with_its_further_fields()
    {
        var run = new RunFolder(folder.Path);
        RunConfig config = new RunConfig { Command = "cleaner train", K = 3, ManifestRevision = 7, Backbone = "small" }
            .With(new { K = 99, LearningRate = 0.1, MilestoneEpochs = new[] { 8, 14 }, Level = double.NaN });
        config.Write(run.Config);

        RunConfig again = run.ReadConfig();
        Assert.Equal(("cleaner train", 3, 7L, "small"), (again.Command, again.K, again.ManifestRevision, again.Backbone));
        Assert.Equal(0.1, again.Option<double>("learning_rate"));
        Assert.Equal([8, 14], again.Option<int[]>("milestone_epochs")!);
        Assert.Equal(double.NaN, again.Option<double>("level"));
        Assert.Equal(0, again.Option<int>("absent"));
        Assert.DoesNotContain("k", again.Rest.Keys);
        Assert.Contains("\"manifest_revision\": 7", File.ReadAllText(run.Config));
    }

    [Fact]
    public void A_missing_or_broken_configuration_is_refused_in_one_line()
    {
        var run = new RunFolder(folder.Path);
        Assert.Contains("name a run folder", Assert.Throws<CleanerException>(() => run.ReadConfig()).Message);
        File.WriteAllText(run.Config, "{\"k\": \"three\"");
        Assert.Contains("not a run's configuration", Assert.Throws<CleanerException>(() => run.ReadConfig()).Message);
    }

    [Fact]
    public void Snapshots_are_named_by_epoch_with_four_digits() =>
        Assert.EndsWith(Path.Combine("snapshots", "epoch-0012", "embeddings.npy"), new RunFolder("run").SnapshotEmbeddings(12));
}
