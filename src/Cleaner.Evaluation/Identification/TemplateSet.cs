using Cleaner.Manifests;

namespace Cleaner.Evaluation.Identification;

/// <summary>One L2-normalised vector per subject or template, in memory.</summary>
public sealed class TemplateSet
{
    /// <summary>Takes over vectors.</summary>
    /// <param name="labels">Subject of each vector.</param>
    /// <param name="vectors">[Count, dim], row-major, L2-normalised.</param>
    /// <param name="dim">Width of a vector.</param>
    public TemplateSet(long[] labels, float[] vectors, int dim)
    {
        if (dim < 1 || vectors.Length != (long)labels.Length * dim)
        {
            throw new ArgumentException($"{labels.Length} labels and width {dim} do not fit {vectors.Length} numbers", nameof(vectors));
        }

        (Labels, Vectors, Dim) = (labels, vectors, dim);
    }

    /// <summary>Subject of each vector.</summary>
    public long[] Labels { get; }

    /// <summary>[Count, Dim], row-major.</summary>
    public float[] Vectors { get; }

    /// <summary>Width of a vector.</summary>
    public int Dim { get; }

    /// <summary>Number of vectors.</summary>
    public int Count => Labels.Length;

    /// <summary>One vector.</summary>
    public ReadOnlySpan<float> Row(int i) => Vectors.AsSpan(i * Dim, Dim);

    /// <summary>Every embedding by itself.</summary>
    public static TemplateSet Singles(EmbeddingSet set) => Singles(set, 0, set.Count);

    /// <summary>Every embedding by itself, some rows at a time.</summary>
    /// <param name="set">The embeddings.</param>
    /// <param name="rows">Rows of a block, at least 1; the last one may be shorter.</param>
    public static IEnumerable<TemplateSet> Blocks(EmbeddingSet set, int rows)
    {
        for (int first = 0; first < set.Count; first += rows)
        {
            yield return Singles(set, first, Math.Min(rows, set.Count - first));
        }
    }

    /// <summary>One template an identity: the normalised mean of its normalised embeddings; identities ascending.</summary>
    public static TemplateSet Pooled(EmbeddingSet set)
    {
        long[] labels = [.. set.Labels.ToArray().Distinct().Order()];
        var place = labels.Select((label, i) => (label, i)).ToDictionary(p => p.label, p => p.i);
        var vectors = new float[checked(labels.Length * set.Dim)];
        var row = new float[set.Dim];
        for (int i = 0; i < set.Count; i++)
        {
            set.CopyNormalised(i, row);
            var sum = vectors.AsSpan(place[set.Labels[i]] * set.Dim, set.Dim);
            for (int k = 0; k < row.Length; k++)
            {
                sum[k] += row[k];
            }
        }

        for (int i = 0; i < labels.Length; i++)
        {
            VectorMath.Normalise(vectors.AsSpan(i * set.Dim, set.Dim));
        }

        return new TemplateSet(labels, vectors, set.Dim);
    }

    /// <summary>Checks that two sets can be compared.</summary>
    /// <exception cref="CleanerException">Their widths differ.</exception>
    internal static void CheckSameModel(int first, int second)
    {
        if (first != second)
        {
            throw new CleanerException($"embeddings of width {first} and {second} cannot be compared: embed both with the same model");
        }
    }

    private static TemplateSet Singles(EmbeddingSet set, int first, int count)
    {
        var vectors = new float[checked(count * set.Dim)];
        for (int i = 0; i < count; i++)
        {
            set.CopyNormalised(first + i, vectors.AsSpan(i * set.Dim, set.Dim));
        }

        return new TemplateSet(set.Labels.Slice(first, count).ToArray(), vectors, set.Dim);
    }
}
