using Cleaner.Manifests.Diffing;

namespace Cleaner.Manifests.Tests.Diffing;

public class ContentJoinTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 60_000_000)]
    public void A_join_finds_what_a_naive_one_finds(int seed, long expectedItems)
    {
        var random = new Random(seed);
        Entry[] before = Entries(random, 1500);
        Entry[] after = Entries(random, 1500);
        var target = new Recorder();
        using Partitions<Entry> first = Cut(before, expectedItems);
        using Partitions<Entry> second = Cut(after, expectedItems);
        ContentJoin.Run(first, second, target);
        Assert.Equal(Naive(before, after).Order(), target.Seen.Order());
        Assert.Contains(target.Seen, seen => seen.Kind == "Moved");
        Assert.Contains(target.Seen, seen => seen.Kind == "Changed");
        Assert.Contains(target.Seen, seen => seen.Kind == "same");
    }

    [Fact]
    public void A_spilled_list_comes_back_in_order_and_leaves_no_file()
    {
        using var list = new SpillList<long>(16);
        for (long i = 0; i < 1000; i++)
        {
            list.Add(i);
        }

        Assert.Equal(1000, list.Count);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), list.Take());
        Assert.Empty(list.Take());
    }

    [Fact]
    public void Parts_are_in_the_order_of_their_keys_and_hold_everything()
    {
        using var parts = new Partitions<ulong>(5_000_000);
        var random = new Random(1);
        ulong[] keys = [.. Enumerable.Range(0, 50_000).Select(_ => (ulong)random.NextInt64() << 1), 0, ulong.MaxValue];
        foreach (ulong key in keys)
        {
            parts.Add(key, key);
        }

        Assert.Equal(10, parts.Count);
        var all = new List<ulong>();
        for (int part = 0; part < parts.Count; part++)
        {
            ulong[] taken = parts.Take(part);
            Assert.NotEmpty(taken);
            Array.Sort(taken);
            all.AddRange(taken);
        }

        Assert.Equal(keys.Order(), all);
    }

    /// <summary>Few contents and places, so that all kinds of ties happen; an eighth has no content.</summary>
    private static Entry[] Entries(Random random, int count)
    {
        var places = new HashSet<ulong>();
        var entries = new List<Entry>();
        while (entries.Count < count)
        {
            // Contents and places are spread over all 64 bits, as hashes are.
            ulong place = Spread(random.Next(2200));
            if (places.Add(place))
            {
                entries.Add(new Entry { Id = entries.Count + 1, Content = Spread(random.Next(1100)), Place = place, HasContent = random.Next(8) > 0 });
            }
        }

        return [.. entries];
    }

    private static ulong Spread(int value) => (ulong)value * 0x9E3779B97F4A7C15;

    private static Partitions<Entry> Cut(Entry[] entries, long expected)
    {
        var parts = new Partitions<Entry>(expected);
        foreach (Entry entry in entries)
        {
            parts.Add(ContentJoin.Key(entry), entry);
        }

        return parts;
    }

    private static List<(string Kind, long Before, long After)> Naive(Entry[] before, Entry[] after)
    {
        var seen = new List<(string, long, long)>();
        List<Entry> left = [.. before.OrderBy(entry => entry.Place)];
        List<Entry> right = [.. after.OrderBy(entry => entry.Place)];
        Pair((a, b) => a.HasContent && b.HasContent && a.Content == b.Content && a.Place == b.Place, (_, _) => "same");
        Pair((a, b) => a.HasContent && b.HasContent && a.Content == b.Content, (_, _) => "Moved");
        Pair((a, b) => a.Place == b.Place, (a, b) => !a.HasContent && !b.HasContent ? "same" : "Changed");
        seen.AddRange(left.Select(entry => ("before", entry.Id, 0L)));
        seen.AddRange(right.Select(entry => ("after", 0L, entry.Id)));
        return seen;

        void Pair(Func<Entry, Entry, bool> match, Func<Entry, Entry, string> kind)
        {
            foreach (Entry a in left.ToList())
            {
                int found = right.FindIndex(b => match(a, b));
                if (found >= 0)
                {
                    seen.Add((kind(a, right[found]), a.Id, right[found].Id));
                    left.Remove(a);
                    right.RemoveAt(found);
                }
            }
        }
    }

    private sealed class Recorder : IJoinTarget
    {
        public List<(string Kind, long Before, long After)> Seen { get; } = [];

        public void Pair(in Entry before, in Entry after, ChangeKind? kind) => Seen.Add((kind?.ToString() ?? "same", before.Id, after.Id));

        public void OnlyBefore(in Entry entry) => Seen.Add(("before", entry.Id, 0));

        public void OnlyAfter(in Entry entry) => Seen.Add(("after", 0, entry.Id));
    }
}
