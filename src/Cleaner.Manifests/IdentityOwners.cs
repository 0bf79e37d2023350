using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests;

/// <summary>
/// Which sources give which identities, so that the same number in two sources does not become one identity; see
/// <see cref="LocalLabels"/>. Memory grows with identities, not with samples.
/// </summary>
public sealed class IdentityOwners
{
    private readonly Manifest manifest;
    private readonly Dictionary<long, SourceInfo> sources;
    private readonly Dictionary<long, List<long>> owners = [];

    internal IdentityOwners(Manifest manifest, Database database)
    {
        this.manifest = manifest;
        sources = manifest.Sources().ToDictionary(source => source.Id);
        using Statement rows = database.Prepare("SELECT DISTINCT identity_id, source_id FROM sample");
        while (rows.Step())
        {
            OwnersOf(rows.Int64(0)).Add(rows.Int64(1));
        }
    }

    /// <summary>The sources that give an identity; empty where it has no sample.</summary>
    public IReadOnlyList<long> Of(long identity) => owners.TryGetValue(identity, out List<long>? list) ? list : [];

    /// <summary>The identity for a label of some sources: found again, or added. A number that a foreign source has too becomes an identity of its own.</summary>
    /// <param name="name">The label, or the identity's name elsewhere.</param>
    /// <param name="from">Sources (of this manifest) that give it; the first lends its name where one is needed.</param>
    public long IdentityId(string name, IReadOnlyList<long> from)
    {
        if (from.Count == 0 || !LocalLabels.IsLocal(LocalLabels.Plain(name)))
        {
            return manifest.IdentityId(name);
        }

        string free = LocalLabels.Names(name, sources[from[0]]).First(candidate => manifest.FindIdentity(candidate) is not { } id || IsOpen(id, from));
        long identity = manifest.IdentityId(free);
        foreach (long source in from)
        {
            if (!Of(identity).Contains(source))
            {
                OwnersOf(identity).Add(source);
            }
        }

        return identity;
    }

    private bool IsOpen(long identity, IReadOnlyList<long> from) =>
        Of(identity).Count == 0 || Of(identity).Any(owner => from.Any(source => LocalLabels.ShareNumbers(sources[owner], sources[source])));

    private List<long> OwnersOf(long identity)
    {
        if (!owners.TryGetValue(identity, out List<long>? list))
        {
            owners[identity] = list = [];
        }

        return list;
    }
}
