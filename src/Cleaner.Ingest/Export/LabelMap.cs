using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>An exported identity.</summary>
/// <param name="Label">0, 1, 2, … without a gap.</param>
/// <param name="Name">The identity's name.</param>
/// <param name="Samples">Its kept samples.</param>
public sealed record ExportedIdentity(int Label, string Name, long Samples);

/// <summary>
/// Which samples are exported under which label, and in which order. Labels number the identities that have kept samples by ordinal
/// name, so that the same state always gives the same labels. Holds 12 bytes a sample.
/// </summary>
internal sealed class LabelMap
{
    private readonly long[] ids;
    private readonly int[] labels;

    private LabelMap(IReadOnlyList<ExportedIdentity> identities, long[] ids, int[] labels)
    {
        Identities = identities;
        this.ids = ids;
        this.labels = labels;
    }

    /// <summary>By label.</summary>
    public IReadOnlyList<ExportedIdentity> Identities { get; }

    /// <summary>Number of kept samples.</summary>
    public int Samples => ids.Length;

    /// <summary>The samples in the order of the export: by label, then by id, unless shuffled.</summary>
    public IEnumerable<(long Id, int Label)> Ordered
    {
        get
        {
            for (int i = 0; i < ids.Length; i++)
            {
                yield return (ids[i], labels[i]);
            }
        }
    }

    public static LabelMap Of(Manifest manifest, long? revision)
    {
        var kept = new Dictionary<long, long>();
        foreach (Belief belief in Kept(manifest, revision))
        {
            kept[belief.IdentityId] = kept.GetValueOrDefault(belief.IdentityId) + 1;
        }

        Identity[] sorted = [.. manifest.Identities().Where(identity => kept.ContainsKey(identity.Id)).OrderBy(identity => identity.Name, StringComparer.Ordinal)];
        Dictionary<long, int> labelOf = sorted.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index);
        ExportedIdentity[] identities = [.. sorted.Select((identity, label) => new ExportedIdentity(label, identity.Name, kept[identity.Id]))];
        (long[] ids, int[] labels) = Group(manifest, revision, labelOf, identities);
        return new LabelMap(identities, ids, labels);
    }

    /// <summary>Puts the samples into an order that depends on the seed alone.</summary>
    public void Shuffle(int seed)
    {
        var random = new Random(seed);
        for (int i = ids.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (ids[i], ids[j]) = (ids[j], ids[i]);
            (labels[i], labels[j]) = (labels[j], labels[i]);
        }
    }

    /// <summary>A counting sort by label; ids come in ascending order and stay so within a label.</summary>
    private static (long[] Ids, int[] Labels) Group(
        Manifest manifest, long? revision, Dictionary<long, int> labelOf, IReadOnlyList<ExportedIdentity> identities)
    {
        int[] next = new int[identities.Count];
        int total = 0;
        foreach (ExportedIdentity identity in identities)
        {
            next[identity.Label] = total;
            total = checked(total + (int)identity.Samples);
        }

        long[] ids = new long[total];
        int[] labels = new int[total];
        foreach (Belief belief in Kept(manifest, revision))
        {
            int label = labelOf[belief.IdentityId];
            int place = next[label]++;
            ids[place] = belief.SampleId;
            labels[place] = label;
        }

        return (ids, labels);
    }

    private static IEnumerable<Belief> Kept(Manifest manifest, long? revision) =>
        manifest.Beliefs(revision).Where(belief => belief.State == SampleState.Kept);
}
