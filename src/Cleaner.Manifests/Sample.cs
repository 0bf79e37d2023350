namespace Cleaner.Manifests;

/// <summary>What was found when the bytes of a sample were looked at. A fact, not a belief.</summary>
public enum SampleStatus
{
    /// <summary>The image decodes.</summary>
    Ok = 0,

    /// <summary>An image that is cut off or corrupt.</summary>
    Damaged = 1,

    /// <summary>Not an image, or of a format that is not read.</summary>
    Foreign = 2,

    /// <summary>Named by the source, but not there.</summary>
    Missing = 3,

    /// <summary>Left out on purpose (junk, distractor, over a limit).</summary>
    Skipped = 4,
}

/// <summary>How to get at the bytes of a sample.</summary>
public enum Container
{
    /// <summary>The whole file at the locator.</summary>
    File = 0,

    /// <summary><see cref="Sample.Length"/> bytes at <see cref="Sample.Offset"/> of the file.</summary>
    Range = 1,

    /// <summary>Base64 text of <see cref="Sample.Length"/> characters at <see cref="Sample.Offset"/> of the file.</summary>
    Base64 = 2,

    /// <summary>The MXNet RecordIO image record whose header starts at <see cref="Sample.Offset"/>.</summary>
    RecordIO = 3,

    /// <summary>A range of the decompressed stream of a gzip file.</summary>
    GzipRange = 4,
}

/// <summary>Quality figures of the decoded pixels, as measured by Cleaner.Imaging.</summary>
/// <param name="Brightness">Mean luma, 0..1.</param>
/// <param name="Contrast">Standard deviation of luma, 0..1.</param>
/// <param name="Blur">Variance of the Laplacian; low means blurred.</param>
/// <param name="Entropy">Entropy of the luma histogram in bits, 0..8.</param>
/// <param name="Aspect">Shorter side over longer side, 0..1.</param>
/// <param name="NearGrey">The three channels hardly differ.</param>
/// <param name="Flags">Bit set of the checks that fired.</param>
public sealed record Quality(float Brightness, float Contrast, float Blur, float Entropy, float Aspect, bool NearGrey, int Flags);

/// <summary>The facts about one image; immutable once written.</summary>
public sealed record Sample
{
    /// <summary>Id in the manifest, from 1; 0 before it is added.</summary>
    public long Id { get; init; }

    /// <summary>Id of the <see cref="SourceInfo"/> it was read from.</summary>
    public long SourceId { get; init; }

    /// <summary>Path relative to the source's root, '/' separated. For archives, the path of the archive.</summary>
    public required string Locator { get; init; }

    /// <summary>How to get at the bytes. The default is the whole file.</summary>
    public Container Container { get; init; }

    /// <summary>Offset inside the file in bytes; 0 for <see cref="Container.File"/>.</summary>
    public long Offset { get; init; }

    /// <summary>Length inside the file in bytes; 0 for <see cref="Container.File"/>.</summary>
    public long Length { get; init; }

    /// <summary>Size of the encoded image in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Last write time of the file, UTC ticks.</summary>
    public long ModifiedTicks { get; init; }

    /// <summary>SHA-256 of the encoded image (32 bytes), or null.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>Hash of the decoded pixels, or null where they were not decoded.</summary>
    public ulong? PixelHash { get; init; }

    /// <summary>64-bit DCT perceptual hash, or null.</summary>
    public ulong? PHash { get; init; }

    /// <summary>Width in pixels after EXIF orientation; 0 unknown.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels after EXIF orientation; 0 unknown.</summary>
    public int Height { get; init; }

    /// <summary>"jpeg", "png", "webp", …; "" unknown.</summary>
    public string Format { get; init; } = "";

    /// <summary>EXIF orientation, 1..8. The default is 1.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>What was found when the bytes were looked at.</summary>
    public SampleStatus Status { get; init; }

    /// <summary>Why the status is not <see cref="SampleStatus.Ok"/>, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Quality figures, or null where the image was not decoded.</summary>
    public Quality? Quality { get; init; }

    /// <summary>Identity label as read from the source.</summary>
    public required string Label { get; init; }

    /// <summary>"train", "test", …, or null.</summary>
    public string? Split { get; init; }

    /// <summary>Five points in pixels, x1 y1 … x5 y5 (left eye, right eye, nose, mouth left, mouth right), or null.</summary>
    public float[]? Landmarks { get; init; }

    /// <summary>Box in pixels, x0 y0 x1 y1, or null.</summary>
    public float[]? Box { get; init; }

    /// <summary>2×3 row-major transform from source pixels to the alignment template, or null.</summary>
    public float[]? Align { get; init; }

    /// <summary>Side of the alignment template in pixels; 0 without <see cref="Align"/>.</summary>
    public int AlignSize { get; init; }
}
