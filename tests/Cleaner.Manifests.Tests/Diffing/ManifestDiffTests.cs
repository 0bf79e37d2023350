using Cleaner.Manifests.Diffing;
using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests.Diffing;

public sealed class ManifestDiffTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Between_two_revisions_each_kind_of_change_is_told_with_both_sides()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 40);
        RevisionTests.Change(manifest, new Belief(9, SampleState.Dropped, 1), new Belief(8, SampleState.Dropped, 1));
        RevisionTests.Change(
            manifest,
            new Belief(2, SampleState.Dropped, 1, 0, "angle", 81.5, "far"),
            new Belief(3, SampleState.Duplicate, 1, 4, "phash", 2, "near"),
            new Belief(5, SampleState.Kept, 3, 0, "relabel", 0.8, "nearer to id2"),
            new Belief(8, SampleState.Duplicate, 1, 4),
            new Belief(9, SampleState.Kept, 1, 0, "person", double.NaN, "is right"));

        (DiffSummary summary, List<Change> changes) = Diff(manifest, 2, manifest, 3);
        Assert.Equal(
            [(ChangeKind.Dropped, 2L), (ChangeKind.Dropped, 3L), (ChangeKind.Relabelled, 5L), (ChangeKind.Reclassified, 8L), (ChangeKind.Restored, 9L)],
            changes.Select(change => (change.Kind, change.Before!.SampleId)));
        Assert.Equal(new Side(2, "id0/0002.jpg", 0, SampleState.Kept, "id0", "", double.NaN, ""), changes[0].Before);
        Assert.Equal(new Side(2, "id0/0002.jpg", 0, SampleState.Dropped, "id0", "angle", 81.5, "far"), changes[0].After);
        Assert.Equal(("id0", "id2"), (changes[2].Before!.Identity, changes[2].After!.Identity));
        Assert.Equal((40, 40, 38, 37), (summary.SamplesBefore, summary.SamplesAfter, summary.KeptBefore, summary.KeptAfter));
        Assert.Equal((2, 1, 1, 1, 5), (summary.Of(ChangeKind.Dropped), summary.Of(ChangeKind.Relabelled), summary.Of(ChangeKind.Restored), summary.Of(ChangeKind.Reclassified), summary.Total));
        Assert.Contains(new RuleCount(ChangeKind.Dropped, "angle", 1), summary.Rules);
        Assert.Equal(["id0", "id2"], summary.Identities.Select(identity => identity.Identity));
        Assert.Equal((8L, 6L, 5L), (summary.Identities[0].KeptBefore, summary.Identities[0].KeptAfter, summary.Identities[0].Total));
        Assert.Empty(summary.IdentityChanges);
    }

    [Fact]
    public void The_other_way_round_dropped_becomes_restored_and_added_becomes_removed()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 5);
        using (RevisionWriter writer = manifest.Begin("ingest", "{}"))
        {
            writer.Set(new Belief(writer.Add(Some.Sample(1, 6), 1), SampleState.Kept, 1));
            writer.Set(new Belief(1, SampleState.Dropped, 1));
            writer.Commit("{}");
        }

        Assert.Equal([(ChangeKind.Dropped, 1L, 1L), (ChangeKind.Added, 0L, 6L)], Ids(Diff(manifest, 1, manifest, 2).Changes));
        Assert.Equal([(ChangeKind.Restored, 1L, 1L), (ChangeKind.Removed, 6L, 0L)], Ids(Diff(manifest, 2, manifest, 1).Changes));
        Assert.Empty(Diff(manifest, 2, manifest, 2).Changes);
        Assert.Equal(6, Diff(manifest, 0, manifest, 2).Summary.Of(ChangeKind.Added));
        Assert.Equal(6, Diff(manifest, 2, manifest, 0).Summary.Of(ChangeKind.Removed));
    }

    [Fact]
    public void A_file_that_was_replaced_or_moved_between_revisions_is_matched_with_its_successor()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 10);
        using (RevisionWriter writer = manifest.Begin("ingest", "{}"))
        {
            long replaced = writer.Add(Some.Sample(1, 77, locator: "id0/0003.jpg"), 1);
            writer.Set(new Belief(replaced, SampleState.Kept, 1));
            writer.Set(new Belief(3, SampleState.Unusable, 1, 0, "replaced"));
            long moved = writer.Add(Some.Sample(1, 4, locator: "id0/new name.jpg"), 1);
            writer.Set(new Belief(moved, SampleState.Kept, 1));
            writer.Set(new Belief(4, SampleState.Unusable, 1, 0, "missing"));
            writer.Set(new Belief(5, SampleState.Unusable, 1, 0, "missing"));
            writer.Set(new Belief(writer.Add(Some.Sample(1, 99), 1), SampleState.Kept, 1));
            writer.Commit("{}");
        }

        Assert.Equal(
            [(ChangeKind.Changed, 3L, 11L), (ChangeKind.Moved, 4L, 12L), (ChangeKind.Dropped, 5L, 5L), (ChangeKind.Added, 0L, 13L)],
            Ids(Diff(manifest, 1, manifest, 2).Changes));
        Assert.Equal(
            [(ChangeKind.Restored, 5L, 5L), (ChangeKind.Changed, 11L, 3L), (ChangeKind.Moved, 12L, 4L), (ChangeKind.Removed, 13L, 0L)],
            Ids(Diff(manifest, 2, manifest, 1).Changes));
    }

    [Fact]
    public void Two_files_are_matched_by_content_and_place_whatever_their_ids()
    {
        using Manifest first = Manifest.Create(folder.At("a.db"));
        Fill(first, "/data", [(1, "x/1.jpg", "x"), (2, "x/2.jpg", "x"), (3, "y/3.jpg", "y"), (4, "y/4.jpg", "y"), (5, "y/5.jpg", "y")]);
        using Manifest second = Manifest.Create(folder.At("b.db"));
        Fill(second, "/copy", [(5, "y/5.jpg", "x"), (40, "y/4.jpg", "y"), (6, "z/6.jpg", "z"), (3, "z/3.jpg", "z"), (1, "x/1.jpg", "x")]);
        RevisionTests.Change(second, new Belief(5, SampleState.Dropped, second.IdentityId("x"), 0, "angle", 80, "far"));

        (DiffSummary summary, List<Change> changes) = Diff(first, 1, second, 2);
        Assert.Equal(
            [
                (ChangeKind.Dropped, 1L, 5L), (ChangeKind.Removed, 2L, 0L), (ChangeKind.Relabelled, 3L, 4L), (ChangeKind.Moved, 3L, 4L),
                (ChangeKind.Changed, 4L, 2L), (ChangeKind.Relabelled, 5L, 1L), (ChangeKind.Added, 0L, 3L),
            ],
            Ids(changes));
        Assert.Equal((5, 5), (summary.SamplesBefore, summary.SamplesAfter));
        Assert.Equal("z/3.jpg", changes[2].After!.Locator);
    }

    [Fact]
    public void A_copy_of_a_file_equals_it()
    {
        Some.Manifest(folder.At("a.db"), 3000).Dispose();
        File.Copy(folder.At("a.db"), folder.At("b.db"));
        using Manifest first = Manifest.Open(folder.At("a.db"));
        using Manifest second = Manifest.Open(folder.At("b.db"));
        (DiffSummary summary, List<Change> changes) = Diff(first, 1, second, 1);
        Assert.Empty(changes);
        Assert.Equal((3000, 3000, 3000, 3000), (summary.SamplesBefore, summary.SamplesAfter, summary.KeptBefore, summary.KeptAfter));
    }

    [Fact]
    public void Merges_splits_and_new_names_are_told_from_single_corrections()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 60);
        long[] id = [.. Enumerable.Range(0, 6).Select(i => manifest.IdentityId($"id{i}"))];
        long part = manifest.IdentityId("id2 (second)");
        long renamed = manifest.IdentityId("Anna");
        using (RevisionWriter writer = manifest.Begin("review", "{}"))
        {
            Move(writer, 1, 10, id[1]);
            Move(writer, 21, 24, part);
            Move(writer, 31, 40, renamed);
            Move(writer, 41, 42, id[5]);
            writer.Commit("{}");
        }

        DiffSummary summary = Diff(manifest, 1, manifest, 2).Summary;
        Assert.Equal(
            [new IdentityChange("renamed", "id3", "Anna", 10), new IdentityChange("merged", "id0", "id1", 10), new IdentityChange("split", "id2", "id2 (second)", 4)],
            summary.IdentityChanges.OrderByDescending(change => change.Samples).ThenByDescending(change => change.Kind, StringComparer.Ordinal));
        Assert.Equal(26, summary.Of(ChangeKind.Relabelled));
    }

    [Fact]
    public void Filters_pick_by_identity_reason_and_kind()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 40);
        RevisionTests.Change(
            manifest,
            new Belief(2, SampleState.Dropped, 1, 0, "angle", 81.5, "far from its center"),
            new Belief(12, SampleState.Dropped, 2, 0, "person", double.NaN, "a Stranger"),
            new Belief(13, SampleState.Kept, 3, 0, "relabel"));
        Assert.Equal([2L], Passing(new DiffFilter { Identities = ["id0"] }));
        Assert.Equal([2L, 12L, 13L], Passing(new DiffFilter { Identities = ["id?"] }));
        Assert.Equal([13L], Passing(new DiffFilter { Identities = ["id2"] }));
        Assert.Equal([12L], Passing(new DiffFilter { Reasons = ["stranger"] }));
        Assert.Equal([2L, 13L], Passing(new DiffFilter { Reasons = ["ANGLE", "relabel"] }));
        Assert.Equal([13L], Passing(new DiffFilter { Kinds = [ChangeKind.Relabelled, ChangeKind.Added] }));
        Assert.Empty(Passing(new DiffFilter { Identities = ["id3"] }));

        long[] Passing(DiffFilter filter)
        {
            var ids = new List<long>();
            DiffSummary summary = ManifestDiff.Compare(new DiffState(manifest, 1), new DiffState(manifest, 2), filter, change => ids.Add(change.Before!.SampleId));
            Assert.Equal(ids.Count, summary.Total);
            return [.. ids];
        }
    }

    [Fact]
    public void A_revision_that_does_not_exist_is_refused()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 1);
        Assert.Contains("no revision 2", Assert.Throws<CleanerException>(() => Diff(manifest, 1, manifest, 2)).Message);
    }

    [Fact]
    public void A_stopped_comparison_says_so()
    {
        using Manifest first = Some.Manifest(folder.At("a.db"), 10);
        using Manifest second = Some.Manifest(folder.At("b.db"), 10);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ManifestDiff.Compare(new DiffState(first, 1), new DiffState(second, 1), new DiffFilter(), _ => { }, new CancellationToken(canceled: true)));
    }

    private static (DiffSummary Summary, List<Change> Changes) Diff(Manifest a, long before, Manifest b, long after)
    {
        var changes = new List<Change>();
        DiffSummary summary = ManifestDiff.Compare(new DiffState(a, before), new DiffState(b, after), new DiffFilter(), changes.Add);
        Assert.Equal(changes.Count, summary.Total);
        return (summary, changes);
    }

    private static IEnumerable<(ChangeKind, long, long)> Ids(IEnumerable<Change> changes) =>
        changes.Select(change => (change.Kind, change.Before?.SampleId ?? 0, change.After?.SampleId ?? 0));

    private static void Fill(Manifest manifest, string root, (int Number, string Locator, string Label)[] samples)
    {
        using RevisionWriter writer = manifest.Begin("ingest", "{}");
        long source = manifest.AddSource("folder", root, "{}");
        foreach ((int number, string locator, string label) in samples)
        {
            long identity = manifest.IdentityId(label);
            writer.Set(new Belief(writer.Add(Some.Sample(source, number, label, locator), identity), SampleState.Kept, identity));
        }

        writer.Commit("{}");
    }

    private static void Move(RevisionWriter writer, int first, int last, long identity)
    {
        for (int id = first; id <= last; id++)
        {
            writer.Set(new Belief(id, SampleState.Kept, identity));
        }
    }
}
