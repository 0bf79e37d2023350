using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>TorchSharp's native code multiplies by the mean and adds the deviation (THSInit_trunc_normal_, 0.106): only ours follows PyTorch.</summary>
public sealed class TruncatedNormalTests
{
    [Fact]
    public void First_values_of_a_truncated_normal_distribution_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        manual_seed(99);
        Fixture.Of("init").Check("trunc_normal", nn.init.trunc_normal_(empty(4, 6), 0, 0.7, -0.5, 1.0), 2e-6);
    }
}
