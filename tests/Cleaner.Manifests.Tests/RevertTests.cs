using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class RevertTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_revert_believes_again_what_was_believed_and_can_be_reverted_itself()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 20);
        RevisionTests.Change(manifest, new Belief(2, SampleState.Dropped, 1, 0, "angle", 80, "far"), new Belief(3, SampleState.Kept, 2));
        RevisionTests.Change(manifest, new Belief(3, SampleState.Dropped, 2));

        Assert.Equal(new RevertCounts(1, 2, 0), ManifestRevert.Plan(manifest, 1));
        Assert.Equal(3, manifest.Head);
        (RevertCounts counts, Revision? written) = ManifestRevert.Apply(manifest, 1, "cleaner revert a.db 1", "maria");
        Assert.Equal(new RevertCounts(1, 2, 0), counts);
        Assert.Equal((4L, "maria", "cleaner revert a.db 1"), (written!.Id, written.Actor, written.Command));
        Assert.Equal(manifest.Beliefs(1), manifest.Beliefs());

        ManifestRevert.Apply(manifest, 3, "cleaner revert a.db 3");
        Assert.Equal(manifest.Beliefs(3), manifest.Beliefs());
        Assert.Equal(new Belief(2, SampleState.Dropped, 1, 0, "angle", 80, "far"), manifest.Beliefs().ElementAt(1));
    }

    [Fact]
    public void Samples_added_later_are_dropped()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 2);
        using (RevisionWriter writer = manifest.Begin("ingest", "{}"))
        {
            writer.Set(new Belief(writer.Add(Some.Sample(1, 3), 1), SampleState.Kept, 1));
            writer.Set(new Belief(writer.Add(Some.Sample(1, 4), 1), SampleState.Unusable, 1, 0, "unreadable"));
            writer.Commit("{}");
        }

        Assert.Equal(new RevertCounts(1, 0, 1), ManifestRevert.Apply(manifest, 1, "cleaner revert").Counts);
        Assert.Equal([SampleState.Kept, SampleState.Kept, SampleState.Dropped, SampleState.Unusable], manifest.Beliefs().Select(belief => belief.State));
        Assert.Equal("added after revision 1", manifest.Beliefs().ElementAt(2).Reason);
    }

    [Fact]
    public void A_revert_to_the_present_writes_nothing()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 2);
        Assert.Null(ManifestRevert.Apply(manifest, 1, "cleaner revert").Written);
        Assert.Equal(1, manifest.Head);
        Assert.Contains("has no revision 2", Assert.Throws<CleanerException>(() => ManifestRevert.Apply(manifest, 2, "cleaner revert")).Message);
    }
}
