using Cleaner.Ingest.Deduplication;

namespace Cleaner.Ingest.Tests.Deduplication;

/// <summary>Vectors against plain loops in double precision.</summary>
public sealed class OverlayTests
{
    private const int Side = Thumbnail.Side, Block = 8;
    private const double Middle = (Side - 1) / 2.0;

    public static TheoryData<double, double, double, double> Poses => new()
    {
        { 0, 0, 0, 0 },
        { 1.25, -0.5, 0, 0 },
        { -4, 4, 0.12, -0.12 },
        { 0.3, 2.7, -0.05, 0.08 },
        { 40, 0, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Poses))]
    public void Lays_one_picture_over_the_other_as_plain_loops_do(double shiftX, double shiftY, double stretchX, double stretchY)
    {
        var (a, b) = (Picture(1), Picture(2));
        double[] pose = [shiftX, shiftY, stretchX, stretchY];
        var match = new Overlay().Lay(a, b, pose);
        var (correlation, worst) = Plain(a, b, pose, out _);
        Assert.Equal(correlation, match.Correlation, 1e-5);
        Assert.Equal(worst, match.WorstBlock, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Poses))]
    public void The_normal_equations_are_those_of_plain_loops(double shiftX, double shiftY, double stretchX, double stretchY)
    {
        var (a, b) = (Picture(3), Picture(4));
        double[] pose = [shiftX, shiftY, stretchX, stretchY], hessian = new double[16], target = new double[4];
        var overlay = new Overlay();
        overlay.Lay(a, b, pose);
        overlay.Linearise(hessian, target);
        Plain(a, b, pose, out var rows);
        for (var i = 0; i < 4; i++)
        {
            var wanted = rows.Sum(row => row.Derivative[i] * row.Difference);
            Assert.Equal(wanted, target[i], 1e-3 * (1 + Math.Abs(wanted)));
            for (var j = 0; j < 4; j++)
            {
                wanted = rows.Sum(row => row.Derivative[i] * row.Derivative[j]);
                Assert.Equal(wanted, hessian[4 * i + j], 1e-3 * (1 + Math.Abs(wanted)));
            }
        }
    }

    [Fact]
    public void The_same_overlay_forgets_the_pose_before()
    {
        var (a, b) = (Picture(5), Picture(6));
        var overlay = new Overlay();
        overlay.Lay(b, a, [3.5, -3.5, 0.1, 0.1]);
        Assert.Equal(new Overlay().Lay(a, b, [0.5, 0.5, 0, 0]), overlay.Lay(a, b, [0.5, 0.5, 0, 0]));
    }

    private static (double Correlation, double Worst) Plain(byte[] a, byte[] b, double[] pose, out List<(double[] Derivative, double Difference)> rows)
    {
        var shown = new List<(int X, int Y, double First, double Second, double GradientX, double GradientY)>();
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                double atX = (x - Middle) * (1 + pose[2]) + pose[0] + Middle, atY = (y - Middle) * (1 + pose[3]) + pose[1] + Middle;
                if (atX < 0 || atX > Side - 1 || atY < 0 || atY > Side - 1)
                    continue;
                int left = Math.Min((int)atX, Side - 2), top = Math.Min((int)atY, Side - 2);
                double u = atX - left, v = atY - top;
                double At(int dx, int dy) => b[(top + dy) * Side + left + dx];
                double upper = At(0, 0) + u * (At(1, 0) - At(0, 0)), lower = At(0, 1) + u * (At(1, 1) - At(0, 1));
                var gradientX = (1 - v) * (At(1, 0) - At(0, 0)) + v * (At(1, 1) - At(0, 1));
                shown.Add((x, y, a[y * Side + x], upper + v * (lower - upper), gradientX, lower - upper));
            }
        }
        rows = [];
        if (shown.Count == 0)
            return (0, double.PositiveInfinity);
        double meanA = shown.Average(p => p.First), meanB = shown.Average(p => p.Second);
        double deviationA = Math.Sqrt(shown.Average(p => Math.Pow(p.First - meanA, 2))), deviationB = Math.Sqrt(shown.Average(p => Math.Pow(p.Second - meanB, 2)));
        double First(double level) => (level - meanA) / deviationA;
        double Second(double level) => (level - meanB) / deviationB;
        rows = [.. shown.Select(p => (
            new[] { p.GradientX / deviationB, p.GradientY / deviationB, p.GradientX / deviationB * (p.X - Middle), p.GradientY / deviationB * (p.Y - Middle) },
            First(p.First) - Second(p.Second)))];
        var worst = shown.GroupBy(p => (p.X / Block, p.Y / Block)).Where(block => block.Count() >= 16)
            .Max(block => Math.Sqrt(block.Average(p => Math.Pow(First(p.First) - Second(p.Second), 2))));
        return (shown.Average(p => First(p.First) * Second(p.Second)), worst);
    }

    private static byte[] Picture(int seed)
    {
        var random = new Random(seed);
        var (fx, fy) = (0.1 + random.NextDouble() / 4, 0.1 + random.NextDouble() / 4);
        return [.. Enumerable.Range(0, Thumbnail.Pixels).Select(i => (byte)Math.Clamp(128 + 80 * Math.Sin(fx * (i % Side)) * Math.Cos(fy * (i / Side)) + random.Next(-30, 30), 0, 255))];
    }
}
