namespace Cleaner.Ingest.Sources;

/// <summary>What a list leaves out of its paths: a folder beside it that holds the files, and their extension.</summary>
/// <param name="Folder">Put before each path: "" or "images/".</param>
/// <param name="Extension">Put behind each path: "" or ".jpg".</param>
internal sealed record ListedPlace(string Folder, string Extension)
{
    /// <summary>Paths that are looked at.</summary>
    public const int Tried = 16;

    private const int MostFolders = 64;

    private static readonly string[] Extensions = ["", ".jpg", ".jpeg", ".png", ".webp", ".JPG", ".bmp"];

    /// <summary>Nothing is left out.</summary>
    public static ListedPlace AsWritten { get; } = new("", "");

    /// <summary>Where most of the first paths lead to files; as written where none do.</summary>
    /// <param name="root">The folder that the paths start from.</param>
    /// <param name="first">The first ones, as the list has them.</param>
    public static ListedPlace Find(string root, string[] first)
    {
        int Hits(ListedPlace place) => first.Count(path => File.Exists(Path.Combine(root, place.Of(path))));
        if (first.Any(Path.IsPathRooted) || Hits(AsWritten) > 0)
            return AsWritten;
        string[] folders = ["", .. Directory.EnumerateDirectories(root).Take(MostFolders).Select(f => Path.GetFileName(f) + "/").Order(StringComparer.Ordinal)];
        var places = folders.SelectMany(_ => Extensions, (folder, extension) => new ListedPlace(folder, extension)).ToArray();
        var best = places.MaxBy(Hits)!;
        return Hits(best) > 0 ? best : AsWritten;
    }

    /// <summary>The path of a file below the list's folder.</summary>
    public string Of(string path) => Folder + path + Extension;
}
