namespace Cleaner.Ingest.Identities;

/// <summary>Joins identities pair by pair. A pair is refused when it would bring two together who are to stay apart, also by way of a third.</summary>
internal sealed class MergeGroups(Func<long, long, bool> stayApart)
{
    private readonly Dictionary<long, List<long>> _groups = [];

    /// <summary>Joins the groups of two identities; false where that is refused.</summary>
    public bool TryJoin(long a, long b)
    {
        List<long> first = GroupOf(a), second = GroupOf(b);
        if (ReferenceEquals(first, second))
            return true;
        if (first.Any(x => second.Any(y => stayApart(x, y))))
            return false;
        first.AddRange(second);
        foreach (var identity in second)
            _groups[identity] = first;
        return true;
    }

    /// <summary>For each identity that is taken up, the one that takes it up: the first in order of its group.</summary>
    public Dictionary<long, long> Result(IReadOnlyDictionary<long, NamedIdentity> identities)
    {
        var result = new Dictionary<long, long>();
        foreach (var group in _groups.Values.Distinct().Where(g => g.Count > 1))
        {
            var into = group.Select(id => identities[id]).Min()!.Id;
            foreach (var identity in group.Where(id => id != into))
                result[identity] = into;
        }
        return result;
    }

    private List<long> GroupOf(long identity)
    {
        if (!_groups.TryGetValue(identity, out var group))
            _groups[identity] = group = [identity];
        return group;
    }
}
