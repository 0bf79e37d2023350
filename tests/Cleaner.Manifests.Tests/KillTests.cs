using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.At("a.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_writer_killed_inside_a_transaction_leaves_the_old_revision()
    {
        Some.Manifest(Path, 1000).Dispose();
        Victim.RunAndKill("transaction", Path);
        Assert.True(new FileInfo(Path + "-wal").Length > 1_000_000, "the kill came before anything reached the disk");

        using (Manifest manifest = Manifest.Open(Path))
        {
            Assert.Equal(1, manifest.Head);
            Assert.Equal(1000, manifest.Beliefs().Count(belief => belief.State == SampleState.Kept));
        }

        using Manifest writable = Manifest.Open(Path, writable: true);
        RevisionTests.Change(writable, new Belief(1, SampleState.Dropped, 1));
        Assert.Equal(2, writable.Head);
        Assert.Equal(1, writable.Beliefs().Count(belief => belief.State == SampleState.Dropped));
    }

    [Fact]
    public void A_writer_killed_between_batches_is_gone_on_with()
    {
        Some.Manifest(Path, 10).Dispose();
        Victim.RunAndKill("staged", Path);

        using (Manifest manifest = Manifest.Open(Path))
        {
            Assert.Equal(1, manifest.Head);
            Assert.Equal(10, manifest.Samples().Count());
            Assert.Equal("a thousand", manifest.Pending!.Note);
        }

        using Manifest writable = Manifest.Open(Path, writable: true);
        using RevisionWriter writer = writable.ResumePending();
        Assert.Equal(1010, writer.Samples().Count());
        writer.Commit("{}");
        Assert.Equal(1010, writable.Samples().Count());
    }
}
