namespace Cleaner.Evaluation.Identification;

/// <summary>
/// A gallery and probes out of one labelled set: every second identity is registered with every second of its images, their other images
/// are the known probes, and all images of the other identities are the unknown ones.
/// </summary>
public static class GallerySplit
{
    /// <summary>Splits a set; the same set is split the same way each time.</summary>
    /// <returns>The pooled gallery and the single probes.</returns>
    public static (TemplateSet Gallery, TemplateSet Probes) Of(EmbeddingSet set)
    {
        long[] identities = [.. set.Labels.ToArray().GroupBy(l => l).Where(g => g.Count() > 1).Select(g => g.Key).Order()];
        HashSet<long> registered = [.. identities.Where((_, i) => i % 2 == 0)];
        var seen = new Dictionary<long, int>();
        var gallery = new List<int>();
        var probes = new List<int>();
        for (int row = 0; row < set.Count; row++)
        {
            long label = set.Labels[row];
            int number = seen[label] = seen.GetValueOrDefault(label) + 1;
            (registered.Contains(label) && number % 2 == 1 ? gallery : probes).Add(row);
        }

        using var enrolled = set.Select(gallery);
        using var others = set.Select(probes);
        return (TemplateSet.Pooled(enrolled), TemplateSet.Singles(others));
    }
}
