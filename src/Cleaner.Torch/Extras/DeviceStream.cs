using Cleaner.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch;

/// <summary>
/// A queue of work on a CUDA device. Copies on a stream of their own run beside the computation:
/// <code>
/// using (copies.Use()) { next = pinned.to(device, non_blocking: true); }
/// DeviceStream.Current(device).WaitFor(copies); next is then safe to use, after copies' memory was marked with Current.Record(next).
/// </code>
/// </summary>
public sealed class DeviceStream
{
    private readonly DeviceType type;
    private readonly int index;
    private readonly long id;

    private DeviceStream(DeviceType type, int index, long id)
    {
        this.type = type;
        this.index = index;
        this.id = id;
    }

    /// <summary>The stream that this thread's work on the device goes to.</summary>
    public static DeviceStream Current(Device device)
    {
        NativeMethods.Check(NativeMethods.ct_current_stream((int)device.type, device.index, out var id, out var index));
        return new DeviceStream(device.type, index, id);
    }

    /// <summary>A stream of the pool that libtorch keeps; streams are reused, so that there is nothing to free.</summary>
    public static DeviceStream FromPool(Device device, bool highPriority = false)
    {
        NativeMethods.Check(NativeMethods.ct_pool_stream((int)device.type, device.index, highPriority ? 1 : 0, out var id, out var index));
        return new DeviceStream(device.type, index, id);
    }

    /// <summary>Sends this thread's work here until disposed.</summary>
    public IDisposable Use() => new Switch(this);

    /// <summary>Work put here from now on starts after everything that is in the other stream now; the caller does not wait.</summary>
    public void WaitFor(DeviceStream other) => NativeMethods.Check(NativeMethods.ct_wait_stream(id, other.id, (int)type, index));

    /// <summary>The tensor's memory is not given to another before what is in this stream now is done.</summary>
    public void Record(Tensor tensor)
    {
        NativeMethods.Check(NativeMethods.ct_record_stream(tensor.Handle, id, (int)type, index));
        GC.KeepAlive(tensor);
    }

    /// <summary>Waits until the stream is empty.</summary>
    public void Synchronize() => NativeMethods.Check(NativeMethods.ct_synchronize_stream(id, (int)type, index));

    private void MakeCurrent() => NativeMethods.Check(NativeMethods.ct_set_stream(id, (int)type, index));

    private sealed class Switch : IDisposable
    {
        private readonly DeviceStream before;

        public Switch(DeviceStream stream)
        {
            before = Current(new Device(stream.type, stream.index));
            stream.MakeCurrent();
        }

        public void Dispose() => before.MakeCurrent();
    }
}
