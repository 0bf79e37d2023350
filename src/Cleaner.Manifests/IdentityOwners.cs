using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests;

/// <summary>
/// Which sources give which identities, so that the same number in two sources does not become one identity; see
/// <see cref="LocalLabels"/>. Memory grows with identities, not with samples.
/// </summary>
public sealed class IdentityOwners
{
    private readonly Manifest manifest;

    /// <summary>The first source met of each identity; most have no other.</summary>
    private readonly Dictionary<long, long> first = [];

    private readonly Dictionary<long, List<long>> others = [];

    private Dictionary<long, SourceInfo> sources = [];

    private IdentityOwners(Manifest manifest) => this.manifest = manifest;

    /// <summary>Nobody owns anything yet; for who reads all samples anyway and tells their owners with <see cref="Add"/>.</summary>
    public static IdentityOwners None(Manifest manifest) => new(manifest);

    /// <summary>Adds a source that gives an identity.</summary>
    public void Add(long identity, long source)
    {
        if (first.TryAdd(identity, source) || first[identity] == source)
        {
            return;
        }

        if (!others.TryGetValue(identity, out List<long>? list))
        {
            others[identity] = list = [];
        }

        if (!list.Contains(source))
        {
            list.Add(source);
        }
    }

    /// <summary>The sources that give an identity; empty where it has no sample.</summary>
    public IReadOnlyList<long> Of(long identity) =>
        !first.TryGetValue(identity, out long source) ? []
        : others.TryGetValue(identity, out List<long>? more) ? [source, .. more]
        : [source];

    /// <summary>The identity for a label of some sources: found again, or added. A number that a foreign source has too becomes an identity of its own.</summary>
    /// <param name="name">The label, or the identity's name elsewhere.</param>
    /// <param name="from">Sources (of this manifest) that give it; the first lends its name where one is needed.</param>
    public long IdentityId(string name, IReadOnlyList<long> from)
    {
        if (from.Count == 0 || !LocalLabels.IsLocal(LocalLabels.Plain(name)))
        {
            return manifest.IdentityId(name);
        }

        string free = LocalLabels.Names(name, Source(from[0])).First(candidate => manifest.FindIdentity(candidate) is not { } id || IsOpen(id, from));
        long identity = manifest.IdentityId(free);
        foreach (long source in from)
        {
            Add(identity, source);
        }

        return identity;
    }

    private bool IsOpen(long identity, IReadOnlyList<long> from) =>
        Of(identity) is var owners && (owners.Count == 0 || owners.Any(owner => from.Any(source => LocalLabels.ShareNumbers(Source(owner), Source(source)))));

    private SourceInfo Source(long id)
    {
        if (!sources.ContainsKey(id))
        {
            sources = manifest.Sources().ToDictionary(source => source.Id);
        }

        return sources[id];
    }

    /// <summary>Those of all samples, also of an unfinished revision.</summary>
    internal static IdentityOwners Read(Manifest manifest, Database database)
    {
        var owners = new IdentityOwners(manifest);
        using Statement rows = database.Prepare("SELECT DISTINCT identity_id, source_id FROM sample");
        while (rows.Step())
        {
            owners.Add(rows.Int64(0), rows.Int64(1));
        }

        return owners;
    }
}
