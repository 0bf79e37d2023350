using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>The irregular values in [−1, 1] that Fixtures/make_fixtures.py calls made(…).</summary>
internal static class Sequence
{
    public static Tensor Make(int seed, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var x = Math.Sin((i + 17 * seed) * 12.9898) * 43758.5453 % 1;
            // Python's remainder has the divisor's sign.
            values[i] = (float)((x < 0 ? x + 1 : x) * 2 - 1);
        }
        return tensor(values).reshape(shape);
    }
}
