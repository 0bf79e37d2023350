using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Planning;

/// <summary>The number formats that <c>--precision</c> takes. Weights, optimizer, head and loss are float32 in all of them.</summary>
public static class Precisions
{
    /// <summary>Everything in float32.</summary>
    public const string Full = "fp32";

    /// <summary>float32 whose products are rounded to 10 bits of mantissa on Ampere and later GPUs.</summary>
    public const string Tf32 = "tf32";

    /// <summary>The network in bfloat16.</summary>
    public const string Bf16 = "bf16";

    /// <summary>The network in float16, with a scaled loss.</summary>
    public const string Fp16 = "fp16";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Names = [Full, Tf32, Bf16, Fp16];

    /// <summary>The type that the network's products and convolutions run in; null is float32.</summary>
    public static ScalarType? Autocast(string precision) => precision switch
    {
        Bf16 => ScalarType.BFloat16,
        Fp16 => ScalarType.Float16,
        _ => null,
    };

    /// <summary>
    /// Lets a GPU round float32 products to TF32, or not. Allowed beside bf16 and fp16 too, where only the head's product is float32:
    /// TF32 has the mantissa that arcface_torch's fp16 head has.
    /// </summary>
    public static void Apply(string precision, Device device)
    {
        if (device.type != DeviceType.CUDA)
            return;
        backends.cuda.matmul.allow_tf32 = precision != Full;
        backends.cudnn.allow_tf32 = precision != Full;
    }
}
