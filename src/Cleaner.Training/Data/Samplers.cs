namespace Cleaner.Training.Data;

/// <summary>Which rows an epoch shows, and in which order. Pure: the same arguments give the same rows, whatever the number of workers.</summary>
public static class Samplers
{
    /// <summary>Every row once, in random order.</summary>
    public static int[] Shuffle(ReadOnlySpan<int> labels, long seed, int epoch) => Permutation.Shuffled(labels.Length, seed, epoch);

    /// <summary>
    /// As many rows as there are, each drawn by choosing a class evenly first and then the next row of that class (a class is walked
    /// through in random order, again and again), so that rare identities are seen as often as frequent ones.
    /// </summary>
    public static int[] Balanced(ReadOnlySpan<int> labels, int classes, long seed, int epoch)
    {
        var random = Permutation.Random(seed, epoch);
        var members = new ClassMembers(labels, classes, ref random);
        var order = new int[classes];
        var rows = new int[labels.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if (i % classes == 0)
                Fill(order, ref random);
            rows[i] = members.Next(order[i % classes], ref random);
        }
        return rows;
    }

    /// <summary>
    /// Batches of P identities with K images each (Hermans, Beyer, Leibe: In Defense of the Triplet Loss, arXiv:1703.07737). An identity
    /// with fewer than K images repeats them. About as many rows as there are, in whole batches.
    /// </summary>
    public static int[] IdentitiesByImages(ReadOnlySpan<int> labels, int classes, int batchSize, int imagesPerIdentity, long seed, int epoch)
    {
        var random = Permutation.Random(seed, epoch);
        var members = new ClassMembers(labels, classes, ref random);
        var identities = Math.Clamp(batchSize / imagesPerIdentity, 1, classes);
        var batches = Math.Max(1, labels.Length / (identities * imagesPerIdentity));
        var rows = new int[batches * identities * imagesPerIdentity];
        var order = new int[classes];
        var next = classes;
        for (var i = 0; i < rows.Length; i += imagesPerIdentity)
        {
            // A batch never wraps around the order of the classes: no identity stands in it twice.
            var leftInBatch = identities - i / imagesPerIdentity % identities;
            if (leftInBatch == identities && classes - next < identities)
            {
                Fill(order, ref random);
                next = 0;
            }
            var label = order[next++];
            members.Begin(label, imagesPerIdentity, ref random);
            for (var j = 0; j < imagesPerIdentity; j++)
                rows[i + j] = members.Next(label, ref random);
        }
        return rows;
    }

    private static void Fill(int[] order, ref CounterRandom random)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        random.Shuffle<int>(order);
    }

    /// <summary>The rows of each class in random order, handed out in turn and shuffled again when all have been shown.</summary>
    private sealed class ClassMembers
    {
        private readonly int[] _starts, _rows, _next;

        public ClassMembers(ReadOnlySpan<int> labels, int classes, ref CounterRandom random)
        {
            _starts = new int[classes + 1];
            foreach (var label in labels)
                _starts[label + 1]++;
            for (var c = 0; c < classes; c++)
                _starts[c + 1] += _starts[c];
            _next = _starts[..classes];
            _rows = new int[labels.Length];
            for (var row = 0; row < labels.Length; row++)
                _rows[_next[labels[row]]++] = row;
            for (var c = 0; c < classes; c++)
            {
                _next[c] = _starts[c];
                random.Shuffle(Members(c));
            }
        }

        /// <summary>Starts a new round where fewer than <paramref name="count"/> rows are left, so that no row repeats unless it must.</summary>
        public void Begin(int label, int count, ref CounterRandom random)
        {
            if (_starts[label + 1] - _next[label] < count)
                Restart(label, ref random);
        }

        public int Next(int label, ref CounterRandom random)
        {
            if (_next[label] == _starts[label + 1])
                Restart(label, ref random);
            return _rows[_next[label]++];
        }

        private void Restart(int label, ref CounterRandom random)
        {
            _next[label] = _starts[label];
            random.Shuffle(Members(label));
        }

        private Span<int> Members(int label) => _rows.AsSpan(_starts[label].._starts[label + 1]);
    }
}
