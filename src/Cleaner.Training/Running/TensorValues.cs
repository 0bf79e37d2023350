using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>Tensors as arrays.</summary>
internal static class TensorValues
{
    /// <summary>A copy of the values in C order.</summary>
    public static T[] Of<T>(Tensor tensor) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, T>(tensor.detach().cpu().contiguous().bytes).ToArray();
    }
}
