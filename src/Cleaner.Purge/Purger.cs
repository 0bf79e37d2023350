using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Rules;
using Cleaner.Purge.Scoring;
using Cleaner.Purge.Suggestions;

namespace Cleaner.Purge;

/// <summary>Judges the samples of a run and writes the verdicts as one revision.</summary>
public static class Purger
{
    /// <summary>Judges without writing anything.</summary>
    /// <param name="manifest">The manifest that the run was trained on.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="options">How to judge.</param>
    /// <exception cref="CleanerException">The run does not belong to the manifest's newest revision, is damaged, or lacks what the rule needs.</exception>
    public static PurgeResult Plan(Manifest manifest, RunFolder run, PurgeOptions options) => Plan(manifest, [run], options);

    /// <summary>Judges by several runs together, without writing anything.</summary>
    /// <param name="manifest">The manifest that the runs were trained on.</param>
    /// <param name="runs">The run folders, of the same samples under the same labels; the first one is what the report looks at.</param>
    /// <param name="options">How to judge.</param>
    /// <exception cref="CleanerException">As for one run; or they are not of the same samples under the same labels.</exception>
    public static PurgeResult Plan(Manifest manifest, IReadOnlyList<RunFolder> runs, PurgeOptions options)
    {
        options = options.Validated();
        using Evidence evidence = Evidence.Load(runs);
        RunMatch match = RunMatch.Check(manifest, evidence, runs, options);
        evidence.SetNames(manifest.Identities());
        evidence.BadlyExposed = Exposure.Of(manifest, evidence.SampleIds);
        long[] labels = Array.ConvertAll(evidence.ClassOfRow, c => evidence.IdentityIds[c]);
        if (options.Round > 1 && runs.Count == 1)
        {
            evidence.Kept = [.. match.State.Select((state, row) => state == SampleState.Kept && match.Identity[row] == labels[row])];
        }

        // A merge or split by a person outlives scores from before it.
        labels = [.. labels.Select((label, row) => match.IdentityByPerson[row] ? match.Identity[row] : label)];
        IPurgeRule rule = PurgeRules.Find(options.Rule);
        RuleResult verdict = rule.Evaluate(evidence, options);
        MarginScores margins = evidence.Margins(options.Seed);
        ModelQuality quality = ModelQuality.Measure(evidence, margins);
        float[] probability = [.. Enumerable.Range(0, evidence.Count).Select(margins.Probability)];
        Decision[] decisions = Decide(match, verdict);
        SharedPictures? shared = rule is AutoRule ? SharedPictures.Judge(evidence, Conflicts(manifest), verdict.Score, margins.Near.Contains, decisions) : null;
        Relabelling? relabelling = options.Relabel ? Relabelling.Judge(evidence, margins, decisions) : null;
        if (!options.Force)
        {
            Guards.WithholdLastImages(evidence, decisions);
        }

        long[] identity = [.. labels.Select((label, row) => decisions[row] == Decision.Relabel ? evidence.IdentityIds[relabelling!.To(row)] : label)];
        PurgeCounts counts = Count(match, decisions, identity, rule is AutoRule ? margins.Cleared : []);
        return new PurgeResult
        {
            Options = options,
            Rule = rule,
            Verdict = verdict,
            Quality = quality,
            Estimate = SelfEstimate.Of(probability, verdict.Drop, margins.ShowsAnother),
            IsHardlyLearned = margins.IsHardlyLearned,
            AreMistaken = margins.AreMistaken,
            Probability = probability,
            SampleIds = evidence.SampleIds,
            Identity = identity,
            Reason = row => decisions[row] == Decision.Relabel ? relabelling!.Reason(evidence, row) : shared?.Reason(row) ?? verdict.Reason(row),
            Decisions = decisions,
            Counts = counts,
            Added = match.Added,
            Sweep = evidence.OwnCosines is null ? [] : ThresholdSweep.Angles(evidence, options.Threshold),
            Probabilities = rule is AutoRule ? ThresholdSweep.Probabilities(probability, margins.ShowsAnother, options.Probability) : [],
            Findings = [.. Suggest(evidence, margins, decisions)],
            Refusal = options.Force ? null : quality.Weakness(options) ?? Guards.TooMuch(counts, options),
            Runs = runs,
            Head = manifest.Head,
        };
    }

