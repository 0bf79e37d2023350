using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cleaner.Manifests.Arrays;

/// <summary>
/// The header of a NumPy array file: magic, version, and a Python dictionary literal padded to a multiple of 64 bytes.
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
/// </summary>
internal sealed partial record NpyHeader(string Descriptor, long[] Shape, long DataOffset)
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public long Elements => Shape.Aggregate(1L, (product, extent) => checked(product * extent));

    /// <summary>Reads and checks a header; the stream stands at the data afterwards.</summary>
    public static NpyHeader Read(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(stream, start, path);
        if (!start[..6].SequenceEqual(Magic))
        {
            throw new CleanerException($"{path}: not a NumPy array (wrong magic); expected an .npy file");
        }

        int version = start[6];
        if (version is < 1 or > 3)
        {
            throw new CleanerException(string.Create(
                CultureInfo.InvariantCulture, $"{path}: .npy format version {version} is not read (1 to 3 are); save it again with a current NumPy"));
        }

        Span<byte> lengthField = stackalloc byte[version == 1 ? 2 : 4];
        Fill(stream, lengthField, path);
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthField) : BinaryPrimitives.ReadUInt32LittleEndian(lengthField);
        if (length > 1 << 20)
        {
            throw Broken(path);
        }

        byte[] text = new byte[length];
        Fill(stream, text, path);
        return Parse(Encoding.UTF8.GetString(text), start.Length + lengthField.Length + length, path);
    }

    /// <summary>The bytes of a version 1.0 header in C order.</summary>
    public static byte[] Format(string descriptor, ReadOnlySpan<long> shape)
    {
        var extents = new StringBuilder();
        foreach (long extent in shape)
        {
            extents.Append(CultureInfo.InvariantCulture, $"{extent}, ");
        }

        string tuple = shape.Length == 1 ? extents.ToString().TrimEnd() : extents.ToString().TrimEnd(' ', ',');
        string dictionary = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int unpadded = Magic.Length + 4 + dictionary.Length + 1;
        int total = (unpadded + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        header[6] = 1;
        header[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(total - 10)));
        Encoding.ASCII.GetBytes(dictionary, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    private static NpyHeader Parse(string text, long dataOffset, string path)
    {
        Match descriptor = DescriptorPattern().Match(text);
        Match order = OrderPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!descriptor.Success || !order.Success || !shape.Success)
        {
            throw Broken(path);
        }

        if (order.Groups[1].Value == "True")
        {
            throw new CleanerException($"{path}: the array is in Fortran order; save it with numpy.ascontiguousarray");
        }

        var extents = new List<long>();
        foreach (string part in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long extent))
            {
                throw Broken(path);
            }

            extents.Add(extent);
        }

        return new NpyHeader(descriptor.Groups[1].Value, [.. extents], dataOffset);
    }

    private static void Fill(Stream stream, Span<byte> buffer, string path)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw Broken(path);
        }
    }

    private static CleanerException Broken(string path) => new($"{path}: the header of the .npy file is broken or cut off; write the file again");

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex DescriptorPattern();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapePattern();
}
