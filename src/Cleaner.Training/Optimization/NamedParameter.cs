using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cleaner.Training.Optimization;

/// <summary>A weight that a training moves.</summary>
/// <param name="Name">Unique in the checkpoint, e.g. "backbone.layer1.0.conv1.weight".</param>
/// <param name="Value">The weight.</param>
public sealed record NamedParameter(string Name, Parameter Value)
{
    /// <summary>Weight decay holds for matrices and filters; norms, biases and PReLU slopes are left out (He et al., arXiv:1812.01187, 3.1).</summary>
    public bool Decays => Value.dim() > 1;

    /// <summary>The weights of a module that take part in the training.</summary>
    public static IEnumerable<NamedParameter> Of(nn.Module module, string prefix) =>
        module.named_parameters().Where(p => p.parameter.requires_grad).Select(p => new NamedParameter($"{prefix}.{p.name}", p.parameter));
}
