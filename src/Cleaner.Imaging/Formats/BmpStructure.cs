using System.Buffers.Binary;

namespace Cleaner.Imaging.Formats;

/// <summary>Headers of a Windows bitmap: BITMAPCOREHEADER to BITMAPV5HEADER (Microsoft's wingdi.h).</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsTopDown">The first row stored is the top one.</param>
/// <param name="Bits">Bits of a pixel: 1, 4, 8 (palette), 16, 24 or 32.</param>
/// <param name="Compression">0 none, 1 and 2 run lengths, 3 and 6 bit fields.</param>
/// <param name="Masks">Where red, green, blue and alpha stand in a pixel of 16 or 32 bits; alpha 0: none.</param>
/// <param name="Palette">Where the palette begins.</param>
/// <param name="Colors">Colours in the palette.</param>
/// <param name="ColorBytes">Bytes of a colour in the palette, 3 or 4.</param>
/// <param name="Start">Where the rows begin.</param>
internal readonly record struct BmpStructure(
    int Width, int Height, bool IsTopDown, int Bits, int Compression, (uint Red, uint Green, uint Blue, uint Alpha) Masks, int Palette, int Colors, int ColorBytes, int Start)
{
    private const int FileHeader = 14, CoreHeader = 12, InfoHeader = 40, HeaderWithMasks = 52, HeaderWithAlpha = 56;

    /// <summary>Bytes from row to row.</summary>
    public long Stride => (((long)Width * Bits) + 31) / 32 * 4;

    /// <summary>Whether the pixels are stored as they are, so that they can be read here.</summary>
    public bool IsPlain => Compression is 0 or 3 or 6 && Bits is 1 or 4 or 8 or 16 or 24 or 32;

    /// <summary>Reads the headers.</summary>
    /// <exception cref="ImageDecodeException">They are cut off or make no sense.</exception>
    public static BmpStructure Read(ReadOnlySpan<byte> data)
    {
        int size = data.Length < FileHeader + 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(data[FileHeader..]);
        if (size != 0 && size != CoreHeader && size is < InfoHeader or > 1024)
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, $"Bmp: a header of {size} bytes is none");
        }

        if (size == 0 || data.Length < FileHeader + size)
        {
            throw new ImageDecodeException(DecodeFailure.Truncated, $"Bmp is cut off within its header ({data.Length} bytes)");
        }

        var header = data[FileHeader..];
        int start = BinaryPrimitives.ReadInt32LittleEndian(data[10..]);
        bool core = size == CoreHeader;
        int width = core ? BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) : BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int height = core ? BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) : BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(core ? 10 : 14)..]);
        int compression = core ? 0 : BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        if (width < 1 || height is 0 or int.MinValue || start < FileHeader + size)
        {
            throw new ImageDecodeException(DecodeFailure.Corrupt, $"Bmp: {width}x{height} pixels at byte {start} are no picture");
        }

        int masks = compression is 3 or 6 && size == InfoHeader ? (compression == 3 ? 12 : 16) : 0;
        int palette = FileHeader + size + masks;
        int colorBytes = core ? 3 : 4;
        int named = core ? 0 : BinaryPrimitives.ReadInt32LittleEndian(header[32..]);
        int colors = bits > 8 ? 0 : Math.Min(named > 0 ? named : 1 << bits, Math.Max(0, (Math.Min(start, data.Length) - palette) / colorBytes));
        return new BmpStructure(width, Math.Abs(height), height < 0, bits, compression, MasksOf(header, size, bits, compression), palette, colors, colorBytes, start);
    }

    private static (uint Red, uint Green, uint Blue, uint Alpha) MasksOf(ReadOnlySpan<byte> header, int size, int bits, int compression)
    {
        if (compression is not (3 or 6))
        {
            return bits == 16 ? (0x7C00u, 0x3E0u, 0x1Fu, 0u) : (0xFF0000u, 0xFF00u, 0xFFu, 0u);
        }

        bool alpha = size >= HeaderWithAlpha || compression == 6;
        if (header.Length < (alpha ? HeaderWithAlpha : HeaderWithMasks))
        {
            throw new ImageDecodeException(DecodeFailure.Truncated, "Bmp is cut off within its colour masks");
        }

        return (
            BinaryPrimitives.ReadUInt32LittleEndian(header[40..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[44..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[48..]),
            alpha ? BinaryPrimitives.ReadUInt32LittleEndian(header[52..]) : 0);
    }
}
