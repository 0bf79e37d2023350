using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Cleaner.Torch.Interop;

/// <summary>The handles of several tensors in unmanaged memory; keeps the tensors alive until disposed.</summary>
internal sealed unsafe class HandleArray : IDisposable
{
    private readonly IList<Tensor>? tensors;

    public HandleArray(IList<Tensor>? tensors)
    {
        this.tensors = tensors;
        if (tensors is not { Count: > 0 })
            return;
        Handles = (nint*)NativeMemory.Alloc((nuint)tensors.Count, (nuint)sizeof(nint));
        for (var i = 0; i < tensors.Count; i++)
            Handles[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
    }

    /// <summary>Null when there are none.</summary>
    public nint* Handles { get; private set; }

    public int Count => tensors?.Count ?? 0;

    public void Dispose()
    {
        NativeMemory.Free(Handles);
        Handles = null;
        GC.KeepAlive(tensors);
    }
}
