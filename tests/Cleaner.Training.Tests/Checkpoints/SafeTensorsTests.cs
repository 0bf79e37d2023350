using System.Buffers.Binary;
using System.Text;
using Cleaner.Manifests;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Tests.Checkpoints;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("x.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        using var scope = NewDisposeScope();
        var matrix = arange(6, dtype: ScalarType.Float32).view(2, 3);
        var whole = from_array(new long[] { -1, 5 });
        SafeTensorsFile.Write(Path, [KeyValuePair.Create("é.weight", matrix.t()), KeyValuePair.Create("steps", whole), KeyValuePair.Create("none", empty(new long[] { 0, 4 }))],
            new Dictionary<string, string> { ["step"] = "12" });
        var (tensors, metadata) = SafeTensorsFile.Read(Path);
        Assert.Equal("12", metadata["step"]);
        Assert.Equal([3L, 2], tensors["é.weight"].shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], Some.Values(tensors["é.weight"]));
        Assert.Equal([-1L, 5], tensors["steps"].data<long>().ToArray());
        Assert.Equal([0L, 4], tensors["none"].shape);
        Assert.Equal([Path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_bytes_are_those_that_the_format_asks_for()
    {
        using var scope = NewDisposeScope();
        SafeTensorsFile.Write(Path, [KeyValuePair.Create("a", tensor(new[] { 1f }))], new Dictionary<string, string>());
        var bytes = System.IO.File.ReadAllBytes(Path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal("""{"__metadata__":{},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", Encoding.UTF8.GetString(bytes, 8, length).TrimEnd());
        Assert.Equal([0, 0, 0x80, 0x3F], bytes[(8 + length)..]);
    }

    public static TheoryData<string, string> Damage() => new()
    {
        { "short", "shorter than 8 bytes" },
        { "length", "no safetensors file" },
        { "header", "the header is cut off" },
        { "json", "not the JSON" },
        { "data", "bytes of data are missing" },
        { "tail", "belong to nothing" },
        { "hole", "overlaps or leaves a hole" },
        { "shape", "do not fit its shape" },
        { "type", "unknown type 'F99'" },
        { "negative", "not the JSON" },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void A_damaged_file_is_one_clear_line(string damage, string message)
    {
        const string good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        var bytes = damage switch
        {
            "short" => [1, 2, 3],
            "length" => Encoding.ASCII.GetBytes("PK this is a zip archive of PyTorch"),
            "header" => File(good, 8)[..20],
            "json" => File("[1, 2]", 0),
            "data" => File(good, 5),
            "tail" => File(good, 12),
            "hole" => File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12),
            "shape" => File("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8),
            "type" => File("""{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}""", 8),
            _ => File("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8),
        };
        System.IO.File.WriteAllBytes(Path, bytes);
        var failure = Assert.Throws<CleanerException>(() => SafeTensorsFile.Read(Path));
        Assert.Contains(message, failure.Message);
        Assert.Contains(Path, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);

        static byte[] File(string header, int dataBytes)
        {
            var text = Encoding.UTF8.GetBytes(header);
            var length = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
            return [.. length, .. text, .. new byte[dataBytes]];
        }
    }

    [Fact]
    public void Checkpoints_rotate_and_a_half_done_rotation_still_has_a_newest()
    {
        using var scope = NewDisposeScope();
        var store = new CheckpointStore(_folder.Path, keep: 2);
        Assert.Null(store.Newest());
        for (var step = 1; step <= 5; step++)
            store.Save(step, [KeyValuePair.Create("w", tensor(new[] { (float)step }))], new Dictionary<string, string>());
        Assert.Equal(["last.safetensors", "step-00000003.safetensors", "step-00000004.safetensors"], Directory.GetFiles(_folder.Path).Select(f => System.IO.Path.GetFileName(f)!).Order());
        Assert.Equal(5f, SafeTensorsFile.Read(store.Newest()!).Tensors["w"].item<float>());
        System.IO.File.Delete(store.Newest()!);
        Assert.Equal(4f, SafeTensorsFile.Read(store.Newest()!).Tensors["w"].item<float>());
    }
}
