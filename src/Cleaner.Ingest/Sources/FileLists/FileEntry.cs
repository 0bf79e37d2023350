namespace Cleaner.Ingest.Sources;

/// <summary>One image that a list of files names.</summary>
/// <param name="Path">As the list has it.</param>
/// <param name="Label">The identity's label.</param>
/// <param name="Split">The split, or null.</param>
/// <param name="Box">x0 y0 x1 y1 in pixels, or null.</param>
/// <param name="Landmarks">x1 y1 … x5 y5 in pixels, or null.</param>
internal sealed record FileEntry(string Path, string Label, string? Split = null, float[]? Box = null, float[]? Landmarks = null);
