using Cleaner.Manifests.Diffing;
using Cleaner.Manifests.Merging;
using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class MergeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shards_join_sources_by_root_and_identities_by_name()
    {
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Shard("a.db", "/data", ("anna", 1), ("anna", 2));
        using Manifest b = Shard("b.db", "/data", ("bert", 3), ("anna", 4));
        using Manifest c = Shard("c.db", "/other", ("bert", 1));
        (IReadOnlyList<MergeCount> counts, Revision? written) = ManifestMerge.Run(target, [new(a), new(b), new(c)], "cleaner merge");

        Assert.Equal([2L, 2L, 1L], counts.Select(count => count.Added));
        Assert.Equal(1, written!.Id);
        Assert.Equal(["/data", "/other"], target.Sources().Select(source => source.Root));
        Assert.Equal(["anna", "bert"], target.Identities().Select(identity => identity.Name));
        Assert.Equal(["anna", "anna", "bert", "anna", "bert"], target.Samples().Select(view => view.Sample.Label));
        Assert.Equal([1L, 1L, 2L, 1L, 2L], target.Samples().Select(view => view.Belief.IdentityId));
        Assert.Equal([1L, 1L, 1L, 1L, 2L], target.Samples().Select(view => view.Sample.SourceId));
        Assert.Equal(b.Samples().First().Sample.Sha256, target.Find(3)!.Sha256);
    }

    [Fact]
    public void Merging_again_adds_nothing_and_writes_no_revision()
    {
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Shard("a.db", "/data", ("anna", 1), ("anna", 2));
        ManifestMerge.Run(target, [new(a)], "cleaner merge");
        (IReadOnlyList<MergeCount> counts, Revision? written) = ManifestMerge.Run(target, [new(a), new(a)], "cleaner merge");
        Assert.Null(written);
        Assert.Null(target.Pending);
        Assert.Equal(1, target.Head);
        Assert.All(counts, count => Assert.Equal((2L, 0L), (count.Samples, count.Added)));
    }

    [Fact]
    public void Duplicates_and_findings_point_to_the_new_ids()
    {
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Shard("a.db", "/data", ("anna", 1), ("anna", 2), ("anna", 3));
        using Manifest b = Shard("b.db", "/data", ("cleo", 11), ("bert", 12), ("bert", 13));
        RevisionTests.Change(b, new Belief(2, SampleState.Duplicate, b.IdentityId("bert"), 3, "phash", 2, "near"));
        using (RevisionWriter writer = b.Begin("ingest", "{}"))
        {
            writer.Add(new Finding("conflict", b.IdentityId("cleo"), b.IdentityId("bert"), 1, 3, 0, "same picture"));
            writer.Commit("{}");
        }

        ManifestMerge.Run(target, [new(a), new(b)], "cleaner merge");
        Assert.Equal(new Belief(5, SampleState.Duplicate, target.IdentityId("bert"), 6, "phash", 2, "near"), target.Beliefs().ElementAt(4));
        Assert.Equal(new Finding("conflict", target.IdentityId("cleo"), target.IdentityId("bert"), 4, 6, 0, "same picture"), Assert.Single(target.Findings()));
    }

    [Fact]
    public void The_merged_whole_equals_an_unsharded_ingest()
    {
        using Manifest whole = Shard("whole.db", "/data", ("anna", 1), ("bert", 2), ("cleo", 3));
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Shard("a.db", "/data", ("cleo", 3));
        using Manifest b = Shard("b.db", "/data", ("anna", 1), ("bert", 2));
        ManifestMerge.Run(target, [new(a), new(b)], "cleaner merge");
        DiffSummary diff = ManifestDiff.Compare(new DiffState(whole, 1), new DiffState(target, 1), new DiffFilter(), _ => { });
        Assert.Equal(0, diff.Total);
        Assert.Equal(3, diff.SamplesAfter);
    }

    [Theory]
    [InlineData("anna", 2, "other bytes")]
    [InlineData("bert", 1, "another label")]
    public void The_same_place_with_other_facts_is_refused_and_nothing_is_visible(string label, int number, string expected)
    {
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Manifest.Create(folder.At("a.db"));
        using Manifest b = Manifest.Create(folder.At("b.db"));
        AddAt(a, "x.jpg", "anna", 1);
        AddAt(b, "x.jpg", label, number);
        string message = Assert.Throws<CleanerException>(() => ManifestMerge.Run(target, [new(a), new(b)], "cleaner merge")).Message;
        Assert.Contains($"b.db: 'x.jpg' has {expected}", message);
        Assert.Equal(0, target.Head);
    }

    [Fact]
    public void A_file_that_was_replaced_over_time_merges()
    {
        using Manifest a = Manifest.Create(folder.At("a.db"));
        AddAt(a, "x.jpg", "anna", 1);
        AddAt(a, "x.jpg", "anna", 2);
        RevisionTests.Change(a, new Belief(1, SampleState.Unusable, 1, 0, "gone"));
        using Manifest target = Manifest.Create(folder.At("out.db"));
        ManifestMerge.Run(target, [new(a)], "cleaner merge");
        Assert.Equal(a.Beliefs(), target.Beliefs());
        (IReadOnlyList<MergeCount> counts, Revision? written) = ManifestMerge.Run(target, [new(a)], "cleaner merge");
        Assert.Null(written);
        Assert.Equal(0, counts[0].BelievedOtherwise);
    }

    [Fact]
    public void What_is_believed_otherwise_is_counted_and_left_alone()
    {
        using Manifest a = Shard("a.db", "/data", ("anna", 1), ("anna", 2));
        using Manifest target = Manifest.Create(folder.At("out.db"));
        ManifestMerge.Run(target, [new(a)], "cleaner merge");
        RevisionTests.Change(a, new Belief(1, SampleState.Dropped, 1));
        Assert.Equal(1, ManifestMerge.Run(target, [new(a)], "cleaner merge").Counts[0].BelievedOtherwise);
        Assert.Equal(0, ManifestMerge.Run(target, [new(a, 1)], "cleaner merge").Counts[0].BelievedOtherwise);
        Assert.All(target.Beliefs(), belief => Assert.Equal(SampleState.Kept, belief.State));
    }

    [Fact]
    public void A_stopped_merge_goes_on_with_the_same_call()
    {
        using Manifest target = Manifest.Create(folder.At("out.db"));
        using Manifest a = Shard("a.db", "/data", ("anna", 1), ("anna", 2), ("bert", 3));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => ManifestMerge.Run(target, [new(a)], "cleaner merge", stop.Cancel, stop.Token));
        Assert.NotNull(target.Pending);
        ManifestMerge.Run(target, [new(a)], "cleaner merge");
        Assert.Equal(3, target.Samples().Count());
    }

    private Manifest Shard(string name, string root, params (string Label, int Number)[] samples)
    {
        Manifest manifest = Manifest.Create(folder.At(name));
        using RevisionWriter writer = manifest.Begin("ingest", "{}");
        long source = manifest.AddSource("folder", root, "{}");
        foreach ((string label, int number) in samples)
        {
            long identity = manifest.IdentityId(label);
            writer.Set(new Belief(writer.Add(Some.Sample(source, number, label), identity), SampleState.Kept, identity));
        }

        writer.Commit("{}");
        return manifest;
    }

    private static void AddAt(Manifest manifest, string locator, string label, int number)
    {
        using RevisionWriter writer = manifest.Begin("ingest", "{}");
        long source = manifest.AddSource("folder", "/data", "{}");
        long identity = manifest.IdentityId(label);
        writer.Set(new Belief(writer.Add(Some.Sample(source, number, label, locator), identity), SampleState.Kept, identity));
        writer.Commit("{}");
    }
}
