using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class StagedRevisionTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Path => folder.File("a.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_checkpoint_outlives_its_writer_yet_stays_invisible_until_the_commit()
    {
        using (Manifest manifest = Some.Manifest(Path, 10))
        {
            using RevisionWriter writer = manifest.BeginStaged("cleaner ingest b", "{}", "maria");
            AddOne(writer, 11);
            writer.Set(new Belief(1, SampleState.Dropped, 1));
            writer.Checkpoint("file 11");
            AddOne(writer, 12);
        }

        using Manifest again = Manifest.Open(Path, writable: true);
        Assert.Equal(1, again.Head);
        Assert.Equal(10, again.Samples().Count());
        Assert.All(again.Beliefs(), belief => Assert.Equal(SampleState.Kept, belief.State));
        PendingRevision pending = again.Pending!;
        Assert.Equal((2L, "cleaner ingest b", "maria", 11L, "file 11"), (pending.Id, pending.Command, pending.Actor, pending.FirstSample, pending.Note));

        using (RevisionWriter writer = again.ResumePending())
        {
            Assert.Equal("file 11", writer.Note);
            Assert.Equal(11, writer.FirstSample);
            Assert.Equal(11, writer.Samples().Count());
            Assert.Equal(SampleState.Dropped, writer.Beliefs().First().State);
            Assert.Equal(12, AddOne(writer, 12));
            writer.Commit(new { added = 2 });
        }

        Assert.Null(again.Pending);
        Assert.Equal(2, again.Head);
        Assert.Equal(12, again.Samples().Count());
        Assert.Equal(10, again.Samples(1).Count());
        Assert.Equal("maria", again.Log()[1].Actor);
    }

    [Fact]
    public void No_other_revision_begins_on_top_of_an_unfinished_one()
    {
        using Manifest manifest = Some.Manifest(Path, 10);
        manifest.BeginStaged("cleaner ingest b", "{}").Dispose();
        Assert.Contains("unfinished 'cleaner ingest b'", Assert.Throws<CleanerException>(() => manifest.Begin("purge", "{}")).Message);
        Assert.Contains("unfinished", Assert.Throws<CleanerException>(() => manifest.BeginStaged("ingest", "{}")).Message);
    }

    [Fact]
    public void Discarding_brings_back_the_state_before()
    {
        using Manifest manifest = Some.Manifest(Path, 10);
        using (RevisionWriter writer = manifest.BeginStaged("ingest", "{}"))
        {
            AddOne(writer, 11);
            writer.Set(new Belief(3, SampleState.Dropped, 1));
            writer.Add(new Finding("merge", 1, 1, 0, 0, 1, ""));
            writer.Checkpoint("");
        }

        manifest.DiscardPending();
        Assert.Null(manifest.Pending);
        Assert.Equal(10, manifest.SampleCount);
        RevisionTests.Change(manifest, new Belief(4, SampleState.Dropped, 1));
        Assert.Equal([4L], manifest.Beliefs().Where(belief => belief.State == SampleState.Dropped).Select(belief => belief.SampleId));
        Assert.Empty(manifest.Findings());
    }

    [Fact]
    public void Resume_without_an_unfinished_revision_says_so()
    {
        using Manifest manifest = Some.Manifest(Path, 1);
        Assert.Contains("no unfinished revision", Assert.Throws<CleanerException>(manifest.ResumePending).Message);
        RevisionTests.Change(manifest, new Belief(1, SampleState.Dropped, 1));
    }

    [Fact]
    public void A_checkpoint_needs_a_staged_revision()
    {
        using Manifest manifest = Some.Manifest(Path, 1);
        using RevisionWriter writer = manifest.Begin("purge", "{}");
        Assert.Throws<InvalidOperationException>(() => writer.Checkpoint(""));
    }

    [Fact]
    public void A_second_writer_is_told_that_the_manifest_is_being_written()
    {
        using Manifest first = Some.Manifest(Path, 1);
        using Manifest second = Manifest.Open(Path, writable: true);
        using (first.BeginStaged("ingest", "{}"))
        {
            Assert.Contains("another process is writing", Assert.Throws<CleanerException>(() => second.Begin("purge", "{}")).Message);
            Assert.Contains("another process is writing", Assert.Throws<CleanerException>(second.ResumePending).Message);
        }

        using RevisionWriter resumed = second.ResumePending();
        resumed.Commit("{}");
        Assert.Equal(2, first.Head);
    }

    [Fact]
    public void Known_samples_cover_the_unfinished_revision_and_prefer_the_newest()
    {
        using Manifest manifest = Some.Manifest(Path, 10);
        using RevisionWriter writer = manifest.BeginStaged("ingest", "{}");
        long replaced = writer.Add(Some.Sample(1, 77, locator: "id0/0003.jpg") with { Offset = 0 }, 1);
        writer.Set(new Belief(replaced, SampleState.Kept, 1));
        long inArchive = writer.Add(Some.Sample(1, 78, locator: "a.tar") with { Offset = 512, Status = SampleStatus.Damaged }, 1);
        writer.Set(new Belief(inArchive, SampleState.Unusable, 1));
        writer.Checkpoint("");

        KnownSamples known = manifest.Known();
        Assert.Equal(12, known.Count);
        Assert.Equal(new KnownSample(11, 1077, Some.Sample(1, 77).ModifiedTicks, SampleStatus.Ok), known.Find(1, "id0/0003.jpg"));
        Assert.Equal(12, known.Find(1, "a.tar", 512)!.Value.Id);
        Assert.Equal(SampleStatus.Damaged, known.Find(1, "a.tar", 512)!.Value.Status);
        Assert.Null(known.Find(1, "a.tar", 0));
        Assert.Null(known.Find(2, "id0/0003.jpg"));
        Assert.Null(known.Find(1, "id0/0033.jpg"));
    }

    private static long AddOne(RevisionWriter writer, int number)
    {
        long id = writer.Add(Some.Sample(1, number), 1);
        writer.Set(new Belief(id, SampleState.Kept, 1));
        return id;
    }
}
