using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cleaner.Bench.Purge;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge;
using Cleaner.Purge.Suggestions;

// Judges a synthetic run of any size with rule auto, as purge does after it has opened the manifest, and says how long it took, how much
// memory it held beside the mapped files, how much of the planted noise it found, and how near the matrix product comes to the BLAS at hand.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rows = new Option<int>("--rows") { Description = "Samples.", DefaultValueFactory = _ => 1_000_000 };
var classes = new Option<int>("--classes") { Description = "Identities.", DefaultValueFactory = _ => 50_000 };
var dim = new Option<int>("--dim") { Description = "Dimensions.", DefaultValueFactory = _ => 512 };
var rule = new Option<string>("--rule") { Description = "Rule of purge.", DefaultValueFactory = _ => "auto" };
var run = new Option<string>("--run") { Description = "Folder of the run; drawn where it does not exist.", Required = true };
var peers = new Option<string?>("--peers") { Description = "A Python that has pytorch-metric-learning and cleanlab: compares the rules that they have too, instead." };
var root = new RootCommand("Time and memory of purge at scale.") { rows, classes, dim, rule, run, peers };
root.SetAction(parsed =>
{
    var folder = new RunFolder(parsed.GetValue(run)!);
    if (!File.Exists(folder.Config))
        SyntheticRun.Write(folder, parsed.GetValue(rows), parsed.GetValue(classes), parsed.GetValue(dim));
    if (parsed.GetValue(peers) is { } python)
        Peers.Compare(folder, python);
    else
        Measure(folder, parsed.GetValue(dim), parsed.GetValue(rule)!);
});
return root.Parse(args).Invoke();

static void Measure(RunFolder folder, int dim, string rule)
{
    var (blas, ours) = ProductSpeed.Measure(dim);
    Console.WriteLine($"matrix product, all cores: {ours:F0} GFLOP/s, {(blas > 0 ? $"{ours / blas:P0} of the {blas:F0} of the machine's BLAS" : "no BLAS found to compare with")}");

    using var memory = new MemoryMeter();
    var before = Process.GetCurrentProcess().TotalProcessorTime;
    var clock = Stopwatch.StartNew();
    using var evidence = Evidence.Load(folder);
    var loaded = clock.Elapsed;
    var verdict = PurgeRules.Find(rule).Evaluate(evidence, new PurgeOptions());
    var judged = clock.Elapsed;
    var suggestions = SplitSuggestions.Of(evidence, evidence.Margins(0).Groups).Count() + MergeSuggestions.Of(evidence, evidence.Margins(0).Pairs).Count();
    var suggested = clock.Elapsed;
    var decisions = Array.ConvertAll(verdict.Drop, drop => drop ? Decision.Drop : Decision.Keep);
    var names = Relabelling.Judge(evidence, evidence.Margins(0), decisions);
    var total = clock.Elapsed;
    var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
    var (precision, recall) = SyntheticRun.Score(verdict.Drop);
    int[] relabelled = [.. Enumerable.Range(0, decisions.Length).Where(row => decisions[row] == Decision.Relabel)];
    int rightly = relabelled.Count(row => names.To(row) == SyntheticRun.Shown(row, evidence.Classes));
    Console.WriteLine($"{evidence.Count:N0} x {evidence.Embeddings.Dim} of {evidence.Classes:N0} identities, rule {rule}: {total.TotalSeconds:F1} s "
        + $"(open and check {loaded.TotalSeconds:F1}, judge {(judged - loaded).TotalSeconds:F1}, suggest {(suggested - judged).TotalSeconds:F1}, relabel {(total - suggested).TotalSeconds:F1}; {processor.TotalSeconds:F0} s of processor time on {Environment.ProcessorCount} cores), "
        + $"peak {memory.PeakAnonymousMegabytes:N0} MB beside mapped files; precision {precision:F3}, recall {recall:F3}, {suggestions} suggestions, {relabelled.Length:N0} relabelled, {rightly:N0} of them rightly");
}
