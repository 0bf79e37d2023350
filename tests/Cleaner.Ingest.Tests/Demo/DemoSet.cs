using System.Security.Cryptography;
using Cleaner.Ingest.Demo;
using Cleaner.Ingest.Tests.Support;

namespace Cleaner.Ingest.Tests.Demo;

/// <summary>A small set that all the tests of its contents share: drawn once.</summary>
public sealed class DemoSet : IDisposable
{
    private readonly TemporaryFolder parent = new();

    public static readonly DemoOptions Options = new()
    {
        Identities = 16, Images = 12, Size = 32, Seed = 5, HeldOutIdentities = 4, HeldOutImages = 3,
        ExactDuplicates = .05, NearDuplicates = .05, Damaged = .05, Foreign = .05,
    };

    public DemoSet()
    {
        Folder = Path.Combine(parent.Path, "demo");
        Summary = DemoData.Write(Folder, Options);
        Truth = File.ReadLines(Path.Combine(Folder, DemoData.TruthFile)).Skip(1)
            .Select(line => line.Split(',')).Select(f => new TruthLine(f[0], f[1], f[2], f[3])).ToArray();
    }

    public string Folder { get; }

    public DemoSummary Summary { get; }

    public TruthLine[] Truth { get; }

    public byte[] Bytes(TruthLine line) => File.ReadAllBytes(Path.Combine(Folder, DemoData.ImagesFolder, line.Path));

    /// <summary>Path and content of every file below a folder.</summary>
    public static SortedDictionary<string, string> Contents(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))),
        StringComparer.Ordinal);

    public void Dispose() => parent.Dispose();
}

public sealed record TruthLine(string Path, string TrueIdentity, string Label, string Kind);
