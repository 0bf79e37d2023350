namespace Cleaner.Ingest.Deduplication;

/// <summary>Two samples whose perceptual hashes are close.</summary>
internal readonly record struct CandidatePair(int A, int B, int Distance);

/// <summary>
/// Compares the pixels of candidates, many at a time on several threads, and acts on those that agree one after the other: what comes
/// out is the same as if each had been asked in turn.
/// </summary>
internal sealed class Verification(CandidateGraph candidates, IPixelVerifier verifier, int threads, CancellationToken stop)
{
    // Enough to occupy the threads; few enough that little is compared in vain when an early pair settles the later ones.
    private const int PairsAtOnce = 4096;
    private const int PairsAPiece = 64;

    /// <summary>Goes through the neighbours of each sample.</summary>
    /// <param name="samples">In the order in which they have their turn.</param>
    /// <param name="isOpen">Whether a pair is still to be compared. Once it says no, it must not say yes later.</param>
    /// <param name="accept">Called for the open pairs that agree, and how much they do, in order.</param>
    public void Run(IEnumerable<int> samples, Func<CandidatePair, bool> isOpen, Action<CandidatePair, Likeness> accept)
    {
        var waiting = new List<CandidatePair>(PairsAtOnce);
        foreach (var sample in samples)
        {
            foreach (var (other, distance) in candidates.Near(sample))
            {
                var pair = new CandidatePair(sample, other, distance);
                if (!isOpen(pair))
                    continue;
                waiting.Add(pair);
                if (waiting.Count == PairsAtOnce)
                    Settle(waiting, isOpen, accept);
            }
        }
        Settle(waiting, isOpen, accept);
    }

    private void Settle(List<CandidatePair> waiting, Func<CandidatePair, bool> isOpen, Action<CandidatePair, Likeness> accept)
    {
        stop.ThrowIfCancellationRequested();
        var agree = new Likeness[waiting.Count];
        Parallel.For(0, (waiting.Count + PairsAPiece - 1) / PairsAPiece, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : -1 }, piece =>
        {
            for (var i = piece * PairsAPiece; i < Math.Min(waiting.Count, (piece + 1) * PairsAPiece); i++)
                agree[i] = verifier.Compare(waiting[i].A, waiting[i].B);
        });
        for (var i = 0; i < waiting.Count; i++)
        {
            if (agree[i] != Likeness.None && isOpen(waiting[i]))
                accept(waiting[i], agree[i]);
        }
        waiting.Clear();
    }
}
