namespace Cleaner.Manifests.Diffing;

/// <summary>How kept samples went from identity to identity; what it takes to tell merges, splits and new names from single corrections.</summary>
internal sealed class IdentityFlows(JointIdentities identities)
{
    private readonly long[] keptBefore = new long[identities.Count];
    private readonly long[] keptAfter = new long[identities.Count];
    private readonly long[] keptInBoth = new long[identities.Count];
    private readonly long[] stayed = new long[identities.Count];
    private readonly Dictionary<(int From, int Into), long> moves = [];

    public IReadOnlyList<long> KeptBefore => keptBefore;

    public IReadOnlyList<long> KeptAfter => keptAfter;

    public void Before(in Entry entry)
    {
        if (entry.State == SampleState.Kept)
        {
            keptBefore[entry.Identity]++;
        }
    }

    public void After(in Entry entry)
    {
        if (entry.State == SampleState.Kept)
        {
            keptAfter[entry.Identity]++;
        }
    }

    public void Pair(in Entry before, in Entry after)
    {
        Before(before);
        After(after);
        if (before.State != SampleState.Kept || after.State != SampleState.Kept)
        {
            return;
        }

        keptInBoth[before.Identity]++;
        if (before.Identity == after.Identity)
        {
            stayed[before.Identity]++;
        }
        else
        {
            moves[(before.Identity, after.Identity)] = moves.GetValueOrDefault((before.Identity, after.Identity)) + 1;
        }
    }

    /// <summary>Merges, splits and new names, most samples first.</summary>
    public IReadOnlyList<IdentityChange> Changes()
    {
        var sourcesOf = new Dictionary<int, int>();
        foreach ((_, int into) in moves.Keys)
        {
            sourcesOf[into] = sourcesOf.GetValueOrDefault(into) + 1;
        }

        return
        [
            .. moves
                .Select(move => (move.Key.From, move.Key.Into, Samples: move.Value, Kind: Kind(move.Key.From, move.Key.Into, move.Value, sourcesOf)))
                .Where(move => move.Kind is not null)
                .OrderByDescending(move => move.Samples).ThenBy(move => identities.Name(move.From), StringComparer.Ordinal).ThenBy(move => identities.Name(move.Into), StringComparer.Ordinal)
                .Select(move => new IdentityChange(move.Kind!, identities.Name(move.From), identities.Name(move.Into), move.Samples)),
        ];
    }

    private string? Kind(int from, int into, long samples, Dictionary<int, int> sourcesOf)
    {
        bool intoIsNew = keptBefore[into] == 0;
        bool aloneInto = sourcesOf[into] == 1 && stayed[into] == 0;
        if (samples == keptInBoth[from] && keptAfter[from] == 0)
        {
            return intoIsNew && aloneInto ? "renamed" : "merged";
        }

        return intoIsNew && aloneInto ? "split" : null;
    }
}
