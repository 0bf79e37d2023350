using Cleaner.Ingest.Identities;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>The identities that the labels of one source mean.</summary>
internal sealed class SourceIdentities
{
    private readonly Manifest _manifest;
    private readonly long _source;
    private readonly IdentityOwners? _owners;
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly List<(string Label, string Name)> _renamed = [];
    private readonly MergedIdentities _merged;

    /// <param name="manifest">The manifest.</param>
    /// <param name="source">The source.</param>
    /// <param name="sameLabels">Numbers mean the same as in the other sources.</param>
    public SourceIdentities(Manifest manifest, long source, bool sameLabels)
    {
        _manifest = manifest;
        _source = source;
        _owners = sameLabels ? null : IdentityOwners.None(manifest);
        _merged = new MergedIdentities(manifest);
    }

    /// <summary>Labels that got another name, since a foreign source has them too.</summary>
    public IReadOnlyList<(string Label, string Name)> Renamed => _renamed;

    /// <summary>Takes note of a sample that is there already.</summary>
    public void Observe(in SampleView view)
    {
        _owners?.Add(view.GivenIdentityId, view.Sample.SourceId);
        _merged.Observe(view);
    }

    /// <summary>The identity that the source gives by a label.</summary>
    public long Of(string label)
    {
        if (_ids.TryGetValue(label, out var id))
            return id;
        id = _owners?.IdentityId(label, [_source]) ?? _manifest.IdentityId(label);
        if (_manifest.FindIdentity(label) != id)
            _renamed.Add((label, LocalLabels.Names(label, _manifest.Sources().Single(s => s.Id == _source)).First(name => _manifest.FindIdentity(name) == id)));
        return _ids[label] = id;
    }

    /// <summary>The identity that new samples of a given identity are believed to show: another one where the two were merged.</summary>
    public long Believed(long given) => _merged.Of(given);
}
