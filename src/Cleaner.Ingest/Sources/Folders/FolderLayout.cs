using System.Collections.Frozen;

namespace Cleaner.Ingest.Sources;

/// <summary>How the path of an image tells its identity and split.</summary>
/// <param name="Depth">Folder levels up to and including the identity.</param>
/// <param name="FirstIsSplit">The first level is a split and no part of the label.</param>
internal sealed record FolderLayout(int Depth, bool FirstIsSplit)
{
    private static readonly FrozenSet<string> SplitNames = new[]
    {
        "train", "training", "val", "valid", "validation", "dev", "test", "testing", "eval", "query", "gallery", "probe", "distractors",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What an image's path says.</summary>
    /// <param name="Label">The identity's label: its folder names, joined by '/'.</param>
    /// <param name="Split">The split, or null.</param>
    /// <param name="LevelsBelow">Folder levels between the identity and the image.</param>
    public readonly record struct Place(string Label, string? Split, int LevelsBelow);

    /// <summary>Looks at the first level: split names there mean that identities lie one level further down.</summary>
    public static FolderLayout Find(string root, int? identityDepth)
    {
        var first = FolderWalker.Folders(root);
        var splits = first.Count > 0 && first.All(SplitNames.Contains);
        var depth = identityDepth ?? (splits ? 2 : 1);
        return new FolderLayout(depth, splits && depth > 1);
    }

    /// <summary>Name of the folder below the identity's, on the way to an image that lies deeper.</summary>
    public string FolderBelow(string locator) => locator.Split('/')[Depth];

    /// <summary>Reads the path of an image; null where it lies above the identity folders.</summary>
    public Place? Read(string locator)
    {
        var at = -1;
        var labelFrom = 0;
        for (var level = 0; level < Depth; level++)
        {
            at = locator.IndexOf('/', at + 1);
            if (at < 0)
                return null;
            if (level == 0 && FirstIsSplit)
                labelFrom = at + 1;
        }
        return new Place(
            locator[labelFrom..at],
            FirstIsSplit ? string.Intern(locator[..(labelFrom - 1)]) : null,
            locator.AsSpan(at + 1).Count('/'));
    }
}
