using System.Diagnostics;

namespace Cleaner.Manifests.Tests.Support;

/// <summary>
/// The test assembly started as a process of its own: it writes to a manifest, says "ready" and waits to be killed.
/// </summary>
internal static class Victim
{
    /// <summary>Runs the victim in a mode until it is ready, kills it (SIGKILL) and waits for its end.</summary>
    public static void RunAndKill(string mode, string manifest)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(Victim).Assembly.Location);
        start.ArgumentList.Add(mode);
        start.ArgumentList.Add(manifest);
        using Process process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        process.Kill();
        process.WaitForExit();
        Assert.Equal("ready", line);
    }

    private static void Main(string[] arguments)
    {
        using Manifest manifest = Manifest.Open(arguments[1], writable: true);
        using RevisionWriter writer = arguments[0] == "staged" ? manifest.BeginStaged("cleaner ingest more", "{}") : manifest.Begin("cleaner purge", "{}");
        if (arguments[0] == "staged")
        {
            AddSamples(writer, 11, 1000);
            writer.Checkpoint("a thousand");
            AddSamples(writer, 1011, 500);
        }
        else
        {
            // Long reasons, so that SQLite's cache overflows and uncommitted pages reach the disk.
            string reason = new('x', 100_000);
            for (int id = 1; id <= 1000; id++)
            {
                writer.Set(new Belief(id, SampleState.Dropped, 1, 0, "angle", 80, reason));
            }
        }

        Console.WriteLine("ready");
        Console.In.ReadLine();
    }

    private static void AddSamples(RevisionWriter writer, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            writer.Set(new Belief(writer.Add(Some.Sample(1, i), 1), SampleState.Kept, 1));
        }
    }
}
