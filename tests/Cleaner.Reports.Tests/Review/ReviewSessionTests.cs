using Cleaner.Manifests;
using Cleaner.Reports.Review;
using Cleaner.Reports.Tests.Support;

namespace Cleaner.Reports.Tests.Review;

public sealed class ReviewSessionTests : IDisposable
{
    private readonly ReportSet _set = new(6, 10);
    private readonly ReviewSession _session;

    public ReviewSessionTests() => _session = new ReviewSession(ReviewClient.Options(_set));

    public void Dispose()
    {
        _session.Dispose();
        _set.Dispose();
    }

    [Fact]
    public void A_decision_on_several_images_is_one_revision_under_the_persons_name()
    {
        var outcome = Decide(new DecisionAction("drop", [1, 2, 3], null, null, null));
        Assert.Equal((3, "dropped 3 images"), (outcome.Revision, outcome.Text));
        Assert.All(new long[] { 1, 2, 3 }, id => Assert.Equal((SampleState.Dropped, "review", "dropped by ada"), (Belief(id).State, Belief(id).Rule, Belief(id).Reason)));
        var revision = _set.Manifest.Log()[^1];
        Assert.Equal(("ada", "cleaner review faces.db", "{\"dropped\":3}"), (revision.Actor, revision.Command, revision.CountsJson));
    }

