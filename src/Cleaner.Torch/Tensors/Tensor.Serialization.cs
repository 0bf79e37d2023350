using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Reading what <see cref="TensorExtensionMethods.Save(Tensor, BinaryWriter)"/> writes.</summary>
    public partial class Tensor
    {
        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }

        public static Tensor Load(string location)
        {
            using var stream = File.OpenRead(location);
            return Load(stream);
        }
    }
}

/// <summary>TorchSharp's tensor format: type, number of dimensions and sizes as 7-bit encoded integers, then the elements.</summary>
public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var plain = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt((int)plain.dtype);
        writer.Write7BitEncodedInt((int)plain.Dimensions);
        foreach (var size in plain.shape)
            writer.Write7BitEncodedInt64(size);
        writer.Flush();
        plain.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads into a tensor of the same type and shape; skip: reads past it only.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using var read = Load(reader, skip);
        if (skip)
            return;
        if (read.dtype != tensor.dtype || !read.shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"the file has {read.dtype} [{string.Join(", ", read.shape)}] where {tensor.dtype} [{string.Join(", ", tensor.shape)}] is expected");
        }
        using var untracked = no_grad();
        tensor.copy_(read);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt();
        var shape = new long[reader.Read7BitEncodedInt()];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = reader.Read7BitEncodedInt64();
        var tensor = empty(shape, type, CPU);
        tensor.ReadBytesFromStream(reader.BaseStream);
        return tensor;
    }

    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        var read = Load(reader, skip);
        tensor?.Dispose();
        tensor = read;
    }
}
