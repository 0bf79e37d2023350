using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge;
using Cleaner.Rendering;
using Spectre.Console;

namespace Cleaner.Commands;

/// <summary><c>cleaner purge</c>: judges the samples of a training run and writes the verdicts as a new revision.</summary>
internal static class PurgeCommand
{
    public static Command Create()
    {
        var defaults = new PurgeOptions();
        var database = new Argument<string>("manifest") { Description = "The manifest that the run was trained on." };
        var run = new Option<string[]>("--run")
        {
            Description = "Run folder of 'cleaner subcenter-train', or of 'cleaner embed' in a later round. Given several times, runs on the same samples are judged together: other seeds, other networks, the rounds before.",
            Required = true,
        };
        var threshold = new Option<double?>("--threshold") { Description = "Angle in degrees to the dominant center from which a sample goes (insightface uses 75). On its own it selects --rule angle." };
        var rule = new Option<string>("--rule")
        {
            Description = "How to judge: " + string.Join(", ", PurgeRules.All.Select(r => r.Name)) + ".",
            DefaultValueFactory = _ => defaults.Rule,
        };
        var probability = new Option<double?>("--probability") { Description = "Rule auto drops what is wrong with at least this probability: less finds more wrong labels and loses more right ones. Default: 0.5." };
        var noise = new Option<double?>("--noise") { Description = "About this share of the labels is wrong, where you know it: rule auto drops as many, those that look wrong the most. Default: estimated." };
        var maxDrop = new Option<double>("--max-drop") { Description = "Refuse to drop more than this share of the samples.", DefaultValueFactory = _ => defaults.MaxDrop };
        var round = new Option<int>("--round") { Description = "1 after the first training, 2 and more after retraining on what a purge kept.", DefaultValueFactory = _ => defaults.Round };
        var relabel = new Option<bool>("--relabel") { Description = "Keep samples that surely show another identity of the set under that identity, instead of dropping them. Off by default." };
        var force = new Option<bool>("--force") { Description = "Purge even where the evidence is too weak, too much would go, or an identity would lose its last image." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would go, and a sweep over thresholds; write nothing." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };

        var command = new Command("purge", "Finds wrongly labelled samples and drops them in a new revision (cleaner revert takes it back).")
        {
            database, run, threshold, rule, probability, noise, maxDrop, round, relabel, force, dryRun, json,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            if (context.IsGiven(rule) && context.Get(rule) == defaults.Rule && context.IsGiven(threshold))
            {
                throw new UsageException("--threshold is an angle; --rule auto finds its own threshold: give one of the two");
            }

            PurgeOptions options = new PurgeOptions
            {
                Threshold = context.Get(threshold),
                Rule = context.Get(rule),
                Probability = context.Get(probability),
                Noise = context.Get(noise),
                MaxDrop = context.Get(maxDrop),
                Round = context.Get(round),
                Relabel = context.Get(relabel),
                Force = context.Get(force),
            }.Validated();
            using Manifest manifest = Manifest.Open(context.Get(database), writable: !context.Get(dryRun));
            PurgeResult plan = Purger.Plan(manifest, [.. context.Get(run).Select(folder => new RunFolder(folder))], options);
            Revision? written = context.Get(dryRun) ? null : Purger.Apply(manifest, plan, CommandHost.CommandLine());
            var suggestions = new SuggestionView(plan.Findings, manifest.Identities());
            if (context.Get(json))
            {
                context.Ui.Json(Summary(plan, written, suggestions));
            }
            else
            {
                Print(context.Ui, plan, written, suggestions);
            }

            return 0;
        }));
        return command;
    }

    private static void Print(Ui ui, PurgeResult plan, Revision? written, SuggestionView suggestions)
    {
        PurgeCounts counts = plan.Counts;
        ModelQuality quality = plan.Quality;
        SelfEstimate estimate = plan.Estimate;
        ui.Line(Text($"rule        {plan.Rule.Name}, threshold {plan.Verdict.Threshold:0.###} (what it is: the report, or --json)"));
        ui.Line(Text($"model       {quality.Agreement:P1} of {quality.Samples} samples are nearest to their own identity; random labels score {quality.Separation:0.0} deviations above right ones; {quality.EnoughImages:P0} of {quality.Identities} identities have {ModelQuality.ImagesNeeded} images or more"));
        string relabelled = plan.Options.Relabel ? Text($", relabel {counts.Relabelled} ({counts.RelabelShare:P1}),") : "";
        string atMost = plan.IsEstimateTooGood && counts.Dropped > 0 ? "at most " : "";
        ui.Line(Text($"drop        {counts.Dropped} ({counts.DropShare:P1}){relabelled} of an estimated {estimate.Noise:P1} wrong labels; estimated precision {atMost}{Share(estimate.Precision)}, recall {atMost}{Share(estimate.Recall)}"));
        ui.Line(Text($"keep        {counts.Kept} ({counts.Restored} come back, {counts.Withheld} last images of an identity, {counts.Unclear} too dark or too bright to tell)"));
        ui.Line(Text($"left alone  {counts.Untouched} decided by a person, duplicate or unusable; {counts.Added} added since the training"));
        if (written is null)
        {
            ShowSweep(ui, plan);
        }

        suggestions.Print(ui);
        foreach (string caution in plan.Cautions)
        {
            ui.Warn(caution);
        }

        if (written is null && plan.Refusal is { } refusal)
        {
            ui.Warn($"without --dry-run this is refused: {refusal}");
        }

        ui.Line(written is null ? "dry run: nothing was written" : $"revision    {written.Id} written");
    }

    private static void ShowSweep(Ui ui, PurgeResult plan)
    {
        if (plan.Probabilities.Count > 0)
        {
            var table = Ui.NewTable("--probability", "dropped", "share", "estimated precision", "recall");
            foreach (ProbabilityRow row in plan.Probabilities)
            {
                table.AddRow(Text($"{row.Probability:0.###}"), Text($"{row.Dropped}"), Text($"{row.Share:P1}"), Share(row.Precision), Share(row.Recall));
            }

            ui.Show(table);
        }

        if (plan.Sweep.Count > 0)
        {
            var table = Ui.NewTable("--threshold", "dropped", "share", "identities emptied");
            foreach (SweepRow row in plan.Sweep)
            {
                table.AddRow(Text($"{row.Angle:0.#}°"), Text($"{row.Dropped}"), Text($"{row.Share:P1}"), Text($"{row.EmptiedIdentities}"));
            }

            ui.Show(table);
        }
    }

    private static object Summary(PurgeResult plan, Revision? written, SuggestionView suggestions) => new
    {
        Revision = written?.Id,
        DryRun = written is null,
        Rule = plan.Rule.Name,
        plan.Rule.Formula,
        plan.Verdict.Threshold,
        plan.Counts,
        plan.Quality,
        plan.Estimate,
        plan.Cautions,
        plan.Refusal,
        plan.Sweep,
        plan.Probabilities,
        Findings = suggestions.Json(),
        plan.Added,
    };

    private static string Share(double value) => double.IsNaN(value) ? "-" : Text($"{value:P1}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