    [Fact]
    public void A_move_keeps_the_image_under_the_other_name_even_where_a_rule_had_dropped_it()
    {
        long dropped = _set.Manifest.Beliefs().First(b => b.State == SampleState.Dropped).SampleId, target = _set.Manifest.IdentityId("person-005");
        Decide(new DecisionAction("move", [dropped], target, null, null));
        Assert.Equal((SampleState.Kept, target), (Belief(dropped).State, Belief(dropped).IdentityId));
        Assert.StartsWith("moved from person-0", Belief(dropped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_name_is_made_with_the_revision()
    {
        Decide(new DecisionAction("move", [1, 2], null, "somebody new", null));
        Assert.Equal("somebody new", NameOf(1));
        Assert.Equal(NameOf(1), NameOf(2));
        Decide(new DecisionAction("move", [3], null, "somebody new", null));
        Assert.Equal(Belief(1).IdentityId, Belief(3).IdentityId);
    }

    [Fact]
    public void A_merge_changes_names_alone_so_that_rules_still_judge_the_images()
    {
        long from = Id("person-001"), into = Id("person-000");
        var before = _set.Manifest.Beliefs().ToList();
        Decide(new DecisionAction("merge", null, into, null, from));
        var after = _set.Manifest.Beliefs().ToList();
        Assert.DoesNotContain(after, b => b.IdentityId == from && b.State != SampleState.Unusable);
        Assert.All(before.Zip(after), pair => Assert.Equal((pair.First.State, pair.First.Rule, pair.First.Score), (pair.Second.State, pair.Second.Rule, pair.Second.Score)));
    }

    [Fact]
    public void A_split_takes_the_chosen_images_to_a_new_name()
    {
        Decide(new DecisionAction("split", [1, 2], null, "person-000 (2)", null));
        Assert.Equal(("person-000 (2)", SampleState.Kept, "angle"), (NameOf(1), Belief(1).State, Belief(1).Rule));
        Assert.Equal("person-000", NameOf(3));
    }

    [Fact]
    public void Undo_believes_again_what_was_believed_before_step_by_step()
    {
        var before = _set.Manifest.Beliefs().ToList();
        Decide(new DecisionAction("drop", [1, 2], null, null, null));
        Decide(new DecisionAction("merge", null, Id("person-000"), null, Id("person-001")));
        Assert.StartsWith("took back: person-001 merged into person-000 (", _session.Undo().Text, StringComparison.Ordinal);
        Assert.Equal(SampleState.Dropped, Belief(1).State);
        _session.Undo();
        Assert.Equal(before, _set.Manifest.Beliefs());
        Assert.Throws<DecisionException>(() => _session.Undo());
        Assert.Equal(6, _set.Manifest.Head);
    }

    [Fact]
    public void Undo_outlives_the_session()
    {
        var before = _set.Manifest.Beliefs().ToList();
        Decide(new DecisionAction("drop", [1], null, null, null));
        using var later = new ReviewSession(ReviewClient.Options(_set));
        later.Undo();
        Assert.Equal(before, _set.Manifest.Beliefs());
    }

    [Fact]
    public void Undo_leaves_alone_what_somebody_changed_since()
    {
        Decide(new DecisionAction("drop", [1, 2], null, null, null));
        using (var writer = _set.Manifest.Begin("cleaner purge", new { }))
        {
            writer.Set(Belief(1) with { State = SampleState.Kept, Rule = "other" });
            writer.Commit(new { });
        }

        _session.Undo();
        Assert.Equal("other", Belief(1).Rule);
        Assert.Equal((SampleState.Kept, "angle"), (Belief(2).State, Belief(2).Rule));
    }

    [Fact]
    public void A_suggestion_that_was_turned_down_does_not_come_back_unless_that_is_undone()
    {
        string merge = _session.With(state => state.Queue.All.Single(c => c.Kind == CaseKind.Merge).Key);
        Assert.Equal("person-000 and person-001 stay apart", _session.Decide(new Reports.Review.Decision([], merge)).Text);
        Assert.DoesNotContain(OpenKinds(), kind => kind == CaseKind.Merge);
        Assert.DoesNotContain("id=\"suggestions\"><h2>Worth a look</h2>\n<h3 class=\"kind\">One person", _set.Render(), StringComparison.Ordinal);
        using (var later = new ReviewSession(ReviewClient.Options(_set)))
        {
            later.Undo();
        }

        Assert.Contains(OpenKinds(), kind => kind == CaseKind.Merge);
    }

    [Fact]
    public void One_person_answers_for_all_groups_of_a_name_and_a_split_for_one_pair_of_them()
    {
        long a = Id("person-000");
        using (var writer = _set.Manifest.Begin("cleaner purge", new { }))
        {
            writer.Add(new Finding("split", a, 0, 1, 2, 0.7, "two groups"));
            writer.Add(new Finding("split", a, 0, 1, 3, 0.6, "two groups"));
            writer.Commit(new { });
        }

        var splits = _session.With(state => state.Queue.All.Where(c => c.Kind == CaseKind.Split).Select(c => c.Key).ToList());
        Assert.Equal(3, splits.Count);
        _session.Decide(new Reports.Review.Decision([new("split", [2], null, "somebody", null)], splits[1]));
        Assert.Equal([splits[1]], _session.With(state => state.Settled.Keys.ToList()));
        _session.Decide(new Reports.Review.Decision([], splits[0]));
        Assert.Equal(3, _session.With(state => state.Settled.Count));
        Assert.DoesNotContain(CaseKind.Split, OpenKinds());
        _session.Undo();
        Assert.Contains(CaseKind.Split, OpenKinds());
    }

    [Fact]
    public void What_was_decided_or_has_become_moot_is_not_asked_again()
    {
        var (key, left, right) = _session.With(state => state.Queue.All.Where(c => c.Kind == CaseKind.Conflict).Select(c => (c.Key, c.Finding!.SampleA, c.Finding.SampleB)).Single());
        _session.Decide(new Reports.Review.Decision([new("keep", [left], null, null, null), new("drop", [right], null, null, null)], key));
        Decide(new DecisionAction("merge", null, Id("person-000"), null, Id("person-001")));
        using var later = new ReviewSession(ReviewClient.Options(_set));
        Assert.DoesNotContain(later.With(state => state.Queue.All.ToList()), c => c.Kind is CaseKind.Conflict or CaseKind.Merge || c.SampleId == left || c.SampleId == right);
    }

    [Fact]
    public void Of_a_large_set_the_most_doubtful_are_asked_about_and_the_rest_is_counted()
    {
        using var few = new ReviewSession(ReviewClient.Options(_set) with { Cases = 5 });
        var doubts = _set.Manifest.Beliefs().Where(b => b.Rule == "angle").OrderBy(b => Math.Abs(b.Score - 75)).Select(b => b.SampleId).ToList();
        Assert.Equal(doubts[..5], few.With(state => state.Queue.All.Where(c => c.Kind == CaseKind.Image).Select(c => c.SampleId).ToList()));
        Assert.Equal(doubts.Count, few.With(state => state.Queue.Judged));
    }

    [Fact]
    public void A_revision_of_another_command_is_seen_before_the_next_case()
    {
        using (var writer = _set.Manifest.Begin("cleaner purge", new { }))
        {
            writer.Set(Belief(1) with { State = SampleState.Dropped });
            writer.Commit(new { });
        }

        Assert.Equal([1L], _session.With(state => state.Index.Of(Belief(1).IdentityId).Dropped.Where(id => id == 1)));
        Assert.Equal(4, Decide(new DecisionAction("keep", [1], null, null, null)).Revision);
    }

    [Fact]
    public void While_another_command_writes_a_decision_is_refused_in_one_line()
    {
        using var other = Manifest.Open(_set.Manifest.Path, writable: true);
        using var writer = other.Begin("cleaner ingest", new { });
        var error = Assert.Throws<CleanerException>(() => Decide(new DecisionAction("drop", [1], null, null, null)));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(2, _set.Manifest.Head);
    }

    [Fact]
    public void An_unusable_file_cannot_be_decided_on()
    {
        long broken = _set.Manifest.Beliefs().First(b => b.State == SampleState.Unusable).SampleId;
        Assert.Throws<DecisionException>(() => Decide(new DecisionAction("keep", [broken], null, null, null)));
    }

    [Fact]
    public void Images_in_archives_are_shown_too()
    {
        byte[] jpeg = FacePainter.Jpeg(1, 1);
        string tar = Path.Combine(_set.Folder, "images", "shard.tar"), tsv = Path.Combine(_set.Folder, "images", "set.tsv");
        File.WriteAllBytes(tar, [.. new byte[512], .. jpeg, .. new byte[100]]);
        string base64 = Convert.ToBase64String(jpeg);
        File.WriteAllText(tsv, $"m.01\t{base64}\n");
        using var reader = new SampleReader(_set.Manifest);
        var maker = new Thumbnails.ThumbnailMaker(reader);
        var inTar = new Sample { SourceId = 1, Locator = "shard.tar", Container = Container.Range, Offset = 512, Length = jpeg.Length, Label = "a" };
        var inTsv = new Sample { SourceId = 1, Locator = "set.tsv", Container = Container.Base64, Offset = 5, Length = base64.Length, Label = "a" };
        Assert.Equal((56, 56, null), (maker.Make(inTar, 56).Width, maker.Make(inTar, 56).Height, maker.Make(inTar, 56).Problem));
        Assert.Equal(maker.Make(inTar, 56).Jpeg, maker.Make(inTsv, 56).Jpeg);
        Assert.Equal("does not decode", maker.Make(inTar with { Length = 60 }, 56).Problem);
    }

    [Fact]
    public void An_aligned_picture_is_taken_from_the_original_at_the_size_asked_for()
    {
        using var reader = new SampleReader(_set.Manifest);
        var maker = new Thumbnails.ThumbnailMaker(reader);
        var sample = _set.Manifest.Find(1)! with { Align = [0.5f, 0, 0, 0, 0.5f, 0], AlignSize = 56 };
        Assert.Equal(112, maker.Make(sample, 112).Width);
        Assert.Equal(40, maker.Make(sample, 40).Width);
    }

    private Outcome Decide(DecisionAction action) => _session.Decide(new Reports.Review.Decision([action], null));

    private Belief Belief(long id) => _set.Manifest.View(id)!.Value.Belief;

    private long Id(string name) => _set.Manifest.Identities().Single(i => i.Name == name).Id;

    private string NameOf(long sample)
    {
        using var now = Manifest.Open(_set.Manifest.Path);
        return now.Identities().Single(i => i.Id == Belief(sample).IdentityId).Name;
    }

    private List<CaseKind> OpenKinds()
    {
        using var fresh = new ReviewSession(ReviewClient.Options(_set));
        return fresh.With(state => state.Queue.All.Select(c => c.Kind).Distinct().ToList());
    }
}
