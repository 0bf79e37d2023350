namespace Cleaner.Ingest.Sources;

/// <summary>Reads a list of files in one of its notations.</summary>
internal interface IFileListReader
{
    /// <summary>The entries in their order; null for a line that names no file and label.</summary>
    IEnumerable<FileEntry?> Entries(string list);
}
