using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class ViewTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_view_of_one_sample_equals_the_one_of_the_stream_at_every_revision()
    {
        using Manifest manifest = ThreeRevisions();
        for (long revision = 1; revision <= 3; revision++)
        {
            foreach (SampleView view in manifest.Samples(revision))
            {
                SampleView one = manifest.View(view.Sample.Id, revision)!.Value;
                Assert.Equal((view.Belief, view.GivenIdentityId, view.Sample.Locator), (one.Belief, one.GivenIdentityId, one.Sample.Locator));
            }
        }

        Assert.Null(manifest.View(31));
        Assert.Null(manifest.View(0));
    }

    [Fact]
    public void Dim_and_flagged_samples_are_told_by_id_and_those_that_were_never_measured_are_not_among_them()
    {
        using Manifest manifest = Manifest.Create(folder.At("quality.db"));
        long source = manifest.AddSource("folder", folder.Path, "{}"), anna = manifest.IdentityId("anna");
        using (RevisionWriter writer = manifest.Begin("cleaner ingest", new { }))
        {
            Quality?[] qualities = [Of(0.11f, 0), Of(0.13f, 0), null, Of(0.9f, 2), Of(0.5f, 32), Of(0.05f, 1)];
            foreach (var (quality, i) in qualities.Select((quality, i) => (quality, i)))
            {
                writer.Set(new Belief(writer.Add(Some.Sample(source, i) with { Quality = quality }, anna), SampleState.Kept, anna));
            }

            writer.Commit(new { });
        }

        Assert.Equal([1L, 4, 6], manifest.SamplesDimmerOr(0.12, 1 | 2));

        static Quality Of(float brightness, int flags) => new(brightness, 0.1f, 100, 5, 1, false, flags);
    }

    [Fact]
    public void What_some_revisions_wrote_is_told_by_sample()
    {
        using Manifest manifest = ThreeRevisions();
        Assert.Equal([(2L, "b"), (3L, "b"), (3L, "c")], manifest.BeliefsWrittenBy(new HashSet<long> { 2, 3 }).Select(b => (b.SampleId, b.Rule)));
        Assert.Equal([3L], manifest.BeliefsWrittenBy(new HashSet<long> { 3 }).Select(b => b.SampleId));
    }

    [Fact]
    public void An_answered_question_is_no_longer_open_in_whichever_order_it_names_the_names_until_the_answer_is_taken_back()
    {
        Finding merge = new("merge", 1, 2, 0, 0, 0.9, "alike"), split = new("split", 1, 0, 5, 6, 0.8, "two groups");
        Question question = Question.Of(merge);
        Finding answer = Settlement.Of(question, "kept apart by ada");
        Assert.Equal([merge, split], Settlement.Open([merge, split]));
        Assert.Equal([split], Settlement.Open([merge, split, answer]));
        Assert.Empty(Settlement.Open([merge with { IdentityA = 2, IdentityB = 1 }, answer]));
        Assert.Single(Settlement.Open([merge with { IdentityB = 3 }, answer]));
        Assert.Equal([merge, split], Settlement.Open([merge, split, Settlement.Of(question, "taken back", settled: false)]));
    }

    [Fact]
    public void An_answer_about_names_holds_for_every_pair_of_groups_and_one_about_samples_for_these_alone()
    {
        Finding first = new("split", 1, 0, 5, 6, 0.8, "two groups"), second = first with { SampleB = 7 };
        Assert.Equal([second], Settlement.Open([first, second, Settlement.Of(Question.Of(first), "split by ada")]));
        Assert.Empty(Settlement.Open([first, second, Settlement.Of(Question.Of(first).OfNames(), "one person, says ada")]));
    }

    private Manifest ThreeRevisions()
    {
        Manifest manifest = Some.Manifest(folder.At("m.db"), 30);
        foreach ((long[] samples, string rule) in new[] { (new long[] { 2, 3 }, "b"), ([3], "c") })
        {
            using RevisionWriter writer = manifest.Begin(rule, "{}");
            foreach (long sample in samples)
            {
                writer.Set(new Belief(sample, SampleState.Dropped, 1, Rule: rule, Score: 1));
            }

            writer.Commit("{}");
        }

        return manifest;
    }
}
