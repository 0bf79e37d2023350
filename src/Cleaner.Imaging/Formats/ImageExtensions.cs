namespace Cleaner.Imaging;

/// <summary>Endings of the names of files that the codecs read, as a folder is looked through for them.</summary>
public static class ImageExtensions
{
    private static readonly string[] All = [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".pgm", ".ppm", ".pnm"];

    /// <summary>The formats in words.</summary>
    public const string Names = "JPEG, PNG, WebP, BMP, PGM or PPM";

    /// <summary>Whether a path ends as one of them, in small letters or capitals.</summary>
    public static bool Has(string path) => All.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
