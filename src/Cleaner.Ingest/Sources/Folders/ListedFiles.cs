using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Files that a list names, below a folder.</summary>
internal static class ListedFiles
{
    /// <summary>The item for a file that a list names. A file that is not there, or a path that leads out of the folder, gives an item that says so.</summary>
    /// <param name="root">The folder, absolute.</param>
    /// <param name="relative">The file's path below it, as the list has it.</param>
    /// <param name="label">The identity's label.</param>
    public static SourceItem Item(string root, string relative, string label)
    {
        var locator = relative.Replace('\\', '/').TrimStart('/');
        if (locator.StartsWith("./", StringComparison.Ordinal))
            locator = locator[2..];
        if (!IsBelow(root, locator))
            return new SourceItem { Locator = locator, Label = label, Status = SampleStatus.Skipped, Reason = "its path leads out of the data set" };
        var file = new FileInfo(Path.Combine(root, locator));
        return file.Exists
            ? new SourceItem { Locator = locator, Label = label, Bytes = file.Length, ModifiedTicks = file.LastWriteTimeUtc.Ticks }
            : new SourceItem { Locator = locator, Label = label, Status = SampleStatus.Missing, Reason = "the list names it, but there is no such file" };
    }

    private static bool IsBelow(string root, string locator)
    {
        if (locator.Contains('\0'))
            return false;
        var path = Path.GetFullPath(Path.Combine(root, locator));
        return path.StartsWith(root.EndsWith('/') ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
