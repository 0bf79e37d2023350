namespace Cleaner.Ingest.Deduplication;

/// <summary>How well two thumbnails agree once one is laid over the other.</summary>
/// <param name="Correlation">Pearson correlation over the part that both show, -1 to 1; 0 where one is flat.</param>
/// <param name="WorstBlock">Root mean square difference of the standardised levels in the worst block.</param>
public readonly record struct Match(double Correlation, double WorstBlock);

/// <summary>
/// Lays one thumbnail over another by a shift and a stretch of each axis, found by Gauss-Newton steps on the squared difference
/// of the standardised levels (Lucas and Kanade, 1981). The same photograph cut out twice by a face detector differs by just that.
/// </summary>
public static class Registration
{
    private const int Side = Thumbnail.Side, Block = 8, Blocks = Side / Block;
    private const double Middle = (Side - 1) / 2.0;
    private const int Steps = 4;
    private const double MaxShift = 4, MaxStretch = 0.12;
    private const double Damping = 1e-3;

    /// <summary>Pictures that agree less than this before registration do not agree after it either.</summary>
    private const double Hopeless = 0.5;

    /// <summary>Blocks of which less than this many pixels are shown by both are not judged.</summary>
    private const int MinBlockPixels = 16;

    /// <summary>Compares two thumbnails, as they lie and after registration, and returns the better match.</summary>
    public static Match Match(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Span<double> pose = stackalloc double[4];   // shift x, shift y, stretch x, stretch y
        pose.Clear();
        var scratch = new Overlay();
        var best = scratch.Lay(a, b, pose);
        if (best.Correlation < Hopeless)
            return best;
        for (var step = 0; step < Steps && scratch.Improve(pose); step++)
        {
            var match = scratch.Lay(a, b, pose);
            if (match.Correlation > best.Correlation)
                best = match;
        }
        return best;
    }

    /// <summary>One picture over the other at one pose: levels, gradients, and what both show.</summary>
    private sealed class Overlay
    {
        private readonly double[] _first = new double[Thumbnail.Pixels], _second = new double[Thumbnail.Pixels];
        private readonly double[] _gradientX = new double[Thumbnail.Pixels], _gradientY = new double[Thumbnail.Pixels];
        private readonly bool[] _shown = new bool[Thumbnail.Pixels];

        public Match Lay(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<double> pose)
        {
            for (var i = 0; i < Thumbnail.Pixels; i++)
            {
                double u = i % Side - Middle, v = i / Side - Middle;
                double x = u * (1 + pose[2]) + pose[0] + Middle, y = v * (1 + pose[3]) + pose[1] + Middle;
                _shown[i] = x >= 0 && x <= Side - 1 && y >= 0 && y <= Side - 1;
                if (!_shown[i])
                    continue;
                _first[i] = a[i];
                (_second[i], _gradientX[i], _gradientY[i]) = Sample(b, x, y);
            }
            var first = Standardise(_first);
            var second = Standardise(_second);
            if (first == 0 || second == 0)
                return new Match(0, double.PositiveInfinity);
            for (var i = 0; i < Thumbnail.Pixels; i++)
            {
                _gradientX[i] /= second;
                _gradientY[i] /= second;
            }
            return Judge();
        }

        /// <summary>One Gauss-Newton step; false when it leads nowhere.</summary>
        public bool Improve(Span<double> pose)
        {
            Span<double> hessian = stackalloc double[16];
            Span<double> target = stackalloc double[4];
            Span<double> row = stackalloc double[4];
            hessian.Clear();
            target.Clear();
            for (var i = 0; i < Thumbnail.Pixels; i++)
            {
                if (!_shown[i])
                    continue;
                row[0] = _gradientX[i];
                row[1] = _gradientY[i];
                row[2] = _gradientX[i] * (i % Side - Middle);
                row[3] = _gradientY[i] * (i / Side - Middle);
                var difference = _first[i] - _second[i];
                for (var r = 0; r < 4; r++)
                {
                    target[r] += row[r] * difference;
                    for (var c = 0; c < 4; c++)
                        hessian[4 * r + c] += row[r] * row[c];
                }
            }
            for (var r = 0; r < 4; r++)
                hessian[5 * r] += Damping;
            if (!Solve(hessian, target))
                return false;
            for (var r = 0; r < 4; r++)
            {
                var limit = r < 2 ? MaxShift : MaxStretch;
                pose[r] = Math.Clamp(pose[r] + target[r], -limit, limit);
            }
            return true;
        }

