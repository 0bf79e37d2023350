using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

public sealed class OperatorTests
{
    [Fact]
    public void Arithmetic_broadcasts_and_promotes()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new[] { 1f, 2f, 3f }).reshape(3, 1);
        var columns = tensor(new[] { 10, 20 });

        var sum = rows + columns;

        Assert.Equal([3L, 2L], sum.shape);
        Assert.Equal(ScalarType.Float32, sum.dtype);
        Assert.Equal([11f, 21f, 12f, 22f, 13f, 23f], sum.data<float>().ToArray());
        Assert.Equal([-9f, -19f, -8f, -18f, -7f, -17f], (rows - columns + 0.0).data<float>().ToArray());
        Assert.Equal([6f, 3f, 2f], (6 / rows).data<float>().ToArray());
    }
}
