namespace Cleaner.Ingest.Deduplication;

/// <summary>How alike two samples are.</summary>
public enum Likeness : byte
{
    /// <summary>No duplicate of anything.</summary>
    None,

    /// <summary>The same bytes.</summary>
    SameBytes,

    /// <summary>The same decoded pixels.</summary>
    SamePixels,

    /// <summary>Nearly the same pixels.</summary>
    NearPixels,
}

/// <summary>Two identities claim the same picture: at least one label is wrong. Indices into the table.</summary>
public readonly record struct Conflict(int A, int B, Likeness Likeness, int Distance);

/// <summary>What the search found; the arrays run parallel to the table.</summary>
/// <param name="Representative">Index of the sample that stands for each one; its own index where it stands for itself.</param>
/// <param name="Likeness">How alike it is to its representative.</param>
/// <param name="Distance">Their pHash distance in bits.</param>
/// <param name="Conflicts">Pictures that several identities claim.</param>
public sealed record Duplicates(int[] Representative, Likeness[] Likeness, byte[] Distance, IReadOnlyList<Conflict> Conflicts)
{
    /// <summary>The pHash distance that was searched: less than asked for where the hashes of a large set are too much alike; -1: none.</summary>
    public int SearchedDistance { get; init; } = -1;
}

/// <summary>
/// Finds duplicates. Within an identity one sample of each group stays. Every other member is compared with that
/// representative itself, never with another member, so that a group cannot drift along a chain of small changes. Across
/// identities nothing is dropped: such pairs are conflicts.
/// </summary>
public static class DuplicateFinder
{
    /// <summary>Runs the search.</summary>
    /// <param name="table">The samples.</param>
    /// <param name="nearDistance">Largest pHash distance of near duplicates in bits; negative: exact ones only.</param>
    /// <param name="threads">Threads of the search; 0 for all cores.</param>
    /// <param name="verifier">Compares the pixels of near-duplicate candidates.</param>
    /// <param name="stop">Ends early.</param>
    public static Duplicates Find(DuplicateTable table, int nearDistance, int threads, IPixelVerifier verifier, CancellationToken stop)
    {
        var groups = new DuplicateGroups(table);
        groups.JoinSamePixels();
        if (nearDistance >= 0)
        {
            var candidates = CandidateGraph.Build(table, groups.Stars(), nearDistance, threads, stop);
            verifier.Prepare(candidates.Members(), stop);
            groups.JoinNear(candidates, verifier, threads, stop);
            nearDistance = candidates.Distance;
        }
        return groups.Result() with { SearchedDistance = nearDistance };
    }
}

/// <summary>Compares the pixels of samples; they are named by their index in the table.</summary>
public interface IPixelVerifier
{
    /// <summary>Loads what <see cref="Compare"/> will be asked about.</summary>
    void Prepare(IReadOnlyCollection<int> samples, CancellationToken stop);

    /// <summary>
    /// Whether two of the prepared samples show nearly the same pixels, or just the same though their hashes of them differ; else none. Thread safe.
    /// </summary>
    Likeness Compare(int a, int b);
}
