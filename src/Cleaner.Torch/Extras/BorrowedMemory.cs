using System.Runtime.InteropServices;
using Cleaner.Torch.Interop;
using static TorchSharp.torch;

namespace Cleaner.Torch;

/// <summary>Tensors over memory that something else owns: a memory-mapped file, a native decoder's buffer.</summary>
public static unsafe class BorrowedMemory
{
    /// <summary>
    /// A CPU tensor over this memory, row-major. <paramref name="release"/> runs, on any thread, when the last tensor that shares it is
    /// gone; until then the memory must stay where it is.
    /// </summary>
    public static Tensor AsTensor(void* data, ReadOnlySpan<long> shape, ScalarType type, Action? release = null)
    {
        var context = release is null ? 0 : GCHandle.ToIntPtr(GCHandle.Alloc(release));
        nint handle;
        fixed (long* sizes = shape)
        {
            handle = NativeMethods.ct_from_blob(
                data, sizes, shape.Length, (int)type, release is null ? null : &Release, context);
        }
        if (handle == 0 && context != 0)
            GCHandle.FromIntPtr(context).Free();
        return new Tensor(NativeMethods.Check(handle), 0);
    }

    /// <summary>Address of the first element; of device memory for a tensor on a device. Valid while the tensor lives.</summary>
    public static nint AddressOf(Tensor tensor) => (nint)tensor.Data();

    [UnmanagedCallersOnly]
    private static void Release(void* context)
    {
        var handle = GCHandle.FromIntPtr((nint)context);
        var release = (Action)handle.Target!;
        handle.Free();
        release();
    }
}
