using System.Globalization;
using System.Text.Json.Nodes;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Chain;

/// <summary>
/// The whole way of the data: ingest → subcenter-train → purge → train → (embed → purge → train) → evaluate → report.
/// Each stage is a command of its own; a finished one is not repeated.
/// </summary>
internal sealed class CleaningChain(ChainOptions options, CommandContext context)
{
    /// <summary>A second round that changes fewer samples than this share is not worth a training.</summary>
    private const double SettledShare = 0.001;

    /// <summary>
    /// A network that has not seen the labels and separates right from random ones by so many deviations mistakes about one in a hundred. One that
    /// was trained on them may separate them better, but those that it has learned by heart count among the right ones.
    /// </summary>
    private const double SureOfItself = 4.5;

    // Remembered beside the stages: a chain that goes on after a stop still ends with "some inputs were bad".
    private const string BadInputs = "bad-inputs";

    // And one whose pretrained network judges alone does not ask again whether it may.
    private const string Alone = "pretrained-judges-alone";

    private readonly StageRunner _stages = new(context);
    private readonly ChainState _state = ChainState.Open(options.Out, options.Settings());

    private string Database => At("manifest.db");

    private string Subcenter => At("subcenter");

    private string At(params string[] parts) => Path.Combine([options.Out, .. parts]);

    /// <summary>Runs what is not done yet.</summary>
    /// <returns>True when some inputs were bad.</returns>
    public bool Run()
    {
        var ingested = Stage("ingest", () => _stages.Run(["ingest", options.Source, "--out", Database, .. options.AlignArguments, .. options.IngestArguments]));
        var models = new List<string>();
        if (options.Baseline && options.HeldOut is not null)
            models.Add(Train("everything", ingested));

        var judges = Judges(ingested);
        // A pretrained network alone would say the same again.
        var alone = judges[0] != Subcenter;
        var isLast = options.RoundCount == 1 || alone;
        var kept = Stage("purge-1", () => Purge(judges, isLast ? Relabel(byDefault: alone) : []));
        if (options.Retrain || !isLast)
            models.Add(Train("cleaned", kept));

        if (!isLast)
            kept = SecondRound(judges, ingested, kept, models);
        Evaluate(models, kept);
        Report(judges[0]);
        return _state.Revision(BadInputs) is not null;
    }

    /// <summary>The embeddings of the network that was trained elsewhere.</summary>
    private string Pretrained(long ingested, string model)
    {
        var evidence = At("pretrained");
        string[] from = ChainOptions.IsArray(model) ? ["--import", model, .. options.Paths is { } paths ? ["--paths", paths] : Array.Empty<string>()] : ["--model", model, .. options.OnnxArguments];
        Stage("embed-pretrained", () => _stages.Run(["embed", Reference(ingested), .. from, "--out", evidence]));
        return evidence;
    }

    /// <summary>
    /// A network that has never seen these labels judges alone where it tells right ones from random ones well enough, or better than one that is
    /// trained on them; where it does not, it knows other things than these, and judges with it.
    /// </summary>
    private string[] Judges(long ingested)
    {
        if (options.Pretrained is not { } model)
            return [TrainSubcenter(ingested)];
        var pretrained = Pretrained(ingested, model);
        Stage("choose-judges", () =>
        {
            if (MayJudgeAlone(pretrained, ingested))
                _state.Finish(Alone, ingested);
        });
        return _state.Revision(Alone) is not null ? [pretrained] : [Subcenter, pretrained];
    }

    /// <summary>Asks the pretrained network first: where it is sure, none is trained to be asked, too.</summary>
    private bool MayJudgeAlone(string pretrained, long ingested)
    {
        var its = Separation(pretrained);
        double? own = its < SureOfItself ? Separation(TrainSubcenter(ingested)) : null;
        var alone = own is null || its > own;
        var compared = own is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {own:0.0} to the one trained here");
        context.Ui.Note(string.Create(CultureInfo.InvariantCulture,
            $"random labels score {its:0.0} deviations above right ones to the pretrained network{compared}: {(alone ? "the pretrained one judges alone" : "both judge together")}"));
        return alone;
    }

    private string TrainSubcenter(long ingested)
    {
        Stage("subcenter-train", () =>
        {
            if (options.Pretrained is null)
                WarnOfFewImages(ingested);
            Resumable("subcenter-train", Subcenter, ingested, [.. options.SubcenterArguments, .. options.EpochArguments]);
        });
        return Subcenter;
    }

    private void WarnOfFewImages(long ingested)
    {
        using var manifest = Manifest.Open(Database);
        if (FewImages.Note(manifest.Beliefs(ingested)) is { } note)
            context.Ui.Note(note);
    }

    private double Separation(string run)
    {
        var plan = JsonNode.Parse(_stages.Capture("purge", Database, "--run", run, "--dry-run", "--json", "--force"));
        return plan!["quality"]!["separation"]!.AsValue().TryGetValue(out double separation) && double.IsFinite(separation) ? separation : 0;
    }

    /// <summary>Everything is scored again by the cleaner model together with those that judged first, dropped samples too: they may come back.</summary>
    private long SecondRound(string[] judges, long ingested, long kept, List<string> models)
    {
        var evidence = At("evidence-2");
        Stage("embed-2", () => _stages.Run("embed", Reference(ingested), "--model", models[^1], "--out", evidence));
        var second = Stage("purge-2", () => Purge([.. judges, evidence], ["--round", "2", .. Relabel(byDefault: true)]));
        var changed = ChangedShare(kept, second);
        context.Ui.Note(string.Create(CultureInfo.InvariantCulture, $"the second round changed {changed:P2} of the samples"));
        if (options.Retrain && changed >= SettledShare)
            models.Add(Train("cleaned-2", second));
        return second;
    }

