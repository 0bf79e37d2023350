using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cleaner.Training.Planning;

namespace Cleaner.Bench.Training;

/// <summary>
/// Runs this program and pytorch_training.py in turns and prints a Markdown table with their ratios. What both are told is the same; on a CPU
/// the rest is what each does by itself: PyTorch fp32 in NCHW order, Cleaner what its plan says.
/// </summary>
internal static class Race
{
    private const string Usage = "training-bench race cpu|gpu|tiny [--python python3] [--rounds 2] [--threads N] [--folder JPEGS]";

    private const string BySelf = " --precision auto", ForBoth = " --precision bf16 --channels-last";

    private sealed record Setting(string Name, string What, string Arguments)
    {
        /// <summary>What only this program is told.</summary>
        public string Own { get; init; } = "";
    }

    public static int Run(string[] arguments)
    {
        // Both sides are told the number: PyTorch's own default differs from build to build.
        var (python, rounds, folder, threads) = ("python3", 2, (string?)null, Machine.PhysicalCores());
        for (var i = 1; i + 1 < arguments.Length; i += 2)
        {
            switch (arguments[i])
            {
                case "--python": python = arguments[i + 1]; break;
                case "--rounds": rounds = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture); break;
                case "--threads": threads = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture); break;
                case "--folder": folder = Path.GetFullPath(arguments[i + 1]); break;
                default: Console.Error.WriteLine(Usage); return 2;
            }
        }
        if (Settings(arguments.FirstOrDefault(), folder) is not { } settings)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }
        Console.WriteLine("| | Cleaner images/s | PyTorch images/s | ratio | CPU seconds a step, Cleaner and PyTorch | peak MiB, Cleaner and PyTorch |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var peer = Path.Combine(AppContext.BaseDirectory, "pytorch_training.py");
        foreach (var setting in settings.Select(s => s with { Arguments = $"{s.Arguments} --threads {threads}" }))
        {
            var (ours, theirs) = (new List<Figures>(), new List<Figures>());
            for (var round = 0; round < rounds; round++)
            {
                ours.AddRange(Measured(Environment.ProcessPath!, OwnArguments(), setting with { Arguments = setting.Arguments + setting.Own }));
                theirs.AddRange(Measured(python, peer, setting));
            }
            Console.WriteLine(Row(setting.Name, ours, theirs));
        }
        return 0;
    }

    private static List<Setting>? Settings(string? suite, string? folder) => suite switch
    {
        "cpu" =>
        [
            .. from step in new[]
               {
                   new Setting("small, 112 px, batch 128", "step", "--backbone small --size 112 --batch 128 --steps 12"),
                   new Setting("small, 64 px, batch 128", "step", "--backbone small --size 64 --batch 128 --steps 12"),
                   new Setting("small, 32 px, batch 128", "step", "--backbone small --size 32 --batch 128 --steps 30"),
                   new Setting("iresnet18, 112 px, batch 16", "step", "--backbone iresnet18 --size 112 --batch 16 --steps 6"),
               }
               from setting in new[] { step with { Own = BySelf }, step with { Name = step.Name + ", bf16 and NHWC in both", Arguments = step.Arguments + ForBoth } }
               select setting,
            .. folder is null ? [] : new[]
            {
                new Setting("whole loop from JPEG, small, 64 px", "epoch", $"--backbone small --size 64 --batch 128 --workers 2 --epochs 3 --folder {folder}") { Own = BySelf },
                new Setting("the same, 32 px", "epoch", $"--backbone small --size 32 --batch 128 --workers 2 --epochs 3 --folder {folder}") { Own = BySelf },
            },
        ],
        "gpu" =>
        [
            .. from batch in new[] { 128, 512 }
               from precision in new[] { "fp32", "tf32", "fp16", "bf16" }
               let order = precision is "fp16" or "bf16" ? " --channels-last" : ""
               select new Setting($"iresnet50, 112 px, batch {batch}, {precision}", "step",
                   $"--backbone iresnet50 --size 112 --batch {batch} --classes 93431 --k 3 --steps 20 --device cuda --precision {precision}{order}"),
        ],
        "tiny" =>
        [
            .. from precision in new[] { "fp32", "bf16" }
               select new Setting($"small, 32 px, batch 16, {precision}", "step",
                   $"--backbone small --size 32 --batch 16 --classes 1000 --k 3 --steps 5 --precision {precision}"),
        ],
        _ => null,
    };

    private static string OwnArguments() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? typeof(Race).Assembly.Location : "";

    /// <summary>One figure, or none when the program failed: a batch that does not fit must not end the others.</summary>
    private static IEnumerable<Figures> Measured(string program, string first, Setting setting)
    {
        var start = new ProcessStartInfo(program, $"{first} {setting.What} {setting.Arguments}".Trim()) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
            return [JsonSerializer.Deserialize<Figures>(output.Trim().Split('\n')[^1], Figures.Json)!];
        Console.Error.WriteLine($"{setting.Name}, {Path.GetFileName(program)}: {errors.Result.Trim().Split('\n')[^1]}");
        return [];
    }

    /// <summary>The best of the rounds counts: what disturbs a machine only ever makes it slower.</summary>
    private static string Row(string name, List<Figures> ours, List<Figures> theirs)
    {
        if (ours.Count == 0 || theirs.Count == 0)
            return $"| {name} | {(ours.Count == 0 ? "failed" : "")} | {(theirs.Count == 0 ? "failed" : "")} | | | |";
        var (a, b) = (ours.Max(f => f.ImagesPerSecond), theirs.Max(f => f.ImagesPerSecond));
        static double Peak(List<Figures> figures) => figures.Min(f => f.GpuPeakMib > 0 ? f.GpuPeakMib : f.PeakMib);
        static double Cpu(List<Figures> figures) => figures.Min(f => f.CpuSecondsPerStep);
        var cpu = Cpu(ours) > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Cpu(ours):0.000}, {Cpu(theirs):0.000}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {a:0.0} | {b:0.0} | {a / b:0.00} | {cpu} | {Peak(ours):0}, {Peak(theirs):0} |");
    }
}
