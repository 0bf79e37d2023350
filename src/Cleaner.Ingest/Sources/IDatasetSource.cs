namespace Cleaner.Ingest.Sources;

/// <summary>An opened data set: lists its images.</summary>
public interface IDatasetSource
{
    /// <summary>Name of the format, as <c>--format</c> takes it and as the manifest records it.</summary>
    string Kind { get; }

    /// <summary>Absolute path that locators are relative to.</summary>
    string Root { get; }

    /// <summary>Number of images, where it is known without reading everything; else 0.</summary>
    long ExpectedCount => 0;

    /// <summary>
    /// Lists the images, streaming, in the same order each time (sample ids follow it). What is not worth a sample goes to
    /// <paramref name="notes"/>. A part of the source that cannot be read gives an item with a status, never an exception,
    /// unless nothing at all can be read.
    /// </summary>
    IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop);
}
