using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>One image that a list of files names.</summary>
/// <param name="Path">As the list has it.</param>
/// <param name="Label">The identity's label.</param>
/// <param name="Split">The split, or null.</param>
/// <param name="Box">x0 y0 x1 y1 in pixels, or null.</param>
/// <param name="Landmarks">x1 y1 … x5 y5 in pixels, or null.</param>
/// <param name="Place">Where the image lies within the file; null: it is the file.</param>
internal sealed record FileEntry(string Path, string Label, string? Split = null, float[]? Box = null, float[]? Landmarks = null, ArchivePlace? Place = null);

/// <summary>A place within an archive, as <c>cleaner export --format csv</c> and <c>jsonl</c> write it.</summary>
internal sealed record ArchivePlace(Container Container, long Offset, long Length)
{
    /// <summary>Null for a whole file, or where the three say nothing.</summary>
    public static ArchivePlace? Parse(string? container, long? offset, long? length) =>
        Enum.TryParse<Container>(container, ignoreCase: true, out var kind) && kind != Container.File && Enum.IsDefined(kind) && offset is { } at && length is { } size
            ? new ArchivePlace(kind, at, size)
            : null;
}
