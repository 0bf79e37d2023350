namespace Cleaner.Ingest;

/// <summary>How far an ingest is.</summary>
/// <param name="Stage">"read" (listing, reading, decoding) or "duplicates".</param>
/// <param name="Done">Items done in this stage.</param>
/// <param name="Total">Items in all; 0 while unknown.</param>
/// <param name="Bad">Items so far that could not be used.</param>
public readonly record struct IngestProgress(string Stage, long Done, long Total, long Bad);
