using Cleaner.Manifests.Tests.Support;

namespace Cleaner.Manifests.Tests;

public sealed class RevisionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Facts_come_back_as_they_were_written()
    {
        string path = folder.At("a.db");
        var facts = new Sample
        {
            SourceId = 1,
            Locator = "анна/one two\n3.png",
            Container = Container.Range,
            Offset = 1L << 40,
            Length = 12345,
            Bytes = 12345,
            ModifiedTicks = 42,
            Format = "",
            Status = SampleStatus.Damaged,
            Reason = "cut off",
            Label = "Anna (raw)",
        };
        using (Manifest manifest = Manifest.Create(path))
        {
            using RevisionWriter writer = manifest.Begin("ingest", "{}");
            manifest.AddSource("folder", "/data", "{}");
            long anna = manifest.IdentityId("anna");
            writer.Set(new Belief(writer.Add(facts, anna), SampleState.Unusable, anna, 0, "damaged", double.NaN, "cut off"));
            Sample full = Some.Sample(1, 7);
            writer.Set(new Belief(writer.Add(full, anna), SampleState.Duplicate, anna, 1, "sha256", 0.5, "same bytes"));
            writer.Commit("{}");
        }

        using Manifest again = Manifest.Open(path);
        SampleView[] views = [.. again.Samples()];
        Assert.Equal(facts with { Id = 1 }, views[0].Sample);
        Assert.Equal(new Belief(1, SampleState.Unusable, 1, 0, "damaged", double.NaN, "cut off"), views[0].Belief);
        Assert.Equal(1, views[0].GivenIdentityId);
        AssertSame(Some.Sample(1, 7) with { Id = 2 }, views[1].Sample);
        AssertSame(Some.Sample(1, 7) with { Id = 2 }, again.Find(2)!);
        Assert.Equal(new Belief(2, SampleState.Duplicate, 1, 1, "sha256", 0.5, "same bytes"), views[1].Belief);
        Assert.Null(again.Find(3));
    }

    [Fact]
    public void The_state_at_a_revision_is_the_newest_row_up_to_it()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 30);
        Change(manifest, new Belief(5, SampleState.Dropped, 1, 0, "angle", 81.5, "far from its center"));
        Change(manifest, new Belief(5, SampleState.Kept, 2), new Belief(6, SampleState.Dropped, 1));

        Assert.Equal(SampleState.Kept, manifest.Beliefs(1).ElementAt(4).State);
        Assert.Equal(new Belief(5, SampleState.Dropped, 1, 0, "angle", 81.5, "far from its center"), manifest.Beliefs(2).ElementAt(4));
        Assert.Equal(new Belief(5, SampleState.Kept, 2), manifest.Beliefs().ElementAt(4));
        Assert.True(manifest.Samples().ElementAt(4).IsRelabelled);
        Assert.Equal(SampleState.Kept, manifest.Beliefs(2).ElementAt(5).State);
        Assert.Equal(SampleState.Dropped, manifest.Beliefs(3).ElementAt(5).State);
        Assert.Equal([1L, 2L, 3L], manifest.Log().Select(revision => revision.Id));
        Assert.Equal([null, 1L, 2L], manifest.Log().Select(revision => revision.Parent));
    }

    [Fact]
    public void Samples_and_beliefs_stream_in_id_order_across_blocks_and_skip_what_is_newer()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 5000);
        using (RevisionWriter writer = manifest.Begin("ingest", "{}"))
        {
            long id = writer.Add(Some.Sample(1, 5001), 1);
            writer.Set(new Belief(id, SampleState.Kept, 1));
            for (int i = 5000; i > 0; i -= 3)
            {
                writer.Set(new Belief(i, SampleState.Dropped, 1));
            }

            writer.Commit("{}");
        }

        Assert.Equal(Enumerable.Range(1, 5000).Select(i => (long)i), manifest.Samples(1).Select(view => view.Sample.Id));
        Assert.Equal(manifest.Samples(1).Select(view => view.Belief), manifest.Beliefs(1));
        Assert.Equal(Enumerable.Range(1, 5001).Select(i => (long)i), manifest.Beliefs().Select(belief => belief.SampleId));
        Assert.All(manifest.Beliefs(), belief => Assert.Equal(belief.SampleId <= 5000 && belief.SampleId % 3 == 2, belief.State == SampleState.Dropped));
    }

    [Fact]
    public void A_revision_that_is_not_committed_leaves_no_trace()
    {
        string path = folder.At("a.db");
        using Manifest manifest = Some.Manifest(path, 20);
        using (RevisionWriter writer = manifest.Begin("purge", "{}"))
        {
            Assert.Equal(2, writer.Id);
            long stranger = manifest.IdentityId("stranger");
            writer.Set(new Belief(writer.Add(Some.Sample(1, 99), stranger), SampleState.Kept, stranger));
            writer.Set(new Belief(1, SampleState.Dropped, 1));
            writer.Add(new Finding("merge", 1, 2, 0, 0, 0.9, "alike"));
        }

        Assert.Equal(1, manifest.Head);
        Assert.Equal(20, manifest.SampleCount);
        Assert.DoesNotContain(manifest.Identities(), identity => identity.Name == "stranger");
        Assert.All(manifest.Beliefs(), belief => Assert.Equal(SampleState.Kept, belief.State));
        Assert.Empty(manifest.Findings());
        Assert.Null(manifest.Pending);
    }

    [Fact]
    public void Commit_refuses_a_sample_without_a_belief()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 1);
        using RevisionWriter writer = manifest.Begin("ingest", "{}");
        writer.Add(Some.Sample(1, 2), 1);
        Assert.Throws<InvalidOperationException>(() => writer.Commit("{}"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 77)]
    public void Set_refuses_an_unknown_sample_or_identity(long sample, long identity)
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 1);
        using RevisionWriter writer = manifest.Begin("purge", "{}");
        Assert.Throws<ArgumentException>(() => writer.Set(new Belief(sample, SampleState.Kept, identity)));
    }

    [Fact]
    public void The_log_records_command_settings_actor_version_time_and_counts()
    {
        using (Manifest manifest = Some.Manifest(folder.At("a.db"), 3))
        {
            using RevisionWriter writer = manifest.Begin("cleaner purge a.db --threshold 75", new { Threshold = 75.5, DryRun = false }, "maria");
            writer.Commit(new { Dropped = 0 });
        }

        using Manifest again = Manifest.Open(folder.At("a.db"));
        Revision revision = again.Log()[^1];
        Assert.Equal("cleaner purge a.db --threshold 75", revision.Command);
        Assert.Equal("""{"threshold":75.5,"dry_run":false}""", revision.SettingsJson);
        Assert.Equal("""{"dropped":0}""", revision.CountsJson);
        Assert.Equal("maria", revision.Actor);
        Assert.NotEmpty(revision.ToolVersion);
        Assert.Equal(TimeSpan.Zero, revision.Created.Offset);
        Assert.InRange(revision.Created, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_revision_that_does_not_exist_is_refused_with_the_range(long revision)
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 3);
        Change(manifest, new Belief(1, SampleState.Dropped, 1));
        var error = Assert.Throws<CleanerException>(() => manifest.Beliefs(revision));
        Assert.Contains("from 1 to 2", error.Message);
    }

    [Fact]
    public void A_finding_made_again_replaces_the_older_one_from_then_on()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 20);
        using (RevisionWriter writer = manifest.Begin("purge", "{}"))
        {
            writer.Add(new Finding("merge", 1, 2, 0, 0, 0.7, "alike"));
            writer.Add(new Finding("conflict", 1, 2, 3, 13, double.NaN, "same picture", """{"d":0}"""));
            writer.Commit("{}");
        }

        using (RevisionWriter writer = manifest.Begin("purge", "{}"))
        {
            writer.Add(new Finding("merge", 1, 2, 0, 0, 0.9, "more alike"));
            writer.Commit("{}");
        }

        Assert.Empty(manifest.Findings(1));
        Assert.Equal(0.7, manifest.Findings(2)[0].Score);
        Assert.Equal(2, manifest.Findings().Count);
        Assert.Equal(new Finding("merge", 1, 2, 0, 0, 0.9, "more alike"), manifest.Findings()[0]);
        Assert.Equal(new Finding("conflict", 1, 2, 3, 13, double.NaN, "same picture", """{"d":0}"""), manifest.Findings()[1]);
    }

    [Fact]
    public void Identities_and_sources_are_found_again_by_name_and_root()
    {
        using Manifest manifest = Manifest.Create(folder.At("a.db"));
        Assert.Equal(manifest.IdentityId("anna"), manifest.IdentityId("anna"));
        Assert.NotEqual(manifest.IdentityId("anna"), manifest.IdentityId("Anna"));
        long folderSource = manifest.AddSource("folder", "/a", """{"depth":1}""");
        Assert.Equal(folderSource, manifest.AddSource("folder", "/a", "{}"));
        Assert.NotEqual(folderSource, manifest.AddSource("recordio", "/a", "{}"));
        Assert.Equal(new SourceInfo(folderSource, "folder", "/a", """{"depth":1}"""), manifest.Sources()[0]);
        Assert.Equal(["anna", "Anna"], manifest.Identities().Select(identity => identity.Name));
    }

    [Fact]
    public void Several_threads_read_while_a_revision_is_written()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 6000);
        using RevisionWriter writer = manifest.Begin("purge", "{}");
        Parallel.For(0, 4, worker =>
        {
            if (worker == 0)
            {
                for (int i = 1; i <= 6000; i++)
                {
                    writer.Set(new Belief(i, SampleState.Dropped, 1));
                }
            }
            else
            {
                Assert.Equal(6000, manifest.Samples().Count(view => view.Belief.State == SampleState.Kept));
            }
        });
        writer.Commit("{}");
        Assert.All(manifest.Beliefs(), belief => Assert.Equal(SampleState.Dropped, belief.State));
    }

    [Fact]
    public void Beliefs_can_be_set_while_they_are_streamed()
    {
        using Manifest manifest = Some.Manifest(folder.At("a.db"), 5000);
        using (RevisionWriter writer = manifest.Begin("purge", "{}"))
        {
            foreach (Belief belief in manifest.Beliefs())
            {
                writer.Set(belief with { State = SampleState.Dropped });
            }

            writer.Commit("{}");
        }

        Assert.Equal(5000, manifest.Beliefs().Count(belief => belief.State == SampleState.Dropped));
    }

    internal static void Change(Manifest manifest, params Belief[] beliefs)
    {
        using RevisionWriter writer = manifest.Begin("change", "{}");
        foreach (Belief belief in beliefs)
        {
            writer.Set(belief);
        }

        writer.Commit("{}");
    }

    /// <summary>Record equality compares arrays by reference; here their contents count.</summary>
    private static void AssertSame(Sample expected, Sample actual)
    {
        Assert.Equal(expected.Sha256, actual.Sha256);
        Assert.Equal(expected.Landmarks, actual.Landmarks);
        Assert.Equal(expected.Box, actual.Box);
        Assert.Equal(expected.Align, actual.Align);
        Assert.Equal(Bare(expected), Bare(actual));
    }

    private static Sample Bare(Sample s) => s with { Sha256 = null, Landmarks = null, Box = null, Align = null };
}
