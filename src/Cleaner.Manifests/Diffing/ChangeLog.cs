namespace Cleaner.Manifests.Diffing;

/// <summary>Collects which samples changed while two sides are matched, as 24 bytes a change, to be told in id order afterwards.</summary>
internal sealed class ChangeLog(DiffState before, DiffState after, IdentityFlows flows) : IJoinTarget, IDisposable
{
    private readonly long samplesBefore = before.Manifest.SampleCount;
    private readonly long samplesAfter = after.Manifest.SampleCount;
    private readonly Partitions<Reference> references = new(before.Manifest.SampleCount + after.Manifest.SampleCount);

    public long SamplesBefore { get; private set; }

    public long SamplesAfter { get; private set; }

    public void Pair(in Entry first, in Entry second, ChangeKind? kind)
    {
        SamplesBefore++;
        SamplesAfter++;
        flows.Pair(first, second);
        if (kind is { } bytes)
        {
            Add(first.Id, second.Id, bytes);
        }

        if (StateChange.Classify(first.State, second.State, first.Identity == second.Identity) is { } belief)
        {
            Add(first.Id, second.Id, belief);
        }
    }

    public void OnlyBefore(in Entry entry)
    {
        SamplesBefore++;
        flows.Before(entry);
        Add(entry.Id, 0, ChangeKind.Removed);
    }

    public void OnlyAfter(in Entry entry)
    {
        SamplesAfter++;
        flows.After(entry);
        Add(0, entry.Id, ChangeKind.Added);
    }

    /// <summary>The changes with all that is known of both sides: those of the first side by its ids, then what was added.</summary>
    public IEnumerable<Change> Tell()
    {
        using var beforeReader = new SideReader(before);
        using var afterReader = new SideReader(after);
        for (int part = 0; part < references.Count; part++)
        {
            Reference[] sorted = references.Take(part);
            Array.Sort(sorted, (x, y) => x.Order != y.Order ? x.Order.CompareTo(y.Order) : x.Kind.CompareTo(y.Kind));
            foreach (Reference r in sorted)
            {
                yield return new Change(
                    r.Kind, r.Before == 0 ? null : beforeReader.Read(r.Before), r.After == 0 ? null : afterReader.Read(r.After));
            }
        }
    }

    public void Dispose() => references.Dispose();

    private void Add(long first, long second, ChangeKind kind)
    {
        ulong order = (ulong)(first > 0 ? first : samplesBefore + second);
        ulong spread = ulong.MaxValue / (ulong)(samplesBefore + samplesAfter + 1);
        references.Add(order * spread, new Reference(order, first, second, kind));
    }

    private readonly record struct Reference(ulong Order, long Before, long After, ChangeKind Kind);
}
