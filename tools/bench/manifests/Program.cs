using System.Diagnostics;
using System.Globalization;
using Cleaner.Bench.Manifests;
using Cleaner.Manifests;

// usage: dotnet run -c Release --project tools/bench/manifests -- FOLDER SAMPLES
// Prints one JSON object a measurement. FOLDER takes about 600 bytes a sample and is not cleaned up.
if (args.Length != 2 || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out int samples))
{
    Console.Error.WriteLine("usage: manifests FOLDER SAMPLES");
    return 2;
}

string path = Path.Combine(args[0], "a.db");
if (!File.Exists(path))
{
    Measure("write", samples, () =>
    {
        using Manifest manifest = Manifest.Create(path);
        Synthetic.Fill(manifest, samples);
    });
}

using (Manifest manifest = Manifest.Open(path))
{
    Measure("stream beliefs", samples, () => Count(manifest.Beliefs()));
    Measure("stream samples", samples, () => Count(manifest.Samples()));
    Measure("load known places", samples, () => Count([manifest.Known().Count]));
}

return 0;

static void Count<T>(IEnumerable<T> rows)
{
    long count = 0;
    foreach (T row in rows)
    {
        count++;
    }
}

void Measure(string what, int rows, Action action)
{
    using Process self = Process.GetCurrentProcess();
    TimeSpan cpuBefore = self.TotalProcessorTime;
    var watch = Stopwatch.StartNew();
    action();
    double seconds = watch.Elapsed.TotalSeconds;
    self.Refresh();
    double cpu = (self.TotalProcessorTime - cpuBefore).TotalSeconds;
    long peak = self.PeakWorkingSet64 >> 20;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"what\":\"{what}\",\"rows\":{rows},\"seconds\":{seconds:F2},\"cpu_seconds\":{cpu:F2},\"rows_per_second\":{rows / seconds:F0},\"peak_mib\":{peak},\"file_mib\":{new FileInfo(path).Length >> 20}}}"));
}