    private string Train(string name, long revision)
    {
        var run = At(name);
        Stage($"train-{name}", () => Resumable("train", run, revision, SameEffort(revision)));
        return run;
    }

    /// <summary>
    /// As many images seen as in the first training on all of them, so that a model trained on fewer images is not also the one trained for fewer
    /// steps: epochs · images there / images here.
    /// </summary>
    private IReadOnlyList<string> SameEffort(long revision)
    {
        if (Array.Find([new RunFolder(Subcenter), new RunFolder(At("everything"))], run => run.IsDone) is not { } first)
            return options.EpochArguments;
        var config = first.ReadConfig();
        using var manifest = Manifest.Open(Database);
        var epochs = Math.Round(config.Epochs * (double)Kept(manifest, config.ManifestRevision) / Math.Max(1, Kept(manifest, revision)));
        return ["--epochs", epochs.ToString(CultureInfo.InvariantCulture)];
    }

    private static long Kept(Manifest manifest, long revision) => manifest.Beliefs(revision).LongCount(belief => belief.State == SampleState.Kept);

    private void Resumable(string command, string run, long revision, IReadOnlyList<string> arguments)
    {
        string[] resume = Directory.Exists(run) ? ["--resume"] : [];
        _stages.Run([command, Reference(revision), "--out", run, .. arguments, .. options.TrainArguments, .. resume]);
    }

    private void Purge(string[] runs, params string[] arguments)
    {
        string[] judges = [.. runs.SelectMany(run => new[] { "--run", run })];
        string[] threshold = options.Threshold is { } angle ? ["--threshold", angle.ToString(CultureInfo.InvariantCulture)] : [];
        string[] probability = options.Probability is { } least ? ["--probability", least.ToString(CultureInfo.InvariantCulture)] : [];
        string[] noise = options.Noise is { } share ? ["--noise", share.ToString(CultureInfo.InvariantCulture)] : [];
        string[] force = options.Force ? ["--force"] : [];
        _stages.Run(["purge", Database, .. judges, .. threshold, .. probability, .. noise, .. arguments, .. force]);
    }

    private void Evaluate(IReadOnlyList<string> models, long revision)
    {
        List<string> arguments = ["evaluate"];
        if (options.HeldOut is not null)
        {
            var heldOut = HeldOut(options.HeldOut);
            foreach (var model in models)
                Stage($"embed-heldout-{Path.GetFileName(model)}", () => _stages.Run(["embed", .. heldOut, "--model", model, "--out", HeldOutOf(model)]));
            arguments.AddRange(["--embeddings", .. models.Select(HeldOutOf)]);
        }
        if (options.Truth is not null)
            arguments.AddRange(["--truth", options.Truth, "--manifest", Reference(revision)]);
        if (arguments.Count == 1)
            return;
        _stages.Run([.. arguments]);
        File.WriteAllText(At("evaluation.json"), _stages.Capture([.. arguments, "--json"]));
    }

    /// <summary>The held-out images as <c>cleaner embed</c> takes them: where the networks saw the faces that a detector found, they see those of them.</summary>
    private string[] HeldOut(string folder)
    {
        if (options.Detector is null)
            return ["--folder", folder];
        var manifest = At("heldout.db");
        Stage("ingest-heldout", () => _stages.Run(["ingest", folder, "--out", manifest, .. options.AlignArguments, "--near-distance", "-1"]));
        return [manifest];
    }

    // The last part of the path is the name that tables show.
    private string HeldOutOf(string model) => At("heldout", Path.GetFileName(model));

    private void Report(string run)
    {
        string[] compare = File.Exists(At("evaluation.json")) ? ["--compare", At("evaluation.json")] : [];
        _stages.Run(["report", Database, "--run", run, "--out", At("report.html"), .. compare]);
        context.Ui.Line($"report: {Path.GetFullPath(At("report.html"))}");
        WhatNext();
    }

    private void WhatNext()
    {
        var manifest = CommandHost.Quoted(Database);
        context.Ui.Note($"""

            what next:
              cleaner review {manifest}         goes through the doubtful cases with you
              cleaner export {manifest} clean/  writes the cleaned set
              cleaner revert {manifest} 1       believes the labels as they were
            """);
    }

    /// <summary>Runs a stage unless it has finished before.</summary>
    /// <returns>The manifest's revision after it.</returns>
    private long Stage(string name, Action run)
    {
        if (_state.Revision(name) is { } done)
            return done;
        run();
        using var manifest = Manifest.Open(Database);
        if (_stages.AnyBadInputs)
            _state.Finish(BadInputs, manifest.Head);
        _state.Finish(name, manifest.Head);
        return manifest.Head;
    }

    private string Reference(long revision) => string.Create(CultureInfo.InvariantCulture, $"{Database}@{revision}");

    private string[] Relabel(bool byDefault) => options.Relabel ?? byDefault ? ["--relabel"] : [];

    private double ChangedShare(long before, long after)
    {
        using var manifest = Manifest.Open(Database);
        long samples = 0, changed = 0;
        foreach (var (old, now) in manifest.Beliefs(before).Zip(manifest.Beliefs(after)))
        {
            samples++;
            if (old.State != now.State || old.IdentityId != now.IdentityId)
                changed++;
        }
        return samples == 0 ? 0 : (double)changed / samples;
    }
}
