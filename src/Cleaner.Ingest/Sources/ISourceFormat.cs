namespace Cleaner.Ingest.Sources;

/// <summary>A format that data sets come in.</summary>
public interface ISourceFormat
{
    /// <summary>What <c>--format</c> takes.</summary>
    string Name { get; }

    /// <summary>One phrase for the help.</summary>
    string Description { get; }

    /// <summary>Whether <paramref name="path"/> looks like this format. Cheap: names and a few bytes.</summary>
    bool Detect(string path);

    /// <summary>Opens it.</summary>
    /// <exception cref="Manifests.CleanerException">The path is not of this format.</exception>
    IDatasetSource Open(string path, IngestOptions options);
}
