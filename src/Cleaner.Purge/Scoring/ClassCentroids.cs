using System.Buffers;

namespace Cleaner.Purge.Scoring;

/// <summary>One centroid a class, and how every sample stands to its own class.</summary>
public sealed class ClassCentroids
{
    /// <summary>Larger classes are fitted on an even sample of this many rows: more would change the mean by less than its own error.</summary>
    private const int MaxFitRows = 4096;

    private ClassCentroids(int classes, int dim, int rows)
    {
        Dim = dim;
        Data = new float[(long)classes * dim];
        IsFitted = new bool[classes];
        Own = new float[rows];
        OwnNearest = new float[rows];
    }

    /// <summary>Length of a centroid.</summary>
    public int Dim { get; }

    /// <summary>[C, Dim] row-major, L2-normalised; zero for a class that has no reference sample.</summary>
    public float[] Data { get; }

    /// <summary>[C]: whether the class has a centroid.</summary>
    public bool[] IsFitted { get; }

    /// <summary>[N]: cosine to the own class's centroid, the sample itself left out.</summary>
    public float[] Own { get; }

    /// <summary>[N]: mean cosine to the nearest samples of the own class (<see cref="LocalSimilarity.Neighbours"/> of them); 0 where there is no other.</summary>
    public float[] OwnNearest { get; }

    /// <summary>The centroid of a class.</summary>
    public ReadOnlySpan<float> this[int c] => Data.AsSpan(c * Dim, Dim);

    /// <summary>Fits the classes.</summary>
    /// <param name="vectors">[N, Dim], L2-normalised rows.</param>
    /// <param name="groups">The rows of each class.</param>
    /// <param name="kept">Rows that may be reference: where that is not all of a class, the centroid is their mean, else the robust centroid; null: all.</param>
    /// <param name="wanted">Classes to fit; null: all.</param>
    public static ClassCentroids Fit(Vectors vectors, Grouping groups, bool[]? kept = null, bool[]? wanted = null)
    {
        var centroids = new ClassCentroids(groups.Classes, vectors.Dim, vectors.Rows);
        Parallel.For(0, groups.Classes, c =>
        {
            int[] rows = wanted is null || wanted[c] ? groups[c].ToArray() : [];
            if (rows.Length > 0)
            {
                centroids.FitClass(vectors, c, rows, kept);
            }
        });
        return centroids;
    }

    private void FitClass(Vectors vectors, int c, int[] rows, bool[]? kept)
    {
        int[] fitRows = Thinned.Evenly(kept is null ? rows : Array.FindAll(rows, row => kept[row]), MaxFitRows);
        if (fitRows.Length == 0)
        {
            return;
        }

        float[] buffer = ArrayPool<float>.Shared.Rent(checked(fitRows.Length * Dim));
        try
        {
            Span<float> x = buffer.AsSpan(0, fitRows.Length * Dim);
            vectors.CopyRows(fitRows, x);
            var inCore = new bool[fitRows.Length];
            Span<float> centroid = Data.AsSpan(c * Dim, Dim);
            if (kept is null || Array.TrueForAll(rows, row => kept[row]))
            {
                RobustCentroid.Fit(x, Dim, centroid, inCore);
            }
            else
            {
                Array.Fill(inCore, true);
                RobustCentroid.MeanOf(x, Dim, inCore, centroid);
            }

            IsFitted[c] = true;
            Stand(vectors, rows, fitRows, x, centroid, inCore);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>How each row of the class stands to it: rows that were fitted are left out of the mean and of their own neighbours.</summary>
    private void Stand(Vectors vectors, int[] rows, int[] fitRows, ReadOnlySpan<float> x, ReadOnlySpan<float> centroid, bool[] inCore)
    {
        var own = new float[fitRows.Length];
        RobustCentroid.LeaveOneOut(x, Dim, centroid, inCore, own);
        var row = new float[Dim];
        int next = 0;
        foreach (int i in rows)
        {
            bool fitted = next < fitRows.Length && fitRows[next] == i;
            vectors.CopyRow(i, row);
            Own[i] = fitted ? own[next] : VectorMath.Dot(row, centroid);
            OwnNearest[i] = LocalSimilarity.Mean(row, x, except: fitted ? next : -1);
            next += fitted ? 1 : 0;
        }
    }
}
