using System.Diagnostics;
using System.Globalization;
using Cleaner.Bench.Noise.Planting;

namespace Cleaner.Bench.Noise;

/// <summary>Plants one kind, rate and seed, runs the chain on it, and measures.</summary>
internal sealed class Cell(BenchOptions options, Chain chain, NoiseKind kind, double rate, int seed)
{
    private readonly string _folder = Path.Combine(
        options.Out, string.Create(CultureInfo.InvariantCulture, $"{kind.ToString().ToLowerInvariant()}-{rate:0.00}-seed{seed}"));

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);

    public CellResult Run(SortedDictionary<string, List<Picture>> set)
    {
        var clock = Stopwatch.StartNew();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        var plan = NoisePlan.Make(set, kind, rate, options.Strangers, options.HeldOut, seed);
        Tree.Write(plan, _folder, seed);

        // Near duplicates are left in: the planted noise alone is judged here.
        Ingest("images", "manifest.db");
        if (options.Pretrained is { } network)
            chain.Run("embed", At("manifest.db"), "--model", network, "--out", At("subcenter"));
        else
            Train("subcenter-train", At("manifest.db"), At("subcenter"), seed);
        var detections = options.Rules.Select(Detect).ToList();

        var models = new List<Verification>();
        if (options.Retrain)
        {
            Ingest("heldout", "heldout.db");
            models.Add(TrainAndVerify("noisy", At("manifest.db")));
            foreach (var rule in options.Rules)
                models.Add(TrainAndVerify(rule, At($"{rule}.db")));
            if (options.Pretrained is not null)
                Relabelled(detections, models);
            else if (options.Rounds > 1)
                SecondRound(detections, models);
            Ingest("oracle", "oracle.db");
            models.Add(TrainAndVerify("oracle", At("oracle.db")));
        }
        return new CellResult(kind.ToString().ToLowerInvariant(), rate, seed, plan.Training.Count, detections, models, clock.Elapsed.TotalSeconds);
    }

    private void Ingest(string folder, string database) =>
        chain.Run(["ingest", At(folder), "--out", At(database), "--near-distance", "-1", .. options.Detector is { } detector ? ["--detect", detector] : Array.Empty<string>()]);

    private Detection Detect(string rule)
    {
        var database = At($"{rule}.db");
        File.Copy(At("manifest.db"), database);
        chain.Run(["purge", database, "--run", At("subcenter"), .. RuleArguments(rule)]);
        return Detection.Of(rule, chain.Json("evaluate", "--truth", At("truth.csv"), "--manifest", database));
    }

    /// <summary>As <c>run</c> does where such a network judges alone: what surely shows another identity gets its name.</summary>
    private void Relabelled(List<Detection> detections, List<Verification> models)
    {
        var name = $"{options.Rules[0]}, relabelled";
        var database = At("relabelled.db");
        File.Copy(At("manifest.db"), database);
        chain.Run(["purge", database, "--run", At("subcenter"), .. RuleArguments(options.Rules[0]), "--relabel"]);
        detections.Add(Detection.Of(name, chain.Json("evaluate", "--truth", At("truth.csv"), "--manifest", database)));
        models.Add(TrainAndVerify(name, database));
    }

    /// <summary>As <c>run</c>: everything is scored again by the model that was retrained after the first rule's purge, purged and relabelled, and retrained.</summary>
    private void SecondRound(List<Detection> detections, List<Verification> models)
    {
        var rule = options.Rules[0];
        var name = $"{rule}, 2 rounds";
        var database = At("round2.db");
        File.Copy(At($"{rule}.db"), database);
        chain.Run("embed", $"{database}@1", "--model", At($"model-{rule}"), "--out", At("round2"));
        chain.Run(["purge", database, "--run", At("subcenter"), "--run", At("round2"), "--round", "2", .. RuleArguments(rule), .. rule == "auto" ? ["--relabel"] : Array.Empty<string>()]);
        detections.Add(Detection.Of(name, chain.Json("evaluate", "--truth", At("truth.csv"), "--manifest", database)));
        models.Add(TrainAndVerify(name, database));
    }

    private Verification TrainAndVerify(string model, string database)
    {
        var name = At($"model-{model.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')}");
        return Verification.Mean([.. Enumerable.Range(0, options.Networks).Select(n => Verify(model, database, n == 0 ? name : $"{name}-{n}", seed + n))]);
    }

    private Verification Verify(string model, string database, string run, int trainSeed)
    {
        Train("train", database, run, trainSeed);
        chain.Run("embed", At("heldout.db"), "--model", run, "--out", Path.Combine(run, "heldout"));
        return Verification.Of(model, chain.Json("evaluate", "--embeddings", Path.Combine(run, "heldout"), "--far", "1e-3,1e-2"));
    }

    private void Train(string command, string database, string run, int trainSeed) =>
        chain.Run([command, database, "--out", run, "--seed", trainSeed.ToString(CultureInfo.InvariantCulture), .. options.TrainArguments]);

    // A benchmark wants the rule's own answer: the guards of purge are lifted.
    private static string[] RuleArguments(string rule) => rule == "angle" ? ["--threshold", "75", "--force"] : ["--rule", rule, "--force"];
}
