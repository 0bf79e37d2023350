using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>An identity with what decides which of two takes up the other.</summary>
/// <param name="Id">The identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kept">Its kept images.</param>
internal sealed record NamedIdentity(long Id, string Name, long Kept) : IComparable<NamedIdentity>
{
    /// <summary>Negative when this one takes up the other: it has more images, or is older.</summary>
    public int CompareTo(NamedIdentity? other) =>
        other is null ? -1 : Kept != other.Kept ? other.Kept.CompareTo(Kept) : Id.CompareTo(other.Id);
}

/// <summary>
/// Finds identities whose names are spellings of one name. Numbers as labels are no names. Within a group of equal names each is
/// paired with the largest only, so that a thousand spellings make a thousand pairs.
/// </summary>
internal static class NameMatcher
{
    /// <summary>The pairs, the larger identity first, with the strictest rule under which the names are equal.</summary>
    public static IEnumerable<(NamedIdentity Into, NamedIdentity Other, MergeEvidence Evidence)> Match(IReadOnlyList<NamedIdentity> identities)
    {
        var names = identities.Where(i => !LocalLabels.IsLocal(LocalLabels.Plain(i.Name))).ToList();
        var found = new HashSet<(long, long)>();
        foreach (var (into, other) in Pairs(names, i => NameForms.IdString(i.Name)))
        {
            if (found.Add((into.Id, other.Id)))
                yield return (into, other, new MergeEvidence("id-string", $"both names hold the id {NameForms.IdString(into.Name)}", IsStrong: true));
        }
        // The two loosest forms find every pair that a stricter one finds.
        foreach (var form in NameForms.Rules.TakeLast(2).Select(rule => rule.Form))
        {
            foreach (var (into, other) in Pairs(names, i => form(i.Name)))
            {
                if (found.Add((into.Id, other.Id)) && !HoldDifferentIds(into.Name, other.Name))
                    yield return (into, other, Explain(into.Name, other.Name));
            }
        }
    }

    private static MergeEvidence Explain(string a, string b)
    {
        var (rule, says, isStrong, _) = NameForms.Rules.First(r => r.Form(a) == r.Form(b));
        return new MergeEvidence(rule, says, isStrong);
    }

    private static bool HoldDifferentIds(string a, string b) =>
        NameForms.IdString(a) is { } first && NameForms.IdString(b) is { } second && first != second;

    private static IEnumerable<(NamedIdentity Into, NamedIdentity Other)> Pairs(IEnumerable<NamedIdentity> names, Func<NamedIdentity, string?> key) =>
        from name in names
        let form = key(name)
        where !string.IsNullOrEmpty(form)
        group name by form into spellings
        where spellings.Skip(1).Any()
        let ordered = spellings.Order().ToList()
        from other in ordered.Skip(1)
        select (ordered[0], other);
}
