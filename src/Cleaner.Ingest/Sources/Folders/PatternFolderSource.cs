using System.Text.RegularExpressions;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// Lists the images of a folder tree whose paths tell the identity by a regular expression (<c>--identity-pattern</c>): its group
/// <c>identity</c> is the label, a group <c>split</c> the split. For names such as <c>0_MariaCallas_35_f.jpg</c>.
/// </summary>
internal sealed class PatternFolderSource(string root, string pattern) : IDatasetSource
{
    /// <summary>Name of the group that holds the label.</summary>
    public const string IdentityGroup = "identity";

    private const string SplitGroup = "split";

    /// <summary>Files that are looked at to recognise a folder.</summary>
    private const int Probe = 1000;

    private readonly Regex _pattern = Compile(pattern);

    public string Kind => "imagefolder";

    public string Root => root;

    /// <summary>A pattern in linear time; null where it is none, or has no group <c>identity</c>.</summary>
    public static Regex? TryCompile(string pattern)
    {
        try
        {
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.GetGroupNames().Contains(IdentityGroup) ? regex : null;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether a folder holds an image that the pattern fits, near its beginning.</summary>
    public static bool Recognises(string path, string pattern)
    {
        var regex = Compile(pattern);
        return Directory.Exists(path)
            && FolderWalker.Files(Path.GetFullPath(path), new SourceNotes(), CancellationToken.None).Take(Probe).Any(f => ImageNames.HasImageExtension(f.Locator) && regex.IsMatch(f.Locator));
    }

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        foreach (var file in FolderWalker.Files(root, notes, stop))
        {
            if (!ImageNames.HasImageExtension(file.Locator))
            {
                notes.Ignore(ImageFolderSource.KindOf(file.Locator));
                continue;
            }
            var match = _pattern.Match(file.Locator);
            if (!match.Success || match.Groups[IdentityGroup].Length == 0)
            {
                notes.Ignore("image whose path the pattern does not fit");
                continue;
            }
            var split = match.Groups[SplitGroup] is { Success: true } group ? string.Intern(group.Value) : null;
            yield return ImageFolderSource.Item(file, match.Groups[IdentityGroup].Value, split);
        }
    }

    private static Regex Compile(string pattern) => TryCompile(pattern) ?? throw new ArgumentException("not a pattern with a group 'identity'", nameof(pattern));
}
