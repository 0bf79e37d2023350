using System.Buffers.Binary;
using System.Text.Json;

namespace Cleaner.Imaging.Tests.Support;

/// <summary>Files made by Fixtures/make_fixtures.py.</summary>
internal static class Fixture
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>Recorded figures.</summary>
    public static JsonElement Expected { get; } = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "expected.json"))).RootElement;

    /// <summary>Bytes of a file in codec/.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Root, "codec", name));

    /// <summary>A file in codec/, decoded.</summary>
    public static Image Decoded(string name) => ImageCodec.Default.Decode(Bytes(name), DecodeOptions.Default);

    /// <summary>Reference pixels.</summary>
    public static Image Pixels(string name)
    {
        var data = File.ReadAllBytes(Path.Combine(Root, "pixels", name + ".rgb"));
        return new Image(BinaryPrimitives.ReadInt32LittleEndian(data), BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(4)), data[8..]);
    }

    /// <summary>Reference levels of a thumbnail.</summary>
    public static byte[] Grey(string name) => File.ReadAllBytes(Path.Combine(Root, "pixels", name + ".grey"));
}
