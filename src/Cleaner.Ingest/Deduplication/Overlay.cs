using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cleaner.Ingest.Deduplication;

/// <summary>
/// One thumbnail over another at one pose. What both show is a rectangle, since the axes only move and stretch; a row is four vectors of
/// eight pixels, and a block of the comparison is one of them wide. Pixels that only one of them shows count as 0.
/// </summary>
internal sealed class Overlay
{
    internal const int Side = Thumbnail.Side, Lanes = 8, Vectors = Side / Lanes;
    internal const float Middle = (Side - 1) / 2f;

    /// <summary>Blocks of which less than this many pixels are shown by both are not judged.</summary>
    private const int MinBlockPixels = 16;

    // Levels count from here, so that their squares stay small.
    private const float Grey = 128;

    private static readonly Vector256<float> FirstColumns = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) - Vector256.Create(Middle);

    private readonly float[] _first = new float[Thumbnail.Pixels], _second = new float[Thumbnail.Pixels];
    private readonly float[] _gradientX = new float[Thumbnail.Pixels], _gradientY = new float[Thumbnail.Pixels];
    private readonly OverlayAxis _columns = new(), _rows = new();
    private readonly float[] _level = new float[Side + (2 * Lanes)], _slope = new float[Side + (2 * Lanes)];
    private float _gradientScale;

    /// <summary>Lays b over a, and compares what both show.</summary>
    /// <param name="a">Levels of the first, row by row.</param>
    /// <param name="b">Levels of the second.</param>
    /// <param name="pose">Shift by x and y in pixels, stretch by x and y.</param>
    public Match Lay(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<double> pose)
    {
        _columns.Place(pose[0], pose[2]);
        _rows.Place(pose[1], pose[3]);
        Vector256<float> firstSum = default, firstSquares = default, secondSum = default, secondSquares = default;
        for (var r = _rows.From; r < _rows.To; r++)
        {
            Mix(b, _rows.Left[r], _rows.Part[r]);
            for (var v = 0; v < Vectors; v++)
            {
                var (at, column) = ((Side * r) + (v * Lanes), v * Lanes);
                var inside = Load(_columns.Inside, column);
                var part = Load(_columns.Part, column);
                var (level, nextLevel) = _columns.Pick(_level, v);
                var (slope, nextSlope) = _columns.Pick(_slope, v);
                var step = (nextLevel - level) * inside;
                var first = (Levels(a, at) - Vector256.Create(Grey)) * inside;
                var second = (level * inside) + (part * step);
                Store(first, _first, at);
                Store(second, _second, at);
                Store(step, _gradientX, at);
                Store((slope + (part * (nextSlope - slope))) * inside, _gradientY, at);
                firstSum += first;
                firstSquares += first * first;
                secondSum += second;
                secondSquares += second * second;
            }
        }
        var shown = _rows.Count * _columns.Count;
        var (firstMean, firstDeviation) = Moments(Vector256.Sum(firstSum), Vector256.Sum(firstSquares), shown);
        var (secondMean, secondDeviation) = Moments(Vector256.Sum(secondSum), Vector256.Sum(secondSquares), shown);
        if (firstDeviation == 0 || secondDeviation == 0)
            return new Match(0, double.PositiveInfinity);
        _gradientScale = (float)(1 / secondDeviation);
        return Judge((float)firstMean, (float)(1 / firstDeviation), (float)secondMean, _gradientScale, shown);
    }

    /// <summary>The normal equations of a small change of the pose: by shift x, shift y, stretch x and stretch y.</summary>
    /// <param name="hessian">[4, 4].</param>
    /// <param name="target">[4].</param>
    public void Linearise(Span<double> hessian, Span<double> target)
    {
        Vector256<float> xx = default, xy = default, yy = default, xu = default, yu = default, xv = default, yv = default, uu = default, uv = default, vv = default;
        Vector256<float> dx = default, dy = default, du = default, dv = default;
        for (var r = _rows.From; r < _rows.To; r++)
        {
            for (var column = 0; column < Side; column += Lanes)
            {
                var at = (Side * r) + column;
                var x = Load(_gradientX, at) * _gradientScale;
                var y = Load(_gradientY, at) * _gradientScale;
                var u = x * (FirstColumns + Vector256.Create((float)column));
                var w = y * (r - Middle);
                var difference = Load(_first, at) - Load(_second, at);
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
        Span<Vector256<float>> terms = [xx, xy, xu, xv, xy, yy, yu, yv, xu, yu, uu, uv, xv, yv, uv, vv];
        for (var i = 0; i < terms.Length; i++)
            hessian[i] = Vector256.Sum(terms[i]);
        (target[0], target[1], target[2], target[3]) = (Vector256.Sum(dx), Vector256.Sum(dy), Vector256.Sum(du), Vector256.Sum(dv));
    }

    /// <summary>Brings both to mean 0 and deviation 1, and compares them.</summary>
    private Match Judge(float firstMean, float firstScale, float secondMean, float secondScale, int shown)
    {
        Vector256<float> correlation = default;
        double worst = 0;
        Span<Vector256<float>> sums = stackalloc Vector256<float>[Vectors];
        for (var top = 0; top < Side; top += Lanes)
        {
            sums.Clear();
            int from = Math.Max(top, _rows.From), to = Math.Min(top + Lanes, _rows.To);
            for (var r = from; r < to; r++)
            {
                for (var v = 0; v < Vectors; v++)
                {
                    var (at, inside) = ((Side * r) + (v * Lanes), Load(_columns.Inside, v * Lanes));
                    var first = (Load(_first, at) - Vector256.Create(firstMean)) * firstScale * inside;
                    var second = (Load(_second, at) - Vector256.Create(secondMean)) * secondScale * inside;
                    Store(first, _first, at);
                    Store(second, _second, at);
                    sums[v] += (first - second) * (first - second);
                    correlation += first * second;
                }
            }
            for (var v = 0; v < Vectors; v++)
            {
                var count = Math.Max(0, to - from) * _columns.CountIn(v * Lanes, Lanes);
                if (count >= MinBlockPixels)
                    worst = Math.Max(worst, Vector256.Sum(sums[v]) / count);
            }
        }
        return new Match(Vector256.Sum(correlation) / shown, Math.Sqrt(worst));
    }

    /// <summary>One row of the second picture between two of its own, and what it changes by from the upper to the lower one.</summary>
    private void Mix(ReadOnlySpan<byte> levels, int top, float part)
    {
        for (var column = 0; column < Side; column += Lanes)
        {
            var upper = Levels(levels, (Side * top) + column);
            var slope = Levels(levels, (Side * (top + 1)) + column) - upper;
            Store(slope, _slope, column);
            Store(upper - Vector256.Create(Grey) + (slope * part), _level, column);
        }
    }

    /// <summary>Mean and deviation; a deviation of 0 where nothing is shown, or all of it alike.</summary>
    private static (double Mean, double Deviation) Moments(double sum, double squares, int shown)
    {
        var mean = shown == 0 ? 0 : sum / shown;
        var deviation = shown == 0 ? 0 : Math.Sqrt(Math.Max(0, (squares / shown) - (mean * mean)));
        return (mean, deviation < 1e-3 ? 0 : deviation);
    }

    private static Vector256<float> Levels(ReadOnlySpan<byte> levels, int at)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(levels.Slice(at, Lanes))).AsByte());
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32());
    }

    private static Vector256<T> Load<T>(T[] values, int at) => Vector256.Create(values.AsSpan(at, Lanes));

    private static void Store(Vector256<float> vector, float[] values, int at) => vector.CopyTo(values.AsSpan(at, Lanes));
}
