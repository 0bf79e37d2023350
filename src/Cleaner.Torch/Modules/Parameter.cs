using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that training changes; a module that has one in a field finds it by itself.</summary>
public class Parameter : Tensor
{
    /// <summary>Takes over the tensor: <paramref name="data"/> itself is empty afterwards.</summary>
    public Parameter(Tensor data, bool requires_grad = true) : base(data.requires_grad_(requires_grad)) { }
}
