namespace Cleaner.Manifests.Diffing;

/// <summary>Told what became of the samples of two sides.</summary>
internal interface IJoinTarget
{
    /// <summary>The same sample on both sides.</summary>
    /// <param name="before">On the first side.</param>
    /// <param name="after">On the second side.</param>
    /// <param name="kind">Null: same bytes at the same place. Moved: same bytes elsewhere. Changed: other bytes at the same place.</param>
    void Pair(in Entry before, in Entry after, ChangeKind? kind);

    void OnlyBefore(in Entry entry);

    void OnlyAfter(in Entry entry);
}

/// <summary>
/// Matches the samples of two sides: first by content, preferring the same place among equal contents, then what is left by place.
/// Each step is a merge over sorted parts, so memory stays at one part of each side.
/// </summary>
internal sealed class ContentJoin : IDisposable
{
    private readonly IJoinTarget target;
    private readonly Partitions<Entry> leftBefore;
    private readonly Partitions<Entry> leftAfter;

    private ContentJoin(long items, IJoinTarget target)
    {
        this.target = target;
        leftBefore = new Partitions<Entry>(items);
        leftAfter = new Partitions<Entry>(items);
    }

    private delegate void Group(Span<Entry> before, Span<Entry> after);

    /// <summary>The key that <see cref="Run"/> expects its inputs to be cut by.</summary>
    public static ulong Key(in Entry entry) => entry.HasContent ? entry.Content : entry.Place;

    /// <param name="before">The first side.</param>
    /// <param name="after">The second side, cut into as many parts.</param>
    /// <param name="target">Told of each pair and each left-over.</param>
    public static void Run(Partitions<Entry> before, Partitions<Entry> after, IJoinTarget target)
    {
        using var join = new ContentJoin(Math.Max(before.Items, after.Items), target);
        for (int part = 0; part < before.Count; part++)
        {
            Merge(WithContent(before.Take(part), join.leftBefore), WithContent(after.Take(part), join.leftAfter), entry => entry.Content, join.PairContents);
        }

        for (int part = 0; part < join.leftBefore.Count; part++)
        {
            Merge(join.leftBefore.Take(part), join.leftAfter.Take(part), entry => entry.Place, join.PairPlaces);
        }
    }

    public void Dispose()
    {
        leftBefore.Dispose();
        leftAfter.Dispose();
    }

    /// <summary>What has no content can only be matched by place, in the second step.</summary>
    private static Entry[] WithContent(Entry[] entries, Partitions<Entry> left)
    {
        if (Array.TrueForAll(entries, entry => entry.HasContent))
        {
            return entries;
        }

        foreach (Entry entry in entries.Where(entry => !entry.HasContent))
        {
            left.Add(entry.Place, entry);
        }

        return Array.FindAll(entries, entry => entry.HasContent);
    }

    /// <summary>Walks over the groups of equal keys, each sorted by place and id; one side of a group may be empty.</summary>
    private static void Merge(Entry[] before, Entry[] after, Func<Entry, ulong> key, Group onGroup)
    {
        ulong[] beforeKeys = Sort(before, key);
        ulong[] afterKeys = Sort(after, key);
        int i = 0;
        int j = 0;
        while (i < before.Length || j < after.Length)
        {
            ulong smallest = Math.Min(i < before.Length ? beforeKeys[i] : ulong.MaxValue, j < after.Length ? afterKeys[j] : ulong.MaxValue);
            int beforeEnd = EndOfGroup(beforeKeys, i, smallest);
            int afterEnd = EndOfGroup(afterKeys, j, smallest);
            Span<Entry> group = before.AsSpan(i..beforeEnd);
            Span<Entry> other = after.AsSpan(j..afterEnd);
            SortByPlace(group);
            SortByPlace(other);
            onGroup(group, other);
            i = beforeEnd;
            j = afterEnd;
        }
    }

    private static ulong[] Sort(Entry[] entries, Func<Entry, ulong> key)
    {
        ulong[] keys = Array.ConvertAll(entries, entry => key(entry));
        Array.Sort(keys, entries);
        return keys;
    }

    private static int EndOfGroup(ulong[] keys, int start, ulong key)
    {
        while (start < keys.Length && keys[start] == key)
        {
            start++;
        }

        return start;
    }

    private static void SortByPlace(Span<Entry> group)
    {
        if (group.Length > 1)
        {
            group.Sort((x, y) => x.Place != y.Place ? x.Place.CompareTo(y.Place) : x.Id.CompareTo(y.Id));
        }
    }

    /// <summary>Equal bytes: pairs at the same place first, then whatever is left in order (moved).</summary>
    private void PairContents(Span<Entry> before, Span<Entry> after)
    {
        int restBefore = 0;
        int restAfter = 0;
        int i = 0;
        int j = 0;
        while (i < before.Length || j < after.Length)
        {
            int order = i == before.Length ? 1 : j == after.Length ? -1 : before[i].Place.CompareTo(after[j].Place);
            if (order == 0)
            {
                target.Pair(before[i++], after[j++], null);
            }
            else if (order < 0)
            {
                before[restBefore++] = before[i++];
            }
            else
            {
                after[restAfter++] = after[j++];
            }
        }

        int pairs = Math.Min(restBefore, restAfter);
        for (int k = 0; k < pairs; k++)
        {
            target.Pair(before[k], after[k], ChangeKind.Moved);
        }

        Leave(before[pairs..restBefore], leftBefore);
        Leave(after[pairs..restAfter], leftAfter);
    }

    private static void Leave(Span<Entry> entries, Partitions<Entry> left)
    {
        foreach (ref readonly Entry entry in entries)
        {
            left.Add(entry.Place, entry);
        }
    }

    /// <summary>The same place with other bytes, or with bytes that one side never read.</summary>
    private void PairPlaces(Span<Entry> before, Span<Entry> after)
    {
        int pairs = Math.Min(before.Length, after.Length);
        for (int k = 0; k < pairs; k++)
        {
            bool bothUnread = !before[k].HasContent && !after[k].HasContent;
            target.Pair(before[k], after[k], bothUnread ? null : ChangeKind.Changed);
        }

        foreach (ref readonly Entry entry in before[pairs..])
        {
            target.OnlyBefore(entry);
        }

        foreach (ref readonly Entry entry in after[pairs..])
        {
            target.OnlyAfter(entry);
        }
    }
}
