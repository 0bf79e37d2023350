using Cleaner.Imaging.Onnx;
using static TorchSharp.torch;

namespace Cleaner.Training.Onnx;

/// <summary>A tensor of the file: float32, little endian, C order.</summary>
/// <param name="Name">As in the state dictionary.</param>
/// <param name="Value">float32.</param>
internal sealed record OnnxWeight(string Name, Tensor Value)
{
    private const int Block = 1 << 20;

    private long DataBytes => Value.numel() * sizeof(float);

    /// <summary>Bytes of the whole message.</summary>
    public long Bytes => Head().Written.Length + DataBytes;

    /// <summary>Writes the message; the data goes straight from the tensor.</summary>
    public void Write(Stream stream)
    {
        stream.Write(Head().Written);
        using var plain = Value.detach().cpu().contiguous();
        plain.WriteBytesToStream(stream, Block);
    }

    private ProtoWriter Head() => OnnxMessages.Tensor(Name, OnnxFields.Float32, Value.shape).BlobHead(OnnxMessages.RawData, DataBytes);
}
