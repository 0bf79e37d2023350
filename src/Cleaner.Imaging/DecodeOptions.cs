namespace Cleaner.Imaging;

/// <summary>How a file is turned into pixels.</summary>
public sealed record DecodeOptions
{
    /// <summary>The defaults below.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>
    /// When positive, a JPEG may be decoded at 1/2, 1/4 or 1/8 of its size (during the inverse DCT, which saves most of the work)
    /// as long as its shorter side stays at least this many pixels. The default is 0: full size.
    /// </summary>
    public int TargetSize { get; init; }

    /// <summary>Pictures with more stored pixels than this are refused before memory is taken for them. The default is 100 million.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Files with more bytes than this are refused. The default is 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Turn and mirror the pixels as the EXIF orientation says. The default is true.</summary>
    public bool ApplyOrientation { get; init; } = true;
}
