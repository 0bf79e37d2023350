using System.Security.Cryptography;
using Cleaner.Ingest.Export;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Export;

/// <summary>A small manifest over real files, and exports of it.</summary>
internal sealed class ExportSet : IDisposable
{
    private readonly TemporaryFolder folder;
    private readonly Manifest manifest;

    public ExportSet(TemporaryFolder folder)
    {
        this.folder = folder;
        manifest = Manifest.Create(folder.At("manifest.db"));
    }

    public Manifest Manifest => manifest;

    /// <summary>Adds files below the folder "data", as one revision.</summary>
    public void Add(params (string Locator, string Identity, byte[] Content)[] files)
    {
        using RevisionWriter writer = manifest.Begin("ingest", "{}");
        long source = manifest.AddSource("imagefolder", folder.At("data"), "{}");
        foreach ((string locator, string label, byte[] content) in files)
        {
            folder.Write($"data/{locator}", content);
            long identity = manifest.IdentityId(label);
            var sample = new Sample
            {
                SourceId = source,
                Locator = locator,
                Label = label,
                Bytes = content.Length,
                Sha256 = SHA256.HashData(content),
                Width = 112,
                Height = 112,
                Format = "jpeg",
                Split = locator.StartsWith("test/", StringComparison.Ordinal) ? "test" : null,
            };
            writer.Set(new Belief(writer.Add(sample, identity), SampleState.Kept, identity));
        }

        writer.Commit("{}");
    }

    public void Believe(params Belief[] beliefs)
    {
        using RevisionWriter writer = manifest.Begin("purge", "{}");
        foreach (Belief belief in beliefs)
        {
            writer.Set(belief);
        }

        writer.Commit("{}");
    }

    public ExportSummary Export(string format, string output = "out", Func<ExportOptions, ExportOptions>? change = null)
    {
        var options = new ExportOptions { Output = folder.At(output), Format = format, Threads = 2 };
        return Exporter.Run(manifest, change?.Invoke(options) ?? options);
    }

    /// <summary>All files of a folder with their contents, by path.</summary>
    public SortedDictionary<string, byte[]> Files(string output = "out") => new(
        Directory.EnumerateFiles(folder.At(output), "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder.At(output), file).Replace('\\', '/'), File.ReadAllBytes),
        StringComparer.Ordinal);

    public string Text(string file, string output = "out") => File.ReadAllText(Path.Combine(folder.At(output), file));

    public void Dispose() => manifest.Dispose();
}
