using System.Text.RegularExpressions;

namespace Cleaner.Ingest.Sources;

/// <summary>CASIA-WebFace: <c>0000045/001.jpg</c>, one folder of seven digits an identity.</summary>
internal sealed partial class CasiaWebFaceFormat : ISourceFormat
{
    public string Name => "casia-webface";

    public string Description => "CASIA-WebFace: 0000045/001.jpg";

    public bool Detect(string path) => FolderNames.Match(path, SevenDigits());

    public IDatasetSource Open(string path, IngestOptions options) => new ImageFolderSource(Name, ImageFolderFormat.FolderPath(path), identityDepth: 1);

    [GeneratedRegex(@"^\d{7}$")]
    private static partial Regex SevenDigits();
}

/// <summary>LFW: <c>Aaron_Eckhart/Aaron_Eckhart_0001.jpg</c>.</summary>
internal sealed partial class LfwFormat : ISourceFormat
{
    public string Name => "lfw";

    public string Description => "LFW: Aaron_Eckhart/Aaron_Eckhart_0001.jpg";

    public bool Detect(string path)
    {
        if (!Directory.Exists(path))
            return false;
        var folders = FolderWalker.Folders(path).Take(20).ToList();
        return folders.Count > 0 && folders.All(name =>
            Directory.EnumerateFiles(Path.Combine(path, name)).Take(3).Select(Path.GetFileName).ToList() is { Count: > 0 } files
            && files.All(file => file!.StartsWith(name + "_", StringComparison.Ordinal) && FourDigits().IsMatch(file[name.Length..])));
    }

    public IDatasetSource Open(string path, IngestOptions options) => new ImageFolderSource(Name, ImageFolderFormat.FolderPath(path), identityDepth: 1);

    [GeneratedRegex(@"^_\d{4}\.(jpg|png)$", RegexOptions.IgnoreCase)]
    private static partial Regex FourDigits();
}

/// <summary>Recognises a folder by the names of the folders in it.</summary>
internal static class FolderNames
{
    /// <summary>At least nine of ten folders are named so, and there are some.</summary>
    public static bool Match(string path, Regex name)
    {
        if (!Directory.Exists(path))
            return false;
        var folders = FolderWalker.Folders(path);
        return folders.Count > 0 && 10 * folders.Count(f => name.IsMatch(f)) >= 9 * folders.Count;
    }
}
