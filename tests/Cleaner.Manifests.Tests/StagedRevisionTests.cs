using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class StagedRevisionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.At("a.db");

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

        using KnownSamples known = manifest.Known();
        Assert.Equal(12, known.Count);
        Assert.Equal([11L, 3L], known.Find(1, "id0/0003.jpg").Select(sample => sample.Id));
        KnownSample newest = known.Find(1, "id0/0003.jpg")[0];
        Assert.Equal((1077L, Some.Sample(1, 77).ModifiedTicks, SampleStatus.Ok, 1L), (newest.Bytes, newest.ModifiedTicks, newest.Status, newest.GivenIdentityId));
        Assert.Equal(Some.Sample(1, 77).Sha256, newest.Sha256);
        Assert.Equal((12L, SampleStatus.Damaged), (known.Find(1, "a.tar", 512)[0].Id, known.Find(1, "a.tar", 512)[0].Status));
        Assert.Empty(known.Find(1, "a.tar", 0));
        Assert.Empty(known.Find(2, "id0/0003.jpg"));
        Assert.Empty(known.Find(1, "id0/0033.jpg"));

        for (int i = 100; i < 200; i++)
        {
            AddOne(writer, i);
        }

        Assert.Empty(known.Find(1, "anna/0150.jpg"));
        known.Refresh();
        Assert.Equal(112, known.Count);
        Assert.Equal(63, known.Find(1, "anna/0150.jpg")[0].Id);
        Assert.Equal(12, known.Find(1, "a.tar", 512)[0].Id);
    }

    private static long AddOne(RevisionWriter writer, int number)
    {
        long id = writer.Add(Some.Sample(1, number), 1);
        writer.Set(new Belief(id, SampleState.Kept, 1));
        return id;
    }
}
