using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Cleaner.Ingest.Sources;

/// <summary>Which column of a line holds what, in one of the four files of MS-Celeb-1M.</summary>
/// <param name="Name">Of the variant.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Identity">Column of the Freebase MID.</param>
/// <param name="Data">Column of the image, in base64.</param>
/// <param name="Rectangle">Column of the face rectangle; -1 none.</param>
internal sealed record MsCelebLayout(string Name, int Columns, int Identity, int Data, int Rectangle)
{
    /// <summary>MID, SearchRank, ImageURL, PageURL, FaceID, rectangle, data.</summary>
    public static MsCelebLayout Aligned { get; } = new("aligned", 7, 0, 6, 5);

    /// <summary>MID, Name, ImageURL, FaceID, rectangle, data.</summary>
    public static MsCelebLayout DevSet { get; } = new("devset", 6, 0, 5, 4);

    /// <summary>MID, Name, Rank, ImageURL, PageURL, data.</summary>
    public static MsCelebLayout Full { get; } = new("full", 6, 0, 5, -1);

    /// <summary>ImageID, data, MID, Rank, URL.</summary>
    public static MsCelebLayout LowShot { get; } = new("low-shot", 5, 2, 1, -1);

    /// <summary>Recognises a line: by its number of columns, by the rectangle, and by data that begin as an image does.</summary>
    public static MsCelebLayout? Recognise(ReadOnlySpan<byte> line)
    {
        foreach (var layout in (MsCelebLayout[])[Aligned, DevSet, Full, LowShot])
        {
            if (line.Count((byte)'\t') != layout.Columns - 1)
                continue;
            var hasRectangle = layout.Rectangle < 0 || Rectangle4(line[Column(line, layout.Rectangle)]) is not null;
            if (hasRectangle && BeginsAsImage(line[Column(line, layout.Data)]))
                return layout;
        }
        return null;
    }

    /// <summary>Where a column lies in a line.</summary>
    public static Range Column(ReadOnlySpan<byte> line, int column)
    {
        var from = 0;
        for (; column > 0; column--)
            from += line[from..].IndexOf((byte)'\t') + 1;
        var length = line[from..].IndexOf((byte)'\t');
        return from..(length < 0 ? line.Length : from + length);
    }

    /// <summary>A face rectangle: x0, y0, x1, y1 as shares of the width and height of the picture it was found in; null when it is none.</summary>
    public static float[]? Rectangle4(ReadOnlySpan<byte> base64)
    {
        Span<byte> bytes = stackalloc byte[18];
        if (base64.Length != 24 || Base64.DecodeFromUtf8(base64, bytes, out _, out var written) != OperationStatus.Done || written != 16)
            return null;
        var rectangle = new float[4];
        for (var i = 0; i < 4; i++)
        {
            rectangle[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
            if (!float.IsFinite(rectangle[i]))
                return null;
        }
        return rectangle;
    }

    private static bool BeginsAsImage(ReadOnlySpan<byte> base64)
    {
        Span<byte> head = stackalloc byte[12];
        return base64.Length >= 16 && Base64.DecodeFromUtf8(base64[..16], head, out _, out _) == OperationStatus.Done && ImageNames.HasImageSignature(head);
    }
}
