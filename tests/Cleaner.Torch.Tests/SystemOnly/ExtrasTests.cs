using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>What TorchSharp has no name for.</summary>
public sealed class ExtrasTests
{
    [Fact]
    public void Autocast_multiplies_in_the_smaller_type_until_it_ends()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(4, 4), rand(4, 4));

        using (Autocast.Enter(CPU, ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, a.matmul(b).dtype);
            using (Autocast.Off(CPU))
                Assert.Equal(ScalarType.Float32, a.matmul(b).dtype);
            Assert.Equal(ScalarType.BFloat16, a.matmul(b).dtype);
        }

        Assert.Equal(ScalarType.Float32, a.matmul(b).dtype);
    }

    [Fact]
    public void Channels_last_changes_the_order_in_memory_and_no_value()
    {
        using var scope = NewDisposeScope();
        using var conv = nn.Conv2d(3, 5, 3);
        var x = rand(2, 3, 8, 7);
        var expected = conv.call(x);

        var ordered = ChannelsLast.Of(x);
        ChannelsLast.Apply(conv);

        Assert.True(ChannelsLast.Is(ordered));
        Assert.False(ChannelsLast.Is(x));
        Assert.True(ChannelsLast.Is(conv.weight));
        Assert.False(ChannelsLast.Is(ChannelsLast.Undo(ordered)));
        Assert.True(conv.call(ordered).allclose(expected, atol: 1e-6));
        Assert.True(conv.weight.requires_grad);
    }

    [Fact]
    public void Multi_tensor_operations_are_the_same_as_one_by_one()
    {
        using var scope = NewDisposeScope();
        Tensor[] x = [tensor(new[] { 1f, 2f }), tensor(new[,] { { 3f } })];
        Tensor[] y = [tensor(new[] { 10f, 20f }), tensor(new[,] { { 30f } })];

        Assert.Equal(Math.Sqrt(1 + 4 + 9), MultiTensor.Norm(x).ToDouble(), 5);
        MultiTensor.AddScaled(x, y, 0.5);
        Assert.Equal([6f, 12f], x[0].data<float>().ToArray());
        MultiTensor.Scale(x, 2);
        Assert.Equal([36f], x[1].data<float>().ToArray());
        MultiTensor.AddProducts(x, y, y, -1);
        Assert.Equal([-88f, -376f], x[0].data<float>().ToArray());
        MultiTensor.AddQuotients(x, y, y, 8);
        Assert.Equal([-80f, -368f], x[0].data<float>().ToArray());
        MultiTensor.Zero(x);
        Assert.Equal([0f], x[1].data<float>().ToArray());
    }

    [Fact]
    public unsafe void Borrowed_memory_is_released_with_the_last_tensor_on_it()
    {
        var memory = (float*)NativeMemory.Alloc(4, sizeof(float));
        new Span<float>(memory, 4).Fill(2);
        var released = false;
        var tensor = BorrowedMemory.AsTensor(memory, [2, 2], ScalarType.Float32, () =>
        {
            released = true;
            NativeMemory.Free(memory);
        });
        var row = tensor[1];

        memory[2] = 5;
        Assert.Equal([5f, 2f], row.data<float>().ToArray());
        Assert.Equal((nint)memory, BorrowedMemory.AddressOf(tensor));
        tensor.Dispose();
        Assert.False(released);
        row.Dispose();

        Assert.True(released);
    }

    [Fact]
    public void LibTorch_describes_itself()
    {
        Assert.Matches(@"^\d+\.\d+", LibTorch.Version);
        Assert.Equal(LibTorch.Version, __version__);
        Assert.Contains("C++", LibTorch.Config, StringComparison.Ordinal);
        Assert.Contains("get_num_threads", LibTorch.ParallelInfo, StringComparison.Ordinal);
        Assert.True(LibTorch.BlasLibrary is "" || File.Exists(LibTorch.BlasLibrary), LibTorch.BlasLibrary);
    }

    [Fact]
    public void Switches_keep_what_they_are_set_to()
    {
        var before = LibTorch.CudnnBenchmark;
        LibTorch.CudnnBenchmark = !before;
        Assert.Equal(!before, LibTorch.CudnnBenchmark);
        LibTorch.CudnnBenchmark = before;
        Assert.Equal(before, LibTorch.CudnnBenchmark);
    }

    [Fact]
    public void A_device_that_is_not_there_says_so()
    {
        if (cuda.is_available())
            return;
        using var x = ones(1);

        var error = Assert.Throws<InvalidOperationException>(() => x.cuda());

        Assert.Contains("CUDA", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, cuda.device_count());
    }

    [Fact]
    public void A_mask_of_two_dimensions_may_be_followed_by_a_slice()
    {
        // NumPy's meaning; PyTorch itself rejects it.
        using var scope = NewDisposeScope();
        var x = arange(4 * 5 * 6).reshape(4, 5, 6);
        var mask = x[TensorIndex.Ellipsis, 0] >= 108;

        Assert.Equal([109L, 110L, 115L, 116L], x[TensorIndex.Tensor(mask), 1..3].flatten().data<long>().ToArray());
    }

    [Fact]
    public void Xavier_normal_is_PyTorchs()
    {
        // TorchSharp 0.106.0 draws from a uniform distribution here.
        using var scope = NewDisposeScope();
        manual_seed(99);

        Fixture.Of("init").Check("xavier_normal", nn.init.xavier_normal_(empty(4, 6)), 2e-6);
    }

    [Fact]
    public void Gradients_are_unscaled_and_infinite_ones_found()
    {
        using var scope = NewDisposeScope();
        if (!cuda.is_available())
        {
            // libtorch has these two operators on CUDA alone until 2.3.
            Assert.ThrowsAny<ExternalException>(() => GradientScaling.Unscale([ones(1)], zeros(1), ones(1)));
            return;
        }
        var (found, scale) = (zeros(1, device: CUDA), full(1, 8.0, float32, CUDA));
        Tensor[] gradients = [full(2, 16.0, float32, CUDA), full(1, double.PositiveInfinity, float32, CUDA)];

        GradientScaling.Unscale(gradients, found, scale.reciprocal());
        GradientScaling.Update(scale, zeros(1, int32, CUDA), found);

        Assert.Equal([2f, 2f], gradients[0].cpu().data<float>().ToArray());
        Assert.Equal(1f, found.ToSingle());
        Assert.Equal(4f, scale.ToSingle());
    }

    [Fact]
    public void Errors_are_exceptions_of_one_line()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3);

        foreach (var mistake in new Action[]
        {
            () => x.matmul(x),
            () => (x.requires_grad_() * 2).backward(),
            () => x.view(5),
            () => tensor(new[] { 1, 2 }).requires_grad_(),
            () => _ = x[2, 0],
        })
        {
            var error = Assert.ThrowsAny<ExternalException>(mistake);
            Assert.NotEmpty(error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
    }
}
