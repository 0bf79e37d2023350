using System.Text;

namespace Cleaner.Training.Tests.Support;

/// <summary>The weights of Fixtures/make_backbones.py: a formula of name and position instead of a file.</summary>
internal static class FormulaWeights
{
    public static float[] Of(string name, long[] shape)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        var seed = Encoding.UTF8.GetBytes(name).Sum(b => b);
        var values = new float[count];
        for (var i = 0L; i < count; i++)
        {
            var wave = Math.Sin(i * 0.37 + seed);
            values[i] = (float)(name.EndsWith("running_var", StringComparison.Ordinal) ? 1 + 0.5 * wave
                : name.EndsWith("bias", StringComparison.Ordinal) || name.EndsWith("running_mean", StringComparison.Ordinal) ? 0.1 * wave
                : shape.Length == 1 ? 1 + 0.3 * wave
                : wave * 1.5 / Math.Sqrt((double)count / shape[0]));
        }
        return values;
    }
}
