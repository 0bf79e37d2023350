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

    private Detection Detect(string rule) => Purge(rule, "manifest.db", $"{rule}.db", RuleArguments(rule));

    /// <summary>Purges a copy of a manifest, by the first network and what else the arguments name, and asks the truth about it.</summary>
    private Detection Purge(string name, string from, string to, string[] arguments)
    {
        File.Copy(At(from), At(to));
        chain.Run(["purge", At(to), "--run", At("subcenter"), .. arguments]);
        return Detection.Of(name, chain.Json("evaluate", "--truth", At("truth.csv"), "--manifest", At(to)));
    }

    /// <summary>As <c>run</c> does where such a network judges alone: what surely shows another identity gets its name.</summary>
    private void Relabelled(List<Detection> detections, List<Verification> models)
    {
        var name = $"{options.Rules[0]}, relabelled";
        detections.Add(Purge(name, "manifest.db", "relabelled.db", RelabelArguments(options.Rules[0])));
        models.Add(TrainAndVerify(name, At("relabelled.db")));
    }

    /// <summary>As <c>run</c>: everything is scored again by the model that was retrained after the first rule's purge, purged and relabelled, and retrained.</summary>
    private void SecondRound(List<Detection> detections, List<Verification> models)
    {
        var rule = options.Rules[0];
        var name = $"{rule}, 2 rounds";
        chain.Run("embed", $"{At($"{rule}.db")}@1", "--model", At($"model-{rule}"), "--out", At("round2"));
        detections.Add(Purge(name, $"{rule}.db", "round2.db", ["--run", At("round2"), "--round", "2", .. RelabelArguments(rule)]));
        models.Add(TrainAndVerify(name, At("round2.db")));
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

    private static string[] RelabelArguments(string rule) => [.. RuleArguments(rule), .. rule == "auto" ? ["--relabel"] : Array.Empty<string>()];
}
