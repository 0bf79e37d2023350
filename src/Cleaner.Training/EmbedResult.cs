namespace Cleaner.Training;

/// <summary>What an embedding pass came to.</summary>
/// <param name="Images">Rows written.</param>
/// <param name="Identities">Identities among them.</param>
/// <param name="Unreadable">Images that could not be read; they have no row.</param>
/// <param name="WithoutFace">Images among the rows that a detector was asked for the face of and found none in: they were taken as they are.</param>
public sealed record EmbedResult(int Images, int Identities, IReadOnlyList<UnreadableSample> Unreadable, int WithoutFace = 0);
