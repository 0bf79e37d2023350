using Cleaner.Manifests;

namespace Cleaner.Ingest.Tests.Support;

/// <summary>Ingests into a manifest beside the data and reads it back.</summary>
internal sealed class Ingested(TemporaryFolder folder)
{
    public string ManifestPath { get; } = folder.At("manifest.db");

    /// <summary>Runs an ingest of a path (the folder "data" by default).</summary>
    public IngestSummary Run(Func<IngestOptions, IngestOptions>? change = null, CancellationToken stop = default, IProgress<IngestProgress>? progress = null)
    {
        var options = new IngestOptions { Path = folder.At("data"), Threads = 2 };
        using var manifest = Manifest.OpenOrCreate(ManifestPath);
        return IngestPipeline.Run(change?.Invoke(options) ?? options, manifest, progress, stop);
    }

    /// <summary>All samples at the head.</summary>
    public List<SampleView> Samples()
    {
        using var manifest = Manifest.Open(ManifestPath);
        return [.. manifest.Samples()];
    }

    /// <summary>The sample of a locator; the newest where there are several.</summary>
    public SampleView this[string locator] => Samples().Last(s => s.Sample.Locator == locator);

    public string NameOf(long identity)
    {
        using var manifest = Manifest.Open(ManifestPath);
        return manifest.Identities().Single(i => i.Id == identity).Name;
    }

    public List<Finding> Findings(string kind)
    {
        using var manifest = Manifest.Open(ManifestPath);
        return [.. manifest.Findings().Where(f => f.Kind == kind)];
    }

    /// <summary>Everything that matters about the samples as text, for comparing two manifests.</summary>
    public string Dump() => string.Join('\n', Samples().Select(s =>
        FormattableString.Invariant($"{s.Sample.Id} {s.Sample.Locator} {s.Sample.Offset} {NameOf(s.GivenIdentityId)} {Hex(s.Sample.Sha256)} {s.Sample.PHash:x16} {s.Sample.Status} {s.Belief}")));

    private static string Hex(byte[]? bytes) => bytes is null ? "-" : Convert.ToHexString(bytes);
}