        private Match Judge()
        {
            Span<double> sums = stackalloc double[Blocks * Blocks];
            Span<int> counts = stackalloc int[Blocks * Blocks];
            sums.Clear();
            counts.Clear();
            double correlation = 0;
            var shown = 0;
            for (var i = 0; i < Thumbnail.Pixels; i++)
            {
                if (!_shown[i])
                    continue;
                var difference = _first[i] - _second[i];
                var block = i / Side / Block * Blocks + i % Side / Block;
                sums[block] += difference * difference;
                counts[block]++;
                correlation += _first[i] * _second[i];
                shown++;
            }
            double worst = 0;
            for (var block = 0; block < sums.Length; block++)
            {
                if (counts[block] >= MinBlockPixels)
                    worst = Math.Max(worst, sums[block] / counts[block]);
            }
            return new Match(correlation / shown, Math.Sqrt(worst));
        }

        /// <summary>Brings the shown pixels to mean 0 and deviation 1, and returns the deviation they had; 0: flat, left as it is.</summary>
        private double Standardise(double[] levels)
        {
            double sum = 0, squares = 0;
            var shown = 0;
            for (var i = 0; i < levels.Length; i++)
            {
                if (!_shown[i])
                    continue;
                sum += levels[i];
                squares += levels[i] * levels[i];
                shown++;
            }
            var mean = shown == 0 ? 0 : sum / shown;
            var deviation = shown == 0 ? 0 : Math.Sqrt(Math.Max(0, squares / shown - mean * mean));
            if (deviation < 1e-6)
                return 0;
            for (var i = 0; i < levels.Length; i++)
                levels[i] = (levels[i] - mean) / deviation;
            return deviation;
        }
    }

    /// <summary>Bilinear level and its derivatives at a point inside the picture.</summary>
    private static (double Level, double X, double Y) Sample(ReadOnlySpan<byte> levels, double x, double y)
    {
        int left = Math.Min((int)x, Side - 2), top = Math.Min((int)y, Side - 2);
        double fx = x - left, fy = y - top;
        var at = top * Side + left;
        double a = levels[at], b = levels[at + 1], c = levels[at + Side], d = levels[at + Side + 1];
        double upper = a + fx * (b - a), lower = c + fx * (d - c);
        return (upper + fy * (lower - upper), (1 - fy) * (b - a) + fy * (d - c), lower - upper);
    }

    /// <summary>Solves the 4×4 system in place by Cholesky decomposition; the matrix is symmetric and damped.</summary>
    private static bool Solve(Span<double> matrix, Span<double> vector)
    {
        for (var r = 0; r < 4; r++)
        {
            for (var c = 0; c <= r; c++)
            {
                var sum = matrix[4 * r + c];
                for (var k = 0; k < c; k++)
                    sum -= matrix[4 * r + k] * matrix[4 * c + k];
                if (r == c && sum <= 0)
                    return false;
                matrix[4 * r + c] = r == c ? Math.Sqrt(sum) : sum / matrix[5 * c];
            }
        }
        for (var r = 0; r < 4; r++)
        {
            for (var k = 0; k < r; k++)
                vector[r] -= matrix[4 * r + k] * vector[k];
            vector[r] /= matrix[5 * r];
        }
        for (var r = 3; r >= 0; r--)
        {
            for (var k = r + 1; k < 4; k++)
                vector[r] -= matrix[4 * k + r] * vector[k];
            vector[r] /= matrix[5 * r];
        }
        return true;
    }
}
