using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests;

public sealed class PurgerTests : IDisposable
{
    private static readonly PurgeOptions Angle75 = new() { Threshold = 75 };

    /// <summary>Two identities of three samples, well apart.</summary>
    private static readonly float[] Embeddings = [1, 0, 1, 0.1f, 1, 0.2f, 0, 1, 0.1f, 1, 0.2f, 1];

    private readonly TemporaryFolder _folder = new();
    private readonly Manifest _manifest;

    public PurgerTests() => _manifest = Some.Manifest(_folder.Path, identities: 2, perIdentity: 3);

    public void Dispose()
    {
        _manifest.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Apply_writes_state_rule_score_and_reason_of_every_sample_in_one_revision()
    {
        PurgeResult plan = Purger.Plan(_manifest, WriteRun([0.9f, 0.8f, 0.1f, 0.9f, 0.9f, 0.9f]), Angle75);
        Revision revision = Purger.Apply(_manifest, plan, "cleaner purge");
        Assert.Equal(2, revision.Id);
        Belief[] beliefs = [.. _manifest.Beliefs()];
        Assert.Equal([false, false, true, false, false, false], beliefs.Select(b => b.State == SampleState.Dropped));
        Assert.All(beliefs, belief => Assert.Equal("angle", belief.Rule));
        Assert.Equal("angle 84.3° to the dominant center ≥ 75°", beliefs[2].Reason);
        Assert.Equal(84.26, beliefs[2].Score, 2);
    }

    [Fact]
    public void Pictures_too_dark_to_tell_stay_and_the_reason_says_so()
    {
        const int PerClass = 20;
        Clusters set = Clusters.Make(5, classes: 12, perClass: PerClass);
        float[] black = set.Embeddings[..set.Dim];
        using Manifest manifest = Manifest.Create(_folder.At("dark.db"));
        long source = manifest.AddSource("folder", _folder.Path, "{}");
        using (RevisionWriter writer = manifest.Begin("cleaner ingest", new { }))
        {
            for (int i = 0; i < set.Labels.Length; i++)
            {
                // The last picture of each identity is black, and all of these look alike.
                bool isDark = i % PerClass == PerClass - 1;
                long identity = manifest.IdentityId($"id{set.Labels[i]}");
                var quality = new Quality(isDark ? 0.01f : 0.5f, 0.1f, 100, 5, 1, false, isDark ? 1 : 0);
                writer.Set(new Belief(writer.Add(new Sample { SourceId = source, Locator = $"{i}.png", Label = $"id{set.Labels[i]}", Quality = quality }, identity), SampleState.Kept, identity));
                if (isDark && set.Labels[i] > 0)
                {
                    black.CopyTo(set.Embeddings, i * set.Dim);
                }
            }

            writer.Commit(new { });
        }

        RunFolder run = Some.Run(_folder.At("dark"), manifest, set.Embeddings, set.Dim, new float[set.Labels.Length], 1);
        PurgeResult plan = Purger.Plan(manifest, run, new PurgeOptions { Force = true });
        int[] dark = [.. Enumerable.Range(1, 11).Select(c => (c * PerClass) + PerClass - 1)];
        Assert.All(dark, row => Assert.Equal(Decision.Keep, plan.Decisions[row]));
        Assert.All(dark, row => Assert.StartsWith("too dark or too bright to tell: cosine to its own ", plan.Reason(row)));
        Assert.StartsWith("fits its identity", plan.Reason(1));
        Assert.Equal(dark.Length, plan.Counts.Unclear);
    }

    [Fact]
    public void A_lower_probability_drops_what_a_higher_one_does_and_more()
    {
        Clusters set = Clusters.Make(5, classes: 12, perClass: 20, closed: 0.2, spread: 1.6);
        using Manifest manifest = Some.Manifest(Directory.CreateDirectory(_folder.At("p")).FullName, identities: 12, perIdentity: 20);
        RunFolder run = Some.Run(_folder.At("p-run"), manifest, set.Embeddings, set.Dim, new float[set.Labels.Length], 1);
        PurgeResult Plan(double p) => Purger.Plan(manifest, run, new PurgeOptions { Probability = p, Force = true });
        PurgeResult low = Plan(0.02), usual = Purger.Plan(manifest, run, new PurgeOptions { Force = true }), high = Plan(0.98);
        Assert.Equal(usual.Verdict.Drop, Plan(0.5).Verdict.Drop);
        Assert.Equal(low.Probability.Select(p => p >= 0.02f), low.Verdict.Drop);
        Assert.Equal(high.Probability.Select(p => p >= 0.98f), high.Verdict.Drop);
        Assert.True(low.Counts.Dropped > usual.Counts.Dropped && usual.Counts.Dropped > high.Counts.Dropped, $"{low.Counts.Dropped} {usual.Counts.Dropped} {high.Counts.Dropped}");
        Assert.Equal([0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95], low.Probabilities.Select(row => row.Probability));
        Assert.Equal([low.Counts.Dropped, usual.Counts.Dropped], low.Probabilities.Where(row => row.Probability is 0.02 or 0.5).Select(row => row.Dropped));
        Assert.Equal(low.Estimate.Precision, low.Probabilities[0].Precision, 6);
    }

    [Theory]
    [InlineData(0.0, null, "--probability 0 is out of range")]
    [InlineData(1.0, null, "--probability 1 is out of range")]
    [InlineData(double.NaN, null, "--probability NaN is out of range")]
    [InlineData(0.3, 75.0, "--probability is of rule 'auto'; the rule 'angle' knows none")]
    public void A_probability_that_cannot_be_meant_is_refused(double probability, double? threshold, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => new PurgeOptions { Probability = probability, Threshold = threshold }.Validated()).Message);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.35)]
    public void As_many_go_as_are_known_to_be_wrong_those_that_look_it_the_most(double share)
    {
        Clusters set = Clusters.Make(5, classes: 12, perClass: 20, closed: 0.2, spread: 1.6);
        string name = FormattableString.Invariant($"n{share}");
        using Manifest manifest = Some.Manifest(Directory.CreateDirectory(_folder.At(name)).FullName, identities: 12, perIdentity: 20);
        RunFolder run = Some.Run(_folder.At(name + "-run"), manifest, set.Embeddings, set.Dim, new float[set.Labels.Length], 1);
        PurgeResult plan = Purger.Plan(manifest, run, new PurgeOptions { Noise = share, Force = true });
        int expected = (int)(share * set.Labels.Length);
        Assert.Equal(expected, plan.Counts.Dropped);
        float least = plan.Verdict.Score.OrderDescending().ElementAt(expected - 1);
        Assert.Equal(plan.Verdict.Score.Select(score => score >= least), plan.Verdict.Drop);
        Assert.Equal(plan.Verdict.Drop, plan.Probability.Select(p => p >= 0.5f - 1e-3f));
        Assert.DoesNotContain(plan.Cautions, caution => caution.Contains("--noise", StringComparison.Ordinal) || caution == SelfEstimate.OfLaterRound);
    }

    [Theory]
    [InlineData(0.0, null, null, "--noise 0 is out of range")]
    [InlineData(1.0, null, null, "--noise 1 is out of range")]
    [InlineData(double.NaN, null, null, "--noise NaN is out of range")]
    [InlineData(0.2, null, 75.0, "--noise is of rule 'auto'; the rule 'angle' knows none")]
    [InlineData(0.2, 0.5, null, "--noise says how many go, --probability how surely wrong they have to be: give one of the two")]
    public void A_share_of_wrong_labels_that_cannot_be_meant_is_refused(double noise, double? probability, double? threshold, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => new PurgeOptions { Noise = noise, Probability = probability, Threshold = threshold }.Validated()).Message);

    [Fact]
    public void Plan_writes_nothing()
    {
        Purger.Plan(_manifest, WriteRun([0.9f, 0.8f, 0.1f, 0.9f, 0.9f, 0.9f]), Angle75);
        Assert.Equal(1, _manifest.Head);
    }

    [Fact]
    public void A_run_of_another_manifest_is_refused_and_both_are_named()
    {
        RunFolder run = WriteRun(new float[6]);
        Guid other = Guid.NewGuid();
        (run.ReadConfig() with { ManifestUid = other.ToString() }).Write(run.Config);
        string message = Refusal(run, Angle75 with { Force = true });
        Assert.Contains(other.ToString(), message);
        Assert.Contains(_manifest.Uid.ToString(), message);
    }

    [Fact]
    public void A_run_of_a_revision_that_the_manifest_has_not_is_refused()
    {
        RunFolder run = WriteRun(new float[6]);
        (run.ReadConfig() with { ManifestRevision = 9 }).Write(run.Config);
        Assert.Contains("trained on revision 9, but the newest revision", Refusal(run, Angle75));
    }

    [Fact]
    public void Scores_from_before_a_purge_are_refused_unless_forced()
    {
        RunFolder run = WriteRun([0.9f, 0.8f, 0.1f, 0.9f, 0.9f, 0.9f]);
        Purger.Apply(_manifest, Purger.Plan(_manifest, run, Angle75), "cleaner purge");
        string message = Refusal(run, Angle75);
        Assert.Contains("belong to revision 1", message);
        Assert.Contains("stands at revision 2", message);

        PurgeResult again = Purger.Plan(_manifest, run, Angle75 with { Threshold = 90, Force = true });
        Assert.Equal(1, again.Counts.Restored);
    }

    [Fact]
    public void A_later_round_judges_dropped_samples_again_and_takes_the_kept_ones_as_reference()
    {
        // Scores of every sample of revision 1, by a model trained on what revision 2 keeps.
        RunFolder first = WriteRun([0.9f, 0.8f, 0.1f, 0.9f, 0.1f, 0.9f]);
        RunFolder second = Some.Run(_folder.At("second"), _manifest, Embeddings, 2, [0.9f, 0.8f, 0.1f, 0.9f, 0.9f, 0.9f], 1);
        Purger.Apply(_manifest, Purger.Plan(_manifest, first, Angle75), "cleaner purge");
        PurgeResult plan = Purger.Plan(_manifest, second, Angle75 with { Round = 2 });
        Assert.Equal((1, 1, 1), (plan.Counts.Dropped, plan.Counts.Restored, plan.Counts.Changed));
        Purger.Apply(_manifest, plan, "cleaner purge --round 2");
        Assert.Equal([3], _manifest.Beliefs().Where(belief => belief.State == SampleState.Dropped).Select(belief => belief.SampleId));
    }

    [Fact]
    public void Samples_added_since_the_training_are_listed_and_left_alone()
    {
        RunFolder run = WriteRun([0.9f, 0.8f, 0.1f, 0.9f, 0.9f, 0.9f]);
        Some.AddSamples(_manifest, source: 1, identities: 1, perIdentity: 2, "later");
        PurgeResult plan = Purger.Plan(_manifest, run, Angle75);
        Assert.Equal([7, 8], plan.Added);
        Purger.Apply(_manifest, plan, "cleaner purge");
        Assert.All(_manifest.Beliefs().Skip(6), belief => Assert.Equal((SampleState.Kept, ""), (belief.State, belief.Rule)));
    }

    [Fact]
    public void A_persons_merge_outlives_purges_by_older_scores_which_still_judge_the_images()
    {
        RunFolder run = WriteRun([0.9f, 0.8f, 0.1f, 0.9f, 0.9f, 0.9f]);
        long[] identities = [.. _manifest.Beliefs().Select(b => b.IdentityId).Distinct()];
        using (RevisionWriter writer = _manifest.Begin("cleaner review", "{\"review\":\"id0 merged into id1\"}", "ada"))
        {
            foreach (Belief belief in _manifest.Beliefs().Where(b => b.IdentityId == identities[0]).ToList())
            {
                writer.Set(belief with { IdentityId = identities[1] });
            }

            writer.Commit(new { });
        }

        for (int again = 0; again < 2; again++)
        {
            Purger.Apply(_manifest, Purger.Plan(_manifest, run, Angle75 with { Force = true }), "cleaner purge --force");
            Assert.All(_manifest.Beliefs(), belief => Assert.Equal(identities[1], belief.IdentityId));
            Assert.Equal([3L], _manifest.Beliefs().Where(b => b.State == SampleState.Dropped).Select(b => b.SampleId));
        }

        // A revert takes the merge back; then the run's own labels hold again.
        ManifestRevert.Apply(_manifest, 1, "cleaner revert");
        Purger.Apply(_manifest, Purger.Plan(_manifest, run, Angle75), "cleaner purge");
        Assert.Equal(3, _manifest.Beliefs().Count(belief => belief.IdentityId == identities[0]));
    }

    [Fact]
    public void A_persons_decision_outlives_a_purge()
    {
        RunFolder run = WriteRun([0.9f, 0.8f, 0.1f, 0.9f, 0.9f, 0.9f]);
        using (RevisionWriter writer = _manifest.Begin("cleaner review", new { }, "ada"))
        {
            Belief[] now = [.. _manifest.Beliefs()];
            writer.Set(now[0] with { State = SampleState.Dropped, Rule = RunMatch.PersonsRule });
            writer.Set(now[2] with { State = SampleState.Kept, Rule = RunMatch.PersonsRule });
            writer.Commit(new { });
        }

        PurgeResult plan = Purger.Plan(_manifest, run, Angle75);
        Assert.Equal((0, 2), (plan.Counts.Dropped, plan.Counts.Untouched));
        Purger.Apply(_manifest, plan, "cleaner purge");
        Assert.Equal(SampleState.Dropped, _manifest.Beliefs().First().State);
        Assert.Equal(SampleState.Kept, _manifest.Beliefs().ElementAt(2).State);
    }

    [Fact]
    public void A_relabelled_sample_is_kept_under_the_identity_that_it_shows_and_revert_takes_it_back()
    {
        Clusters set = Clusters.Make(34, classes: 12, perClass: 12);
        using var folder = new TemporaryFolder();
        using Manifest manifest = Some.Manifest(folder.Path, identities: 12, perIdentity: 12);
        set.Embeddings.AsSpan(40 * set.Dim, set.Dim).CopyTo(set.Embeddings); // sample 1 of id0 shows id3
        RunFolder run = Some.Run(folder.At("run"), manifest, set.Embeddings, set.Dim, [.. Enumerable.Repeat(0.9f, 144)], 1);
        PurgeResult plan = Purger.Plan(manifest, run, new PurgeOptions { Round = 2, Relabel = true });
        Assert.Equal([SelfEstimate.OfLaterRound], plan.Cautions);
        Assert.Equal((1, 0, 143), (plan.Counts.Relabelled, plan.Counts.Dropped, plan.Counts.Kept));
        Purger.Apply(manifest, plan, "cleaner purge --round 2 --relabel");
        Belief first = manifest.Beliefs().First();
        Assert.Equal((SampleState.Kept, manifest.IdentityId("id3")), (first.State, first.IdentityId));
        Assert.StartsWith("shows id3: cosine to it ", first.Reason);
        ManifestRevert.Apply(manifest, 1, "cleaner revert");
        Assert.Equal(manifest.IdentityId("id0"), manifest.Beliefs().First().IdentityId);
    }

    [Fact]
    public void A_picture_under_two_identities_goes_where_it_fits_worse()
    {
        using var folder = new TemporaryFolder();
        using Manifest manifest = Some.Manifest(folder.Path, identities: 12, perIdentity: 12);
        Clusters set = Clusters.Make(35, classes: 12, perClass: 12, spread: 1.2);
        using (RevisionWriter writer = manifest.Begin("cleaner ingest", new { }))
        {
            writer.Add(new Finding("conflict", 1, 2, 2, 14, 0, "two identities claim the same picture"));
            writer.Commit(new { });
        }

        RunFolder run = Some.Run(folder.At("run"), manifest, set.Embeddings, set.Dim, [.. Enumerable.Repeat(0.9f, 144)], 1);
        PurgeResult plan = Purger.Plan(manifest, run, new PurgeOptions());
        int gone = plan.Verdict.Score[1] > plan.Verdict.Score[13] ? 1 : 13;
        Assert.Equal(Decision.Drop, plan.Decisions[gone]);
        Assert.Equal(Decision.Keep, plan.Decisions[14 - gone]);
        Assert.StartsWith("the same picture stands under id", plan.Reason(gone));
        Assert.Equal(0, Purger.Plan(manifest, run, Angle75).Counts.Dropped);
    }

    [Fact]
    public void Suggestions_are_written_with_the_revision_and_change_no_sample()
    {
        Clusters set = Clusters.Make(36, classes: 14, perClass: 12);
        using var folder = new TemporaryFolder();
        using Manifest manifest = Some.Manifest(folder.Path, identities: 14, perIdentity: 12);
        // id1 shows the person of id0; the first five of id2 show somebody who is nowhere else.
        float[] x = [.. Clusters.Make(36, classes: 14, perClass: 24).Embeddings];
        Array.Copy(x, 0, set.Embeddings, 0, 24 * set.Dim);
        Array.Copy(Clusters.Make(99, classes: 1, perClass: 5).Embeddings, 0, set.Embeddings, 24 * set.Dim, 5 * set.Dim);
        RunFolder run = Some.Run(folder.At("run"), manifest, set.Embeddings, set.Dim, [.. Enumerable.Repeat(0.9f, 168)], 1);
        Purger.Apply(manifest, Purger.Plan(manifest, run, new PurgeOptions()), "cleaner purge");
        Assert.All(manifest.Beliefs(), belief => Assert.Equal(SampleState.Kept, belief.State));
        Assert.Equal(
            [("merge", "id0", "id1"), ("split", "id2", null)],
            manifest.Findings().OrderBy(finding => finding.Kind).Select(finding => (finding.Kind, Name(manifest, finding.IdentityA)!, Name(manifest, finding.IdentityB))));
    }

    [Fact]
    public void Dropping_more_than_the_cap_is_refused_unless_forced()
    {
        RunFolder run = WriteRun([0.9f, 0.1f, 0.1f, 0.9f, 0.1f, 0.1f]);
        PurgeResult plan = Purger.Plan(_manifest, run, Angle75);
        Assert.Contains("would drop 4 of 6 samples (66.7", plan.Refusal);
        Assert.Throws<CleanerException>(() => Purger.Apply(_manifest, plan, "cleaner purge"));
        Assert.Equal(1, _manifest.Head);
        Assert.Null(Purger.Plan(_manifest, run, Angle75 with { Force = true }).Refusal);
    }

    [Fact]
    public void The_last_images_of_an_identity_stay_and_the_identity_is_reported_unless_forced()
    {
        RunFolder run = WriteRun([0.1f, 0.1f, 0.1f, 0.9f, 0.9f, 0.9f]);
        PurgeResult plan = Purger.Plan(_manifest, run, Angle75);
        Assert.Equal((0, 3), (plan.Counts.Dropped, plan.Counts.Withheld));
        Assert.Equal("mostly-noise", Assert.Single(plan.Findings).Kind);
        Assert.Equal(3, Purger.Plan(_manifest, run, Angle75 with { Force = true }).Counts.Dropped);
    }

    [Fact]
    public void A_model_that_cannot_tell_identities_apart_is_refused_unless_forced()
    {
        using var folder = new TemporaryFolder();
        using Manifest manifest = Some.Manifest(folder.Path, identities: 6, perIdentity: 10);
        float[] noise = Clusters.Make(3, classes: 60, perClass: 1).Embeddings;
        RunFolder run = Some.Run(folder.At("run"), manifest, noise, 32, [.. Enumerable.Repeat(0.9f, 60)], 1);
        PurgeResult plan = Purger.Plan(manifest, run, Angle75);
        Assert.Contains("the model is too weak to judge labels", plan.Refusal);
        Assert.Throws<CleanerException>(() => Purger.Apply(manifest, plan, "cleaner purge"));
        Assert.Null(Purger.Plan(manifest, run, Angle75 with { Force = true }).Refusal);
    }

    [Fact]
    public void Sweep_counts_what_each_threshold_would_drop()
    {
        // angles: 25.8 36.9 62.6 / 72.5 78.5 84.3 degrees
        PurgeResult plan = Purger.Plan(_manifest, WriteRun([0.9f, 0.8f, 0.46f, 0.3f, 0.2f, 0.1f]), Angle75);
        Assert.Equal([60, 62.5, 65, 67.5, 70, 72.5, 75, 77.5, 80, 82.5, 85], plan.Sweep.Select(row => row.Angle));
        Assert.Equal([4, 4, 3, 3, 3, 3, 2, 2, 1, 1, 0], plan.Sweep.Select(row => row.Dropped));
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], plan.Sweep.Select(row => row.EmptiedIdentities));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-5.0)]
    [InlineData(181.0)]
    [InlineData(double.NaN)]
    public void A_threshold_out_of_range_is_wrong_usage(double degrees) =>
        Assert.Equal(2, Assert.Throws<UsageException>(() => new PurgeOptions { Threshold = degrees }.Validated()).ExitCode);

    [Fact]
    public void A_threshold_alone_means_the_angle_rule() => Assert.Equal("angle", Angle75.Validated().Rule);

    [Fact]
    public void An_unknown_rule_is_wrong_usage_and_the_rules_are_listed() =>
        Assert.Contains("angle+assignment", Assert.Throws<UsageException>(() => new PurgeOptions { Rule = "magic" }.Validated()).Message);

    private static string? Name(Manifest manifest, long identity) => manifest.Identities().SingleOrDefault(known => known.Id == identity)?.Name;

    private string Refusal(RunFolder run, PurgeOptions options) => Assert.Throws<CleanerException>(() => Purger.Plan(_manifest, run, options)).Message;

    private RunFolder WriteRun(float[] ownCosines) => Some.Run(_folder.At("run"), _manifest, Embeddings, 2, ownCosines, 1);
}
