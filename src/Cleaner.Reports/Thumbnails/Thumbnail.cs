namespace Cleaner.Reports.Thumbnails;

/// <summary>A small JPEG of a sample, or why there is none.</summary>
/// <param name="Jpeg">The encoded picture; empty with a problem.</param>
/// <param name="Problem">One phrase; null: there is a picture.</param>
internal sealed record Thumbnail(byte[] Jpeg, int Width, int Height, string? Problem);
