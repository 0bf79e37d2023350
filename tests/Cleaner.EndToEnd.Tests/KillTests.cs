using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>SIGKILL at a moment of the tool's own progress; the next call continues or starts cleanly, and the old revision is intact.</summary>
[Collection(nameof(SmallDemo))]
public sealed class KillTests(SmallDemo demo)
{
    [Fact]
    public void A_killed_ingest_leaves_no_revision_and_the_next_one_ends_in_the_same_manifest()
    {
        using var folder = demo.Copy();
        var killed = Cli.KillWhen(folder.Path, () => Grown(folder.At("killed.db-wal"), 4096), "ingest", "demo/images", "--out", "killed.db");
        Assert.True(killed, "ingest ended before it could be killed");

        Cli.Run(folder.Path, "ingest", "demo/images", "--out", "killed.db").Expect(3);
        Cli.Run(folder.Path, "diff", "manifest.db", "killed.db", "--exit-code").Expect(0);
    }

    [Fact]
    public void A_killed_training_resumes_to_the_weights_of_an_uninterrupted_one()
    {
        using var folder = demo.Copy();
        string[] train = ["subcenter-train", "manifest.db", "--out", "killed", .. SmallDemo.ShortTraining];
        var killed = Cli.KillWhen(folder.Path, () => File.Exists(folder.At("killed", "checkpoints", "last.safetensors")), train);
        Assert.True(killed, "the training ended before it could be killed");
        Assert.False(File.Exists(folder.At("killed", "done")));

        Cli.Run(folder.Path, [.. train, "--resume"]).Expect(0);

        Assert.Equal(File.ReadAllBytes(folder.At("subcenter", "model.safetensors")), File.ReadAllBytes(folder.At("killed", "model.safetensors")));
        Assert.Equal(File.ReadAllBytes(folder.At("subcenter", "embeddings.npy")), File.ReadAllBytes(folder.At("killed", "embeddings.npy")));
    }

    [Fact]
    public void A_training_killed_in_its_cross_validation_ends_in_the_same_scores()
    {
        using var folder = demo.Copy();
        string[] train = ["subcenter-train", "manifest.db", "--out", "killed", .. SmallDemo.ShortTraining];
        var killed = Cli.KillWhen(folder.Path, () => File.Exists(folder.At("killed", "folds", "1", "checkpoints", "last.safetensors")), train);
        Assert.True(killed, "the training ended before it could be killed");
        Assert.True(File.Exists(folder.At("killed", "folds", "0", "held_out.npy")));

        Cli.Run(folder.Path, train).Expect(0);

        foreach (var scores in new[] { "held_out_first.npy", "held_out_second.npy", "held_out_ranks.npy" })
            Assert.Equal(File.ReadAllBytes(folder.At("subcenter", "scores", scores)), File.ReadAllBytes(folder.At("killed", "scores", scores)));
        Assert.False(Directory.Exists(folder.At("killed", "folds")));
    }

    [Fact]
    public void A_killed_purge_leaves_the_old_revision_or_the_whole_new_one()
    {
        using var folder = demo.Copy();
        Cli.KillWhen(folder.Path, () => Grown(folder.At("manifest.db-wal"), 1), "purge", "manifest.db", "--run", "subcenter", "--threshold", "75", "--force");

        // Whatever the moment: revision 1 says what it said, and a purge started anew ends as one that was never killed.
        Cli.Run(folder.Path, "diff", Path.Combine(demo.Path, "manifest.db@1"), "manifest.db@1", "--exit-code").Expect(0);
        Cli.Run(folder.Path, "purge", "manifest.db", "--run", "subcenter", "--threshold", "75", "--force").Expect(0);
        using var whole = demo.Copy();
        Cli.Run(whole.Path, "purge", "manifest.db", "--run", "subcenter", "--threshold", "75", "--force").Expect(0);
        Cli.Run(folder.Path, "diff", "manifest.db", whole.At("manifest.db"), "--exit-code").Expect(0);
    }

    private static bool Grown(string path, long bytes)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length >= bytes;
    }
}
