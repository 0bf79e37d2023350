using Cleaner.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Gpu.Tests;

/// <summary>Copies and memory of the device of this machine.</summary>
public sealed class DeviceTests
{
    [GpuFact]
    public void Batches_arrive_whole_while_others_are_computed()
    {
        using var scope = NewDisposeScope();
        using var uploader = Engines.Current.Uploader(Here.Device, 1 << 20)!;
        var work = randn(new long[] { 1024, 1024 }).to(Here.Device);
        for (var batch = 0; batch < 20; batch++)
        {
            var bytes = new byte[1 << 20];
            new Random(batch).NextBytes(bytes);
            var sent = uploader.Send(bytes, [1024, 1024]);
            work = work.matmul(work).tanh();
            uploader.Await(sent);
            Assert.True(sent.cpu().bytes.SequenceEqual(bytes), $"batch {batch} differs");
        }
    }

    [GpuFact]
    public void Memory_is_counted_and_given_back()
    {
        // What other tests left behind is freed at any time, so first of all.
        Engines.Current.ReleaseMemory(Here.Device);
        var before = Engines.Current.GpuMemory(Here.Device)!;
        using (ones(1 << 28, device: Here.Device))
        {
            var filled = Engines.Current.GpuMemory(Here.Device)!;
            Assert.True(filled.InTensors >= before.InTensors + (1L << 30), $"{before}, then {filled}");
            Assert.True(Engines.Current.MemoryInUse(Here.Device) >= 1L << 30);
        }
        var after = Engines.Current.GpuMemory(Here.Device)!;
        Assert.True(after.Peak >= 1L << 30, $"{after}");
        Engines.Current.ReleaseMemory(Here.Device);
        after = Engines.Current.GpuMemory(Here.Device)!;
        Assert.True(after.Peak < 1L << 30, $"{before}, then {after}");
    }

    [Fact]
    public void A_tensor_that_no_memory_holds_is_known_as_that()
    {
        var failure = Record.Exception(() => empty(new long[] { 1L << 50 }, device: Here.Device));
        Assert.True(Engines.Current.IsOutOfMemory(failure!), failure!.Message);
    }

    [Fact]
    public void A_CPU_has_no_figures_of_a_GPU_and_no_upload()
    {
        Assert.Null(Engines.Current.GpuMemory(CPU));
        Assert.Null(Engines.Current.Uploader(CPU, 16));
    }
}
