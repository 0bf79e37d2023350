using System.Text.Json;
using Cleaner.Ingest.Sources;

namespace Cleaner.Ingest.Tests.Support;

/// <summary>The archives that Fixtures/make_archives.py wrote, and the SHA-256 of the images in them.</summary>
internal static class Archives
{
    private static readonly Dictionary<string, string> Hashes =
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(PathOf("archives.json")))!;

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>SHA-256, upper-case hexadecimal, of an image by the name the script gave it.</summary>
    public static string Hash(string image) => Hashes[image].ToUpperInvariant();

    /// <summary>Lists a source as auto-detection, or the format given, opens it.</summary>
    public static (IDatasetSource Source, List<SourceItem> Items, SourceNotes Notes) List(string path, Func<IngestOptions, IngestOptions>? change = null)
    {
        var options = new IngestOptions { Path = path };
        var source = SourceCatalog.Open(change?.Invoke(options) ?? options);
        var notes = new SourceNotes();
        return (source, [.. source.Items(notes, CancellationToken.None)], notes);
    }
}
