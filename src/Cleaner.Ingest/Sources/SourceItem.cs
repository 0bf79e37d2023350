using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>One image as its source lists it, before its bytes were looked at.</summary>
public sealed record SourceItem
{
    /// <summary>Label of an entry that is too damaged to have one.</summary>
    public const string UnknownLabel = "(unknown)";

    /// <summary>Path of the file below the source's root, '/' separated; for archives, of the archive.</summary>
    public required string Locator { get; init; }

    /// <summary>How to get at the bytes. The default is the whole file.</summary>
    public Container Container { get; init; }

    /// <summary>Offset inside the file.</summary>
    public long Offset { get; init; }

    /// <summary>Length inside the file.</summary>
    public long Length { get; init; }

    /// <summary>Size of the encoded image in bytes, where it is known beforehand.</summary>
    public long Bytes { get; init; }

    /// <summary>Last write time of the file, UTC ticks.</summary>
    public long ModifiedTicks { get; init; }

    /// <summary>The identity's label as the source gives it.</summary>
    public required string Label { get; init; }

    /// <summary>"train", "test", … or null.</summary>
    public string? Split { get; init; }

    /// <summary>Five points in pixels, x1 y1 … x5 y5, or null.</summary>
    public float[]? Landmarks { get; init; }

    /// <summary>Box in pixels, x0 y0 x1 y1, or null.</summary>
    public float[]? Box { get; init; }

    /// <summary>Anything but <see cref="SampleStatus.Ok"/>: known from the listing alone; the bytes are not looked at.</summary>
    public SampleStatus Status { get; init; }

    /// <summary>Why, where <see cref="Status"/> is not Ok.</summary>
    public string? Reason { get; init; }

    /// <summary>The encoded image, where the source had to read through it anyway (compressed archives); else null.</summary>
    public byte[]? Data { get; init; }
}
