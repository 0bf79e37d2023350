namespace Cleaner.Imaging;

/// <summary>File formats that are recognised by their first bytes.</summary>
public enum ImageFormat
{
    /// <summary>None of the below.</summary>
    Unknown,
    /// <summary>JPEG: baseline, extended or progressive.</summary>
    Jpeg,
    /// <summary>Portable Network Graphics.</summary>
    Png,
    /// <summary>WebP, lossy or lossless.</summary>
    WebP,
    /// <summary>GIF 87a or 89a.</summary>
    Gif,
    /// <summary>Windows bitmap.</summary>
    Bmp,
    /// <summary>Netpbm grey or RGB: PGM, PPM, in text or bytes.</summary>
    Pnm,
    /// <summary>TIFF, classic or BigTIFF.</summary>
    Tiff,
}

/// <summary>What the header of a file says.</summary>
/// <param name="Format">The format, by content and never by file name.</param>
/// <param name="Width">Stored width in pixels, before the orientation is applied.</param>
/// <param name="Height">Stored height in pixels, before the orientation is applied.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8; 1 when there is none.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height, int Orientation);
