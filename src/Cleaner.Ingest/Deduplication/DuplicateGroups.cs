namespace Cleaner.Ingest.Deduplication;

/// <summary>The groups while they are being made: who stands for whom, and which conflicts came up.</summary>
internal sealed class DuplicateGroups
{
    private readonly DuplicateTable _table;
    private readonly int[] _representative;
    private readonly Likeness[] _likeness;
    private readonly byte[] _distance;
    private readonly List<Conflict> _conflicts = [];

    public DuplicateGroups(DuplicateTable table)
    {
        _table = table;
        _representative = [.. Enumerable.Range(0, table.Count)];
        _likeness = new Likeness[table.Count];
        _distance = new byte[table.Count];
    }

    /// <summary>Groups samples with equal pixels: same identity under one representative, across identities a conflict.</summary>
    public void JoinSamePixels()
    {
        var codes = DistinctCodes.Of(_table.PixelHashes);
        for (var c = 0; c < codes.Values.Length; c++)
        {
            if (codes.Items(c).Length == 1)
                continue;
            // Equal pixels are of equal quality: after a decision of another rule, the lowest id stays.
            var members = codes.Items(c).ToArray().OrderByDescending(m => _table.Ranks[m].Decided).ThenBy(m => m);
            var stars = new List<int>();
            foreach (var sample in members)
            {
                var star = stars.FindIndex(s => _table.Identities[s] == _table.Identities[sample]);
                if (star < 0)
                    stars.Add(sample);
                else if (!_table.Ranks[sample].IsLocked)
                    Attach(sample, stars[star], SameOf(stars[star], sample), 0);
            }
            foreach (var other in stars.Skip(1))
                _conflicts.Add(new Conflict(stars[0], other, SameOf(stars[0], other), 0));
        }
    }

    /// <summary>The samples that stand for themselves.</summary>
    public IEnumerable<int> Stars() => Enumerable.Range(0, _table.Count).Where(s => _representative[s] == s);

    /// <summary>Groups near duplicates around the sample of highest rank, each member verified against it.</summary>
    public void JoinNear(CandidateGraph candidates, IPixelVerifier verifier, int threads, CancellationToken stop)
    {
        var ordered = candidates.Members().ToArray();
        Array.Sort(ordered, Compare);
        var verification = new Verification(candidates, verifier, threads, stop);
        verification.Run(ordered, IsFree, (pair, likeness) => Attach(pair.B, pair.A, likeness, pair.Distance));
        FindNearConflicts(ordered, verification);
    }

    /// <summary>What was found.</summary>
    public Duplicates Result()
    {
        // Copies of a sample that then became a near duplicate itself: the same pixels, so what holds for it holds for them.
        for (var sample = 0; sample < _representative.Length; sample++)
        {
            var star = _representative[sample];
            if (_representative[star] != star)
                Attach(sample, _representative[star], _likeness[star], _distance[star]);
        }
        return new Duplicates(_representative, _likeness, _distance, [.. _conflicts.Select(Resolve).Distinct()]);
    }

    /// <summary>B may still be given A as its representative: same identity, both alone, B of lower rank and not decided by another rule.</summary>
    private bool IsFree(CandidatePair pair) =>
        _table.Identities[pair.B] == _table.Identities[pair.A]
        && _representative[pair.A] == pair.A
        && _representative[pair.B] == pair.B
        && !_table.Ranks[pair.B].IsLocked
        && Compare(pair.A, pair.B) < 0;

    /// <summary>
    /// At least one conflict for each sample whose picture also stands under another identity, but not every pair: a picture that a
    /// thousand identities claim (a placeholder) makes a thousand conflicts and not half a million.
    /// </summary>
    private void FindNearConflicts(int[] ordered, Verification verification)
    {
        var claimed = _conflicts.SelectMany(c => new[] { c.A, c.B }).ToHashSet();
        verification.Run(ordered, IsOpen, (pair, likeness) =>
        {
            _conflicts.Add(new Conflict(pair.A, pair.B, likeness, pair.Distance));
            claimed.Add(pair.A);
            claimed.Add(pair.B);
        });

        bool IsOpen(CandidatePair pair) =>
            _table.Identities[pair.B] != _table.Identities[pair.A]
            && _representative[pair.A] == pair.A
            && _representative[pair.B] == pair.B
            && Compare(pair.A, pair.B) < 0
            && !(claimed.Contains(pair.A) && claimed.Contains(pair.B));
    }

    private Conflict Resolve(Conflict conflict)
    {
        int a = _representative[conflict.A], b = _representative[conflict.B];
        return conflict with { A = Math.Min(a, b), B = Math.Max(a, b) };
    }

    private void Attach(int sample, int star, Likeness likeness, int distance)
    {
        _representative[sample] = star;
        _likeness[sample] = likeness;
        _distance[sample] = (byte)distance;
    }

    private Likeness SameOf(int a, int b) =>
        _table.BytesHashes[a] == _table.BytesHashes[b] ? Likeness.SameBytes : Likeness.SamePixels;

    private int Compare(int a, int b)
    {
        var order = _table.Ranks[a].CompareTo(_table.Ranks[b]);
        return order != 0 ? order : a.CompareTo(b);
    }
}
