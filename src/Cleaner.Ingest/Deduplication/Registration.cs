using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cleaner.Ingest.Deduplication;

/// <summary>How well two thumbnails agree once one is laid over the other.</summary>
/// <param name="Correlation">Pearson correlation over the part that both show, -1 to 1; 0 where one is flat.</param>
/// <param name="WorstBlock">Root mean square difference of the standardised levels in the worst block; +∞ where they agree too little to look.</param>
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

    /// <summary>Pictures that agree less than this after <see cref="StepsToFindOut"/> steps do not come to agree in the others.</summary>
    private const double Lost = 0.9;
    private const int StepsToFindOut = 2;

    [ThreadStatic]
    private static Overlay? scratch;

    /// <summary>Compares two thumbnails, as they lie and after registration, and returns the better match.</summary>
    public static Match Match(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (Correlation(a, b) is < Hopeless and var hopeless)
            return new Match(hopeless, double.PositiveInfinity);
        Span<double> pose = stackalloc double[4];   // shift x, shift y, stretch x, stretch y
        pose.Clear();
        var overlay = scratch ??= new Overlay();
        var best = overlay.Lay(a, b, pose);
        for (var step = 1; step <= Steps && overlay.Improve(pose); step++)
        {
            var match = overlay.Lay(a, b, pose);
            if (match.Correlation > best.Correlation)
                best = match;
            if (step >= StepsToFindOut && best.Correlation < Lost)
                break;
        }
        return best;
    }

    /// <summary>Pearson correlation as they lie, in whole numbers; 0 where one is flat.</summary>
    private static double Correlation(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        const int Lanes = 16;
        Vector256<int> aa = default, bb = default, ab = default, sumA = default, sumB = default;
        var ones = Vector256<short>.One;
        for (var i = 0; i < Thumbnail.Pixels; i += Lanes)
        {
            var x = Vector256.Create(Vector128.WidenLower(Vector128.Create(a.Slice(i, Lanes))), Vector128.WidenUpper(Vector128.Create(a.Slice(i, Lanes)))).AsInt16();
            var y = Vector256.Create(Vector128.WidenLower(Vector128.Create(b.Slice(i, Lanes))), Vector128.WidenUpper(Vector128.Create(b.Slice(i, Lanes)))).AsInt16();
            aa += PairSums(x, x);
            bb += PairSums(y, y);
            ab += PairSums(x, y);
            sumA += PairSums(x, ones);
            sumB += PairSums(y, ones);
        }
        const double Count = Thumbnail.Pixels;
        double meanA = Vector256.Sum(sumA) / Count, meanB = Vector256.Sum(sumB) / Count;
        double varianceA = (Vector256.Sum(aa) / Count) - (meanA * meanA), varianceB = (Vector256.Sum(bb) / Count) - (meanB * meanB);
        return varianceA <= 0 || varianceB <= 0 ? 0 : ((Vector256.Sum(ab) / Count) - (meanA * meanB)) / Math.Sqrt(varianceA * varianceB);
    }

    /// <summary>x0·y0 + x1·y1, x2·y2 + x3·y3, …</summary>
    private static Vector256<int> PairSums(Vector256<short> x, Vector256<short> y)
    {
        if (Avx2.IsSupported)
            return Avx2.MultiplyAddAdjacent(x, y);
        var (x0, x1) = Vector256.Widen(x);
        var (y0, y1) = Vector256.Widen(y);
        return (x0 * y0) + (x1 * y1);
    }

    /// <summary>One picture over the other at one pose. What both show is a rectangle, since the axes only move and stretch.</summary>
    private sealed class Overlay
    {
        private readonly float[] _first = new float[Thumbnail.Pixels], _second = new float[Thumbnail.Pixels];
        private readonly float[] _gradientX = new float[Thumbnail.Pixels], _gradientY = new float[Thumbnail.Pixels];
        private readonly Axis _columns = new(), _rows = new();
        private readonly float[] _level = new float[Side], _slope = new float[Side];
        private float _gradientScale;

        public Match Lay(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<double> pose)
        {
            _columns.Place(pose[0], pose[2]);
            _rows.Place(pose[1], pose[3]);
            double firstSum = 0, firstSquares = 0, secondSum = 0, secondSquares = 0;
            for (var r = _rows.From; r < _rows.To; r++)
            {
                Mix(b, _rows.Left[r], _rows.Part[r]);
                for (var c = _columns.From; c < _columns.To; c++)
                {
                    var i = Side * r + c;
                    var left = _columns.Left[c];
                    var part = _columns.Part[c];
                    float first = a[i], step = _level[left + 1] - _level[left], second = _level[left] + part * step;
                    _first[i] = first;
                    _second[i] = second;
                    _gradientX[i] = step;
                    _gradientY[i] = _slope[left] + part * (_slope[left + 1] - _slope[left]);
                    firstSum += first;
                    firstSquares += first * first;
                    secondSum += second;
                    secondSquares += second * second;
                }
            }
            var shown = Shown;
            var (firstMean, firstDeviation) = Moments(firstSum, firstSquares, shown);
            var (secondMean, secondDeviation) = Moments(secondSum, secondSquares, shown);
            if (firstDeviation == 0 || secondDeviation == 0)
                return new Match(0, double.PositiveInfinity);
            _gradientScale = (float)(1 / secondDeviation);
            return Judge((float)firstMean, (float)(1 / firstDeviation), (float)secondMean, _gradientScale, shown);
        }

        /// <summary>One Gauss-Newton step; false when it leads nowhere.</summary>
        public bool Improve(Span<double> pose)
        {
            double xx = 0, xy = 0, yy = 0, xu = 0, yu = 0, xv = 0, yv = 0, uu = 0, uv = 0, vv = 0, dx = 0, dy = 0, du = 0, dv = 0;
            for (var r = _rows.From; r < _rows.To; r++)
            {
                var v = (float)(r - Middle);
                for (var c = _columns.From; c < _columns.To; c++)
                {
                    var i = Side * r + c;
                    // The derivatives by shift x, shift y, stretch x and stretch y.
                    float x = _gradientX[i] * _gradientScale, y = _gradientY[i] * _gradientScale, u = x * (float)(c - Middle), w = y * v;
                    var difference = _first[i] - _second[i];
                    xx += x * x;
                    xy += x * y;
                    yy += y * y;
                    xu += x * u;
                    yu += y * u;
                    xv += x * w;
                    yv += y * w;
                    uu += u * u;
                    uv += u * w;
                    vv += w * w;
                    dx += x * difference;
                    dy += y * difference;
                    du += u * difference;
                    dv += w * difference;
                }
            }
            Span<double> hessian = [xx, xy, xu, xv, xy, yy, yu, yv, xu, yu, uu, uv, xv, yv, uv, vv];
            Span<double> target = [dx, dy, du, dv];
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

        private int Shown => Math.Max(0, _rows.To - _rows.From) * Math.Max(0, _columns.To - _columns.From);

        /// <summary>One row of the second picture between two of its own, and what it changes by from the upper to the lower one.</summary>
        private void Mix(ReadOnlySpan<byte> levels, int top, float part)
        {
            ReadOnlySpan<byte> upper = levels.Slice(Side * top, Side), lower = levels.Slice(Side * (top + 1), Side);
            for (var c = 0; c < Side; c++)
            {
                _slope[c] = lower[c] - upper[c];
                _level[c] = upper[c] + part * _slope[c];
            }
        }

        /// <summary>Brings both to mean 0 and deviation 1, and compares them.</summary>
        private Match Judge(float firstMean, float firstScale, float secondMean, float secondScale, int shown)
        {
            Span<double> sums = stackalloc double[Blocks * Blocks];
            Span<int> counts = stackalloc int[Blocks * Blocks];
            sums.Clear();
            counts.Clear();
            double correlation = 0;
            for (var r = _rows.From; r < _rows.To; r++)
            {
                for (var c = _columns.From; c < _columns.To; c++)
                {
                    var i = Side * r + c;
                    float first = (_first[i] - firstMean) * firstScale, second = (_second[i] - secondMean) * secondScale;
                    _first[i] = first;
                    _second[i] = second;
                    var block = r / Block * Blocks + c / Block;
                    sums[block] += (first - second) * (first - second);
                    counts[block]++;
                    correlation += first * second;
                }
            }
            double worst = 0;
            for (var block = 0; block < sums.Length; block++)
            {
                if (counts[block] >= MinBlockPixels)
                    worst = Math.Max(worst, sums[block] / counts[block]);
            }
            return new Match(correlation / shown, Math.Sqrt(worst));
        }

        /// <summary>Mean and deviation; a deviation of 0 where nothing is shown, or all of it alike.</summary>
        private static (double Mean, double Deviation) Moments(double sum, double squares, int shown)
        {
            var mean = shown == 0 ? 0 : sum / shown;
            var deviation = shown == 0 ? 0 : Math.Sqrt(Math.Max(0, squares / shown - mean * mean));
            return (mean, deviation < 1e-6 ? 0 : deviation);
        }
    }

    /// <summary>Where the pixels of the first picture fall on one axis of the second: between which two of its pixels, and how far.</summary>
    private sealed class Axis
    {
        public int[] Left { get; } = new int[Side];

        public float[] Part { get; } = new float[Side];

        /// <summary>First pixel that the second picture shows.</summary>
        public int From { get; private set; }

        /// <summary>The one after the last.</summary>
        public int To { get; private set; }

        public void Place(double shift, double stretch)
        {
            (From, To) = (Side, 0);
            for (var i = 0; i < Side; i++)
            {
                var at = (i - Middle) * (1 + stretch) + shift + Middle;
                if (at < 0 || at > Side - 1)
                    continue;
                Left[i] = Math.Min((int)at, Side - 2);
                Part[i] = (float)(at - Left[i]);
                From = Math.Min(From, i);
                To = i + 1;
            }
        }
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
