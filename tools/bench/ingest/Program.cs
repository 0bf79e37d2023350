using System.Globalization;
using System.Runtime.InteropServices;
using Cleaner.Bench.Imaging;
using Cleaner.Bench.Ingest;
using Cleaner.Imaging;
using Cleaner.Ingest;
using Cleaner.Manifests;

// A folder of JPEGs, ingested with everything computed, beside libjpeg-turbo decoding the same files on the same threads, and
// beside Python (PIL, NumPy, SciPy: peer.py) computing the hash and the figures, and imagededup and CleanVision (peers.py). In turns, so that a busy machine slows all alike.
//   dotnet run -c Release --project tools/bench/ingest [-- --files 20000] [--size 112] [--threads 2] [--rounds 3] [--python python3] [--folder JPEGS]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int count = Number("--files", 20_000), size = Number("--size", 112), threads = Number("--threads", Environment.ProcessorCount), rounds = Number("--rounds", 3);
string python = Text("--python") ?? "python3";

string folder = Directory.CreateTempSubdirectory("cleaner-bench-").FullName, set = Text("--folder") ?? Path.Combine(folder, "set");
try
{
    string[] files = Text("--folder") is { } own ? Folder.Read(own) : Folder.Write(set, size, count);
    count = files.Length;
    Console.WriteLine($"{count} JPEGs{(Text("--folder") is null ? $" of {size}x{size}" : "")}, {files.Average(f => new FileInfo(f).Length):F0} bytes each on average; {threads} threads; {RuntimeInformation.FrameworkDescription}");
    Console.WriteLine($"{ImageCodec.Default.Name}: {ImageCodec.Default.Describe()}; load {Load()}");
    Race race = new(rounds);
    race.Add("libjpeg-turbo alone, files in memory", count, () => Decode(files, threads, read: false));
    race.Add("libjpeg-turbo alone, files read", count, () => Decode(files, threads, read: true));
    race.Add("ingest, everything computed", count, Ingest);
    race.Add("ingest again, nothing changed", count, Again);
    if (Peer.IsThere(python))
    {
        race.Add("python, PIL and the same hash and figures", count, () => Peer.Run(python, set, threads));
    }

    foreach (string program in new[] { "imagededup", "cleanvision" }.Where(program => Peer.IsInstalled(python, program)))
    {
        race.Add($"{program}, its own program", count, () => Peer.Run(python, program, set, threads), once: true);
    }

    race.Run();
    Console.WriteLine($"load {Load()}");
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

void Ingest()
{
    string path = Path.Combine(folder, "manifest.db");
    File.Delete(path);
    using Manifest manifest = Manifest.Create(path);
    IngestSummary summary = IngestPipeline.Run(new IngestOptions { Path = set, Threads = threads }, manifest);
    if (summary.Added != count || summary.BadInputs > 0)
    {
        throw new InvalidOperationException($"{summary.Added} of {count} were ingested");
    }
}

void Again()
{
    using Manifest manifest = Manifest.Open(Path.Combine(folder, "manifest.db"), writable: true);
    IngestPipeline.Run(new IngestOptions { Path = set, Threads = threads }, manifest);
}

static void Decode(string[] files, int threads, bool read)
{
    byte[][]? inMemory = read ? null : Folder.InMemory;
    var workers = Enumerable.Range(0, threads).Select(t => new Thread(() =>
    {
        for (int i = t; i < files.Length; i += threads)
        {
            RawTurboJpeg.Decode(inMemory?[i] ?? File.ReadAllBytes(files[i]));
        }
    })).ToArray();
    Array.ForEach(workers, w => w.Start());
    Array.ForEach(workers, w => w.Join());
}

static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

string? Text(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int Number(string option, int otherwise) => Text(option) is { } text ? int.Parse(text) : otherwise;
