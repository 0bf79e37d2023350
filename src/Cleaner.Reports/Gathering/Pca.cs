namespace Cleaner.Reports.Gathering;

/// <summary>The two directions of largest variance, by power iteration on the centred data with deflation.</summary>
internal static class Pca
{
    private const int Iterations = 200;
    private const double Converged = 1e-10;

    /// <summary>Projects rows on their two principal axes.</summary>
    /// <param name="rows">Vectors of one length.</param>
    /// <returns>Coordinates of each row, and the share of the variance that each axis holds.</returns>
    public static (double[] X, double[] Y, double[] Explained) Project(IReadOnlyList<float[]> rows)
    {
        int dim = rows.Count == 0 ? 0 : rows[0].Length;
        var mean = new double[dim];
        foreach (float[] row in rows)
        {
            for (int k = 0; k < dim; k++)
            {
                mean[k] += (double)row[k] / rows.Count;
            }
        }

        double[][] centred = [.. rows.Select(row => row.Select((value, k) => value - mean[k]).ToArray())];
        double total = centred.Sum(row => Dot(row, row));
        var scores = new double[2][];
        var explained = new double[2];
        for (int axis = 0; axis < 2; axis++)
        {
            double[] direction = PrincipalAxis(centred, dim, axis);
            scores[axis] = [.. centred.Select(row => Dot(row, direction))];
            explained[axis] = total == 0 ? 0 : Dot(scores[axis], scores[axis]) / total;
            for (int i = 0; i < centred.Length; i++)
            {
                for (int k = 0; k < dim; k++)
                {
                    centred[i][k] -= scores[axis][i] * direction[k];
                }
            }
        }

        return (scores[0], scores[1], explained);
    }

    private static double[] PrincipalAxis(double[][] rows, int dim, int seed)
    {
        // Any start that is not orthogonal to the axis will do; a fixed one makes the picture repeatable.
        var direction = new double[dim];
        var random = new Random(seed);
        for (int k = 0; k < dim; k++)
        {
            direction[k] = random.NextDouble() - 0.5;
        }

        Normalise(direction);
        for (int i = 0; i < Iterations; i++)
        {
            var next = new double[dim];
            foreach (double[] row in rows)
            {
                double along = Dot(row, direction);
                for (int k = 0; k < dim; k++)
                {
                    next[k] += along * row[k];
                }
            }

            if (!Normalise(next))
            {
                return direction;
            }

            bool done = 1 - Math.Abs(Dot(next, direction)) < Converged;
            direction = next;
            if (done)
            {
                break;
            }
        }

        return direction;
    }

    private static bool Normalise(double[] vector)
    {
        double length = Math.Sqrt(Dot(vector, vector));
        for (int k = 0; length > 0 && k < vector.Length; k++)
        {
            vector[k] /= length;
        }

        return length > 0;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