    /// <summary>Writes a plan as one revision: state, rule, score and reason of every sample judged, and the findings.</summary>
    /// <param name="manifest">The manifest that the plan was made for, writable.</param>
    /// <param name="plan">What to write.</param>
    /// <param name="commandLine">For the manifest's log.</param>
    /// <exception cref="CleanerException">The plan is refused, or the manifest has moved on since it was made.</exception>
    public static Revision Apply(Manifest manifest, PurgeResult plan, string commandLine)
    {
        if (plan.Refusal is { } refusal)
        {
            throw new CleanerException(refusal);
        }

        if (manifest.Head != plan.Head)
        {
            throw new CleanerException($"{manifest.Path}: revision {manifest.Head} was written while the purge of revision {plan.Head} was under way; run it again");
        }

        using RevisionWriter writer = manifest.Begin(commandLine, SettingsOf(plan));
        for (int row = 0; row < plan.SampleIds.Length; row++)
        {
            if (plan.Decisions[row] != Decision.Untouched)
            {
                writer.Set(BeliefOf(plan, row));
            }
        }

        foreach (Finding finding in plan.Findings)
        {
            writer.Add(finding);
        }

        return writer.Commit(plan.Counts);
    }

    /// <summary>What a person should look at; strongest first within a kind. Nothing of it is done.</summary>
    private static IEnumerable<Finding> Suggest(Evidence evidence, MarginScores margins, Decision[] decisions) =>
    [
        .. SplitSuggestions.Of(evidence, margins.Groups).OrderByDescending(finding => finding.Score),
        .. MergeSuggestions.Of(evidence, margins.Pairs).OrderByDescending(finding => finding.Score),
        .. NoisyIdentities.Of(evidence, decisions).OrderByDescending(finding => finding.Score),
    ];

    private static IEnumerable<Finding> Conflicts(Manifest manifest) => manifest.Findings().Where(finding => finding.Kind == SharedPictures.Kind);

    private static Decision[] Decide(RunMatch match, RuleResult verdict)
    {
        var decisions = new Decision[verdict.Drop.Length];
        for (int row = 0; row < decisions.Length; row++)
        {
            bool judged = !match.ByPerson[row] && RunMatch.IsJudged(match.State[row]);
            decisions[row] = !judged ? Decision.Untouched : verdict.Drop[row] ? Decision.Drop : Decision.Keep;
        }

        return decisions;
    }

    private static PurgeCounts Count(RunMatch match, Decision[] decisions, long[] identity, bool[] cleared)
    {
        var of = new int[Enum.GetValues<Decision>().Length];
        int restored = 0, changed = 0;
        for (int row = 0; row < decisions.Length; row++)
        {
            of[(int)decisions[row]]++;
            bool wasKept = match.State[row] == SampleState.Kept;
            bool stays = decisions[row] is not (Decision.Drop or Decision.Untouched);
            restored += stays && !wasKept ? 1 : 0;
            changed += decisions[row] != Decision.Untouched && (stays != wasKept || match.Identity[row] != identity[row]) ? 1 : 0;
        }

        return new PurgeCounts(
            decisions.Length,
            of[(int)Decision.Keep] + of[(int)Decision.Withheld],
            of[(int)Decision.Drop],
            of[(int)Decision.Relabel],
            restored,
            of[(int)Decision.Withheld],
            cleared.Where((unclear, row) => unclear && decisions[row] == Decision.Keep).Count(),
            of[(int)Decision.Untouched],
            match.Added.Count,
            changed);
    }

    private static Belief BeliefOf(PurgeResult plan, int row)
    {
        string reason = plan.Reason(row);
        return new Belief(
            plan.SampleIds[row],
            plan.Decisions[row] == Decision.Drop ? SampleState.Dropped : SampleState.Kept,
            plan.Identity[row],
            Rule: plan.Rule.Name,
            Score: plan.Verdict.Score[row],
            Reason: plan.Decisions[row] == Decision.Withheld ? reason + "; kept: one of the identity's last images" : reason);
    }

    private static object SettingsOf(PurgeResult plan) => new
    {
        plan.Options.Rule,
        plan.Rule.Formula,
        plan.Verdict.Threshold,
        Probability = plan.Rule is AutoRule && plan.Options.Noise is null ? plan.Options.LeastProbability : (double?)null,
        plan.Options.Noise,
        // For the report, which sees the manifest and the run.
        plan.Probabilities,
        HardlyLearned = plan.IsHardlyLearned,
        Mistaken = plan.AreMistaken,
        FewImages = plan.Quality.IsOfFewImages,
        plan.Options.MaxDrop,
        plan.Options.Force,
        plan.Options.Round,
        plan.Options.Relabel,
        plan.Options.Seed,
        Run = Path.GetFullPath(plan.Runs[0].Path),
        With = plan.Runs.Skip(1).Select(run => Path.GetFullPath(run.Path)),
    };
}
