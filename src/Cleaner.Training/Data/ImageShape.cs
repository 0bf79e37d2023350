using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>Height and width of the network's input in pixels; three colour channels always.</summary>
/// <param name="Height">16 to 1024.</param>
/// <param name="Width">16 to 1024.</param>
public readonly record struct ImageShape(int Height, int Width)
{
    /// <summary>Channels of every image: red, green, blue.</summary>
    public const int Channels = 3;

    private const int Least = 16, Most = 1024;

    /// <summary>Bytes of one decoded image, CHW.</summary>
    public int Bytes => Channels * Height * Width;

    /// <summary>Reads "64" (square) or "64x32" (height x width); throws <see cref="UsageException"/> for anything else.</summary>
    public static ImageShape Parse(string text)
    {
        var parts = text.Split('x');
        if (parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && height is >= Least and <= Most && width is >= Least and <= Most)
            return new ImageShape(height, width);
        throw new UsageException($"--input-size '{text}' is not a size: it takes auto, one number such as 64, or height x width such as 64x32 ({Least} to {Most})");
    }

    /// <summary>"64" when square, "64x32" otherwise: what <see cref="Parse"/> reads.</summary>
    public override string ToString() => Height == Width
        ? Height.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}");
}
