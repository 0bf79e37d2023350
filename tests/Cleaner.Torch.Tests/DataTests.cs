using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>Values from C# to tensors and back.</summary>
public sealed class DataTests
{
    [Fact]
    public void Arrays_of_every_type_come_back_as_they_went_in()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([1.5f, -2f], tensor(new[] { 1.5f, -2f }).data<float>().ToArray());
        Assert.Equal([1.5, -2], tensor(new[] { 1.5, -2 }).data<double>().ToArray());
        Assert.Equal([long.MaxValue, -1], tensor(new[] { long.MaxValue, -1 }).data<long>().ToArray());
        Assert.Equal([7, -1], tensor(new[] { 7, -1 }).data<int>().ToArray());
        Assert.Equal([(byte)255, (byte)0], tensor(new byte[] { 255, 0 }).data<byte>().ToArray());
        Assert.Equal([true, false], tensor(new[] { true, false }).data<bool>().ToArray());
        Assert.Equal(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }, tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).data<int>().ToNDArray());
        Assert.Equal([3f, 4f], tensor(new List<int> { 3, 4 }, dtype: float32).data<float>().ToArray());
        Assert.Equal([2L, 1L], tensor(new[] { 1f, 2f }, [2, 1]).shape);
    }

    [Fact]
    public void A_transposed_tensor_is_read_in_the_order_of_its_shape()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6, dtype: float32).reshape(2, 3).t();

        var data = transposed.data<float>();
        var part = new float[3];
        data.CopyTo(part, 1, 2);

        Assert.False(transposed.is_contiguous());
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], data.ToArray());
        Assert.Equal(4f, data[1, 1]);
        Assert.Equal([0f, 1f, 4f], part);
        Assert.Throws<IndexOutOfRangeException>(() => data[3, 0]);
    }

    [Fact]
    public void Writing_through_the_accessor_changes_the_tensor()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);

        x.data<float>()[1, 2] = 5;
        x.data<float>().CopyFrom([1f, 2f]);

        Assert.Equal([1f, 2f, 0f, 0f, 0f, 5f], x.data<float>().ToArray());
    }

    [Fact]
    public void Bytes_are_the_tensors_own_memory()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, dtype: int32);

        x.bytes[4] = 9;

        Assert.Equal([0, 9], x.data<int>().ToArray());
        Assert.Throws<InvalidOperationException>(() => _ = zeros(2, 3).t().bytes.Length);
    }

    [Fact]
    public void A_tensor_from_an_array_shares_its_memory()
    {
        using var scope = NewDisposeScope();
        var array = new[,] { { 1f, 2f }, { 3f, 4f } };

        var shared = from_array(array);
        array[1, 0] = 7;

        Assert.Equal([1f, 2f, 7f, 4f], shared.data<float>().ToArray());
        Assert.Equal([2L, 2L], shared.shape);
        Assert.Equal([3f, 4f], frombuffer(new[] { 1f, 2f, 3f, 4f }, float32, 2, 2).data<float>().ToArray());
    }

    [Fact]
    public void Singletons_convert_to_numbers_and_others_do_not()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(2.5, (double)tensor(2.5f));
        Assert.Equal(3, (int)tensor(3L));
        Assert.True((bool)tensor(true));
        Assert.Equal(7L, tensor(new[] { 7L }).item<long>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
        Assert.Throws<ArgumentException>(() => zeros(1).item<double>());
    }

    [Fact]
    public void Streams_hold_tensors_in_TorchSharps_format()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);

        arange(300, dtype: int32).reshape(2, 150).Save(writer);

        // Type 3, two dimensions, 2 and 150 (two bytes of seven bits), 300 integers.
        Assert.Equal([3, 2, 2, 150, 1, 0, 0, 0, 0, 1], stream.ToArray()[..10]);
        Assert.Equal(5 + 1200, stream.Length);
        stream.Position = 0;
        Assert.Equal(299, Tensor.Load(new BinaryReader(stream))[1, 149].item<int>());
    }

    [Fact]
    public void Types_and_shapes_convert()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.7f, -1.2f });

        Assert.Equal([1, -1], x.to(int32).data<int>().ToArray());
        Assert.Equal(ScalarType.BFloat16, x.bfloat16().dtype);
        Assert.Equal(2, x.half().ElementSize);
        Assert.Equal("cpu", x.device.ToString());
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Throws<ArgumentException>(() => new Device("gpu"));
        Assert.Equal(get_default_dtype(), full(2, 1.5).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.5).dtype);
    }
}
