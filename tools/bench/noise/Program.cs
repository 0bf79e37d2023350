using System.CommandLine;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cleaner.Bench.Noise;
using Cleaner.Bench.Noise.Planting;

// Plants label noise with known truth into any clean folder-per-identity set, runs the real executable on it, prints what was found and won back.
var set = new Argument<string>("set") { Description = "A clean set, one folder an identity." };
var depth = new Option<int>("--identity-depth") { Description = "Folder levels that name an identity.", DefaultValueFactory = _ => 1 };
var perIdentity = new Option<int>("--per-identity") { Description = "At most so many pictures of an identity; 0 takes all." };
var kinds = new Option<string>("--kinds") { Description = "open, closed, mixed; several joined by commas.", DefaultValueFactory = _ => "mixed" };
var rates = new Option<string>("--rates") { Description = "Shares of wrong labels, joined by commas.", DefaultValueFactory = _ => "0.4" };
var seeds = new Option<string>("--seeds") { Description = "Seeds, joined by commas.", DefaultValueFactory = _ => "1" };
var rules = new Option<string>("--rules") { Description = "Rules of purge to compare, joined by commas; the first is also retrained for two rounds.", DefaultValueFactory = _ => "auto,angle" };
var rounds = new Option<int>("--rounds") { Description = "Purge rounds of the first rule, 1 or 2.", DefaultValueFactory = _ => 2 };
var detectOnly = new Option<bool>("--detect-only") { Description = "Measure detection alone: no retraining." };
var networks = new Option<int>("--networks") { Description = "Networks trained for each set of labels, with other seeds; their figures are averaged.", DefaultValueFactory = _ => 1 };
var trainArguments = new Option<string>("--train-args") { Description = "Passed to every training, e.g. \"--epochs 20\".", DefaultValueFactory = _ => "" };
var pretrained = new Option<string?>("--pretrained") { Description = "Let this network judge instead of one trained on the set (cleaner embed --model)." };
var detector = new Option<string?>("--detect") { Description = "Find faces first (cleaner ingest --detect)." };
var strangers = new Option<double>("--strangers") { Description = "Share of the identities that serve as strangers.", DefaultValueFactory = _ => 56.0 / 242 };
var heldOut = new Option<double>("--heldout") { Description = "Share of the identities held out for evaluation.", DefaultValueFactory = _ => 46.0 / 242 };
var executable = new Option<string>("--cleaner") { Description = "The cleaner to run.", DefaultValueFactory = _ => Path.Combine("tools", "cleaner") };
var output = new Option<string>("--out") { Description = "Folder for data, runs and results.", Required = true };
var root = new RootCommand("Measures noise detection and the gain of cleaning on a set with planted noise.")
{
    set, depth, perIdentity, kinds, rates, seeds, rules, rounds, detectOnly, networks, trainArguments, pretrained, detector, strangers, heldOut, executable, output,
};
root.SetAction(parsed => InOneLine(() => Run(new BenchOptions
{
    Set = parsed.GetValue(set)!,
    Depth = parsed.GetValue(depth),
    PerIdentity = parsed.GetValue(perIdentity),
    Kinds = [.. Split(parsed.GetValue(kinds)).Select(k => Enum.Parse<NoiseKind>(k, ignoreCase: true))],
    Rates = [.. Split(parsed.GetValue(rates)).Select(r => double.Parse(r, CultureInfo.InvariantCulture))],
    Seeds = [.. Split(parsed.GetValue(seeds)).Select(s => int.Parse(s, CultureInfo.InvariantCulture))],
    Rules = Split(parsed.GetValue(rules)),
    Rounds = parsed.GetValue(rounds),
    Retrain = !parsed.GetValue(detectOnly),
    Networks = Math.Max(1, parsed.GetValue(networks)),
    TrainArguments = parsed.GetValue(trainArguments)!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    Pretrained = parsed.GetValue(pretrained),
    Detector = parsed.GetValue(detector),
    Strangers = parsed.GetValue(strangers),
    HeldOut = parsed.GetValue(heldOut),
    Executable = Path.GetFullPath(parsed.GetValue(executable)!),
    Out = Path.GetFullPath(parsed.GetValue(output)!),
})));
return root.Parse(args).Invoke();

static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

static int InOneLine(Func<int> run)
{
    try
    {
        return run();
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or FormatException or Win32Exception)
    {
        Console.Error.WriteLine($"noise-bench: {e.Message}");
        return 2;
    }
}

static int Run(BenchOptions options)
{
    Directory.CreateDirectory(options.Out);
    using var log = new StreamWriter(Path.Combine(options.Out, "log.txt"), append: true);
    var chain = new Chain(options.Executable, log);
    var pictures = SourceSet.Read(options.Set, options.Depth, options.PerIdentity);
    Console.Error.WriteLine($"{pictures.Count} identities, {pictures.Values.Sum(p => p.Count)} pictures");

    var cells = new List<CellResult>();
    foreach (var (kind, rate, seed) in options.Kinds.SelectMany(k => options.Rates.SelectMany(r => options.Seeds.Select(s => (k, r, s)))))
    {
        var cell = new Cell(options, chain, kind, rate, seed).Run(pictures);
        cells.Add(cell);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{cell.Kind} {rate} seed {seed}: {string.Join(", ", cell.Detections.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Rule} F1 {d.F1:F3}")))} ({cell.Seconds:F0} s)"));
        File.WriteAllText(Path.Combine(options.Out, "results.json"), JsonSerializer.Serialize(cells, Results.Json));
    }
    var markdown = $"{pictures.Count} identities, {pictures.Values.Sum(p => p.Count)} pictures; {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}\n\n"
        + Summary.Markdown(cells);
    File.WriteAllText(Path.Combine(options.Out, "results.md"), markdown);
    Console.Write(markdown);
    return 0;
}

/// <summary>How results.json is written.</summary>
internal static class Results
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
