using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Torch.Tests;

/// <summary>Forward and backward passes against values recorded from PyTorch.</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, Func<Fixture, Func<string, Tensor>, Tensor>> Layers = new()
    {
        ["conv"] = (_, input) => F.conv2d(input("x"), input("weight"), input("bias"), strides: [2, 2], padding: [1, 1]),
        ["conv_grouped"] = (_, input) => F.conv2d(
            input("x"), input("weight"), null, strides: [1, 2], padding: [2, 0], dilation: [2, 1], groups: 2),
        ["prelu"] = (_, input) => F.prelu(input("x"), input("weight")),
        ["linear"] = (_, input) => F.linear(input("x"), input("weight"), input("bias")),
        ["normalize"] = (_, input) => F.normalize(input("x")),
        ["cross_entropy"] = (_, input) => F.cross_entropy(input("x"), tensor(new long[] { 0, 4, 2, 2, 1, 3 }), reduction: nn.Reduction.None),
        ["max_pool"] = (_, input) => F.max_pool2d(input("x"), 3, stride: 2, padding: 1),
        ["avg_pool"] = (_, input) => F.avg_pool2d(input("x"), 3, stride: 2, padding: 1),
        ["adaptive_avg_pool"] = (_, input) => F.adaptive_avg_pool2d(input("x"), (3, 2)),
        ["interpolate_bilinear"] = (_, input) => F.interpolate(
            input("x"), size: [5, 9], mode: InterpolationMode.Bilinear, align_corners: false),
        ["interpolate_scale"] = (_, input) => F.interpolate(input("x"), scale_factor: [0.5, 0.5]),
        ["interpolate_antialias"] = (_, input) => F.interpolate(
            input("x"), size: [4, 3], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true),
        ["grid_sample"] = (_, input) => F.grid_sample(
            input("x"), input("grid"), padding_mode: GridSamplePaddingMode.Border, align_corners: false),
        ["pad"] = (_, input) => F.pad(input("x"), (1, 2, 0, 1), PaddingModes.Reflect),
    };

    public static TheoryData<string> Names => new(Layers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_and_its_gradients_are_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of(name);
        var leaves = new Dictionary<string, Tensor>();

        var y = Layers[name](fixture, input => leaves[input] = fixture[input].requires_grad_());
        (y * fixture["cotangent"]).sum().backward();

        fixture.Check("y", y);
        foreach (var (input, leaf) in leaves)
            fixture.Check("grad_" + input, leaf.grad!);
    }

    [Fact]
    public void Cross_entropy_weighs_classes_smooths_labels_and_ignores_an_index()
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of("cross_entropy_smooth");
        var x = fixture["x"].requires_grad_();
        // 5 weights: what the script's made(5, seed=11) gives
        var weight = Sequence.Make(11, 5).abs();

        var loss = F.cross_entropy(x, tensor(new long[] { 0, 4, -100, 2, 1, 3 }), weight, label_smoothing: 0.1);
        (loss * fixture["cotangent"]).sum().backward();

        fixture.Check("y", loss);
        fixture.Check("grad_x", x.grad!);
    }

    [Fact]
    public void Batch_norm_module_trains_tracks_and_evaluates_as_PyTorchs()
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of("batch_norm");
        using var norm = nn.BatchNorm2d(3, eps: 2e-5, momentum: 0.2);
        using (no_grad())
        {
            norm.weight.copy_(fixture["weight"]);
            norm.bias!.copy_(fixture["bias"]);
        }
        var second = fixture["second"].requires_grad_();

        norm.call(fixture["first"]);
        var y = norm.call(second);
        (y * fixture["cotangent"]).sum().backward();
        norm.eval();

        fixture.Check("y", y);
        fixture.Check("grad_second", second.grad!);
        fixture.Check("grad_weight", norm.weight.grad!);
        fixture.Check("grad_bias", norm.bias.grad!);
        fixture.Check("running_mean", norm.running_mean!);
        fixture.Check("running_var", norm.running_var!);
        fixture.Check("num_batches_tracked", norm.num_batches_tracked!);
        fixture.Check("evaluated", norm.call(fixture["first"]));
    }

    [Fact]
    public void Same_padding_keeps_the_size()
    {
        using var scope = NewDisposeScope();
        using var conv = nn.Conv2d(2, 3, 3, Padding.Same, dilation: 2);

        Assert.Equal([1L, 3L, 9L, 8L], conv.call(rand(1, 2, 9, 8)).shape);
    }

    [Fact]
    public void Input_with_the_wrong_channels_says_so()
    {
        using var scope = NewDisposeScope();
        using var conv = nn.Conv2d(3, 4, 3);

        Assert.Throws<ArgumentException>(() => conv.call(rand(1, 2, 9, 8)));
    }
}
