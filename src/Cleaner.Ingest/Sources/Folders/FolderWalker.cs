using System.IO.Enumeration;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>A file met on the walk through a folder.</summary>
/// <param name="Locator">Path below the root, '/' separated.</param>
/// <param name="Bytes">Size.</param>
/// <param name="ModifiedTicks">Last write time, UTC ticks.</param>
/// <param name="Unreadable">Why it cannot be opened, or null.</param>
internal readonly record struct WalkedFile(string Locator, long Bytes, long ModifiedTicks, string? Unreadable);

/// <summary>
/// Walks a folder tree in a fixed order: the files of a folder by ordinal name, then its folders. One folder's names are in
/// memory at a time. Links are followed; one that leads back to a folder above it is left out.
/// </summary>
internal static class FolderWalker
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Lists all files below <paramref name="root"/>; hidden ones (a leading dot, macOS leftovers) are left out.</summary>
    public static IEnumerable<WalkedFile> Files(string root, SourceNotes notes, CancellationToken stop)
    {
        var pending = new Stack<(string Path, string Locator, string[] Above)>();
        pending.Push((root, "", [RealPath(root)]));
        while (pending.TryPop(out var folder))
        {
            stop.ThrowIfCancellationRequested();
            var entries = List(folder.Path, folder.Locator, notes);
            foreach (var entry in entries.Where(e => !e.IsFolder))
                yield return Describe(folder.Path, folder.Locator, entry);

            // Pushed backwards, so that they come off in order.
            foreach (var entry in entries.Where(e => e.IsFolder).Reverse())
            {
                var path = System.IO.Path.Combine(folder.Path, entry.Name);
                if (!Directory.Exists(path))
                {
                    notes.Ignore("folder whose name is not valid UTF-8");
                    notes.Warn($"{folder.Locator}{entry.Name}: a folder whose name is not valid UTF-8 was left out; rename it");
                    continue;
                }
                var real = RealPath(path);
                if (entry.IsLink && folder.Above.Contains(real))
                {
                    notes.Ignore("link back to a folder above it");
                    continue;
                }
                pending.Push((path, $"{folder.Locator}{entry.Name}/", [.. folder.Above, real]));
            }
        }
    }

    /// <summary>The folders directly in a folder, by ordinal name.</summary>
    public static IReadOnlyList<string> Folders(string root)
    {
        // Files are not even looked at: there may be a million.
        var folders = new FileSystemEnumerable<string>(root, (ref FileSystemEntry e) => e.FileName.ToString(), Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) => e.IsDirectory,
        };
        return [.. folders.Where(name => !IsHidden(name)).Order(StringComparer.Ordinal)];
    }

    private static bool IsHidden(string name) => name.StartsWith('.') || name == "__MACOSX";

    private static List<Entry> List(string path, string locator, SourceNotes notes)
    {
        var found = new List<Entry>();
        try
        {
            foreach (var entry in new FileSystemEnumerable<Entry>(path, (ref FileSystemEntry e) => Entry.From(ref e), Everything))
            {
                if (IsHidden(entry.Name))
                    notes.Ignore("hidden file or folder");
                else
                    found.Add(entry);
            }
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException && locator.Length > 0)
        {
            notes.Ignore("folder that cannot be read");
            notes.Warn($"{locator}: cannot be listed ({error.Message})");
        }
        found.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    private static WalkedFile Describe(string folder, string locator, Entry entry)
    {
        var file = locator + entry.Name;
        if (!entry.IsLink && !entry.Name.Contains('\uFFFD'))
            return new WalkedFile(file, entry.Bytes, entry.ModifiedTicks, null);

        // What a link points to counts, not the link; and a name that is not UTF-8 cannot be asked for.
        var path = System.IO.Path.Combine(folder, entry.Name);
        var target = new FileInfo(entry.IsLink ? Target(path) ?? path : path);
        return target.Exists && target.LinkTarget is null
            ? new WalkedFile(file, target.Length, target.LastWriteTimeUtc.Ticks, null)
            : new WalkedFile(file, 0, 0, entry.IsLink ? "a link that leads nowhere" : "its name is not valid UTF-8; rename the file");
    }

    private static string RealPath(string path) => Target(path) ?? System.IO.Path.GetFullPath(path);

    /// <summary>What a link leads to in the end; null for what is no link, and for links in a circle.</summary>
    private static string? Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null;    // a circle of links: nothing is there
        }
    }

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink, long Bytes, long ModifiedTicks)
    {
        public static Entry From(ref FileSystemEntry e)
        {
            var link = (e.Attributes & FileAttributes.ReparsePoint) != 0;
            return e.IsDirectory
                ? new Entry(e.FileName.ToString(), true, link, 0, 0)
                : new Entry(e.FileName.ToString(), false, link, e.Length, e.LastWriteTimeUtc.Ticks);
        }
    }
}
