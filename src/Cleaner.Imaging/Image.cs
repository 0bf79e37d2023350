namespace Cleaner.Imaging;

/// <summary>A decoded picture: 8-bit RGB, interleaved, row-major, no padding between rows.</summary>
public sealed class Image
{
    /// <summary>A black picture.</summary>
    public Image(int width, int height)
        : this(width, height, new byte[ByteCount(width, height)])
    {
    }

    /// <summary>Wraps <paramref name="rgb"/> without copying; its length must be 3·width·height.</summary>
    public Image(int width, int height, byte[] rgb)
    {
        if (rgb.Length != ByteCount(width, height))
        {
            throw new ArgumentException($"{width}x{height} RGB takes {ByteCount(width, height)} bytes, got {rgb.Length}", nameof(rgb));
        }

        Width = width;
        Height = height;
        Pixels = rgb;
    }

    /// <summary>Columns, at least 1.</summary>
    public int Width { get; }

    /// <summary>Rows, at least 1.</summary>
    public int Height { get; }

    /// <summary>R, G, B of each pixel in turn; length 3·<see cref="Width"/>·<see cref="Height"/>.</summary>
    public byte[] Pixels { get; }

    /// <summary>A picture whose pixels are about to be overwritten in full, so that they need no clearing.</summary>
    internal static Image Uninitialized(int width, int height) =>
        new(width, height, PixelBuffers.Take(ByteCount(width, height)));

    /// <summary>
    /// Leaves <see cref="Pixels"/> to the next picture of this size that is made on this thread. For a picture that nobody looks at any
    /// more: its pixels may be overwritten from now on.
    /// </summary>
    public void Recycle() => PixelBuffers.Give(Pixels);

    private static int ByteCount(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return checked(3 * width * height);
    }
}
