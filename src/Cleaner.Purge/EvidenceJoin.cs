using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge;

/// <summary>
/// Evidence of several trainings on the same samples, judged as one: what one network has learned by heart or hardly tells apart, another may
/// not have. Embeddings stand side by side (the mean of their cosines counts), dynamics are averaged, centers are those of the first run that
/// has some.
/// </summary>
internal static class EvidenceJoin
{
    /// <summary>Joins them; what they map stays open until the result is disposed.</summary>
    /// <param name="parts">At least one.</param>
    /// <param name="runs">Their folders, for messages.</param>
    /// <exception cref="CleanerException">They are not of the same samples under the same labels; the message names both folders.</exception>
    public static Evidence Of(IReadOnlyList<Evidence> parts, IReadOnlyList<RunFolder> runs)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        for (int i = 1; i < parts.Count; i++)
        {
            RequireSame(parts[0], parts[i], runs[0].Path, runs[i].Path);
        }

        // Those that recorded their training first: its first snapshot is then a half-trained network's.
        Evidence[] ordered = [.. parts.OrderByDescending(part => part.OwnCosines is not null)];
        return new Evidence(
            parts[0].SampleIds,
            parts[0].ClassOfRow,
            parts[0].IdentityIds,
            Vectors.Concatenate([.. ordered.Select(part => part.Embeddings)]),
            [.. ordered.SelectMany(part => part.Snapshots)],
            ordered[0].OwnCosines,
            Mean(ordered, part => part.Dynamics),
            Mean(ordered, part => part.DynamicsFirst),
            Mean(ordered, part => part.DynamicsSecond),
            parts)
        {
            OtherCosine = ordered[0].OtherCosine,
            HeldOutFirst = Mean(ordered, part => part.HeldOutFirst),
            HeldOutSecond = Mean(ordered, part => part.HeldOutSecond),
            HeldOutRanks = Mean(ordered, part => part.HeldOutRanks),
        };
    }

    private static Vectors? Mean(Evidence[] parts, Func<Evidence, Vectors?> recorded) =>
        parts.Select(recorded).OfType<Vectors>().ToList() is { Count: > 0 } all ? Vectors.Mean(all) : null;

    private static void RequireSame(Evidence first, Evidence other, string firstPath, string otherPath)
    {
        int common = first.SampleIds.AsSpan().CommonPrefixLength(other.SampleIds);
        if (common < first.Count || common < other.Count)
        {
            long id = Math.Min(common < first.Count ? first.SampleIds[common] : long.MaxValue, common < other.Count ? other.SampleIds[common] : long.MaxValue);
            throw Different($"sample {id} is in one of them only", firstPath, otherPath);
        }

        for (int row = 0; row < first.Count; row++)
        {
            if (first.IdentityIds[first.ClassOfRow[row]] != other.IdentityIds[other.ClassOfRow[row]])
            {
                throw Different($"sample {first.SampleIds[row]} has another label in each", firstPath, otherPath);
            }
        }
    }

    private static CleanerException Different(string what, string first, string second) => new(
        $"{first} and {second}: {what}; runs that are judged together must be of the same revision: train again, or embed that revision (cleaner embed MANIFEST@REVISION --model RUN)");
}
