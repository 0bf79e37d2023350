using Cleaner.Manifests;

namespace Cleaner.Evaluation.Tests.Support;

/// <summary>A manifest in a temporary folder, filled line by line.</summary>
internal sealed class ManifestBuilder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cleaner-manifest-");
    private readonly List<(long Id, long Identity)> _samples = [];

    public ManifestBuilder()
    {
        Manifest = Manifest.Create(Path.Combine(_folder.FullName, "set.db"));
        Source = Manifest.AddSource("folder", _folder.FullName, "{}");
    }

    public Manifest Manifest { get; }

    public long Source { get; }

    /// <summary>One revision that adds samples by their locators "identity/file".</summary>
    public ManifestBuilder Ingest(params string[] locators)
    {
        using var revision = Manifest.Begin("ingest", new { });
        foreach (string locator in locators)
        {
            string label = locator[..locator.IndexOf('/')];
            long identity = Manifest.IdentityId(label);
            long id = revision.Add(new Sample { SourceId = Source, Locator = locator, Label = label, Format = "png" }, identity);
            revision.Set(new Belief(id, SampleState.Kept, identity));
            _samples.Add((id, identity));
        }

        revision.Commit(new { });
        return this;
    }

    /// <summary>One revision that changes the beliefs of samples by their number in the order of adding.</summary>
    public ManifestBuilder Decide(params (int Sample, SampleState State, string? Identity, int DuplicateOf, double Score)[] decisions)
    {
        using var revision = Manifest.Begin("purge", new { });
        foreach (var (sample, state, identity, duplicateOf, score) in decisions)
        {
            var (id, given) = _samples[sample];
            long believed = identity is null ? given : Manifest.IdentityId(identity);
            revision.Set(new Belief(id, state, believed, state == SampleState.Duplicate ? _samples[duplicateOf].Id : 0, "angle", score));
        }

        revision.Commit(new { });
        return this;
    }

    public void Dispose()
    {
        Manifest.Dispose();
        _folder.Delete(recursive: true);
    }
}
