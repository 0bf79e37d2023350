namespace Cleaner.Bench.Noise.Planting;

/// <summary>One picture of the set that noise is planted into.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Identity">Whom it really shows.</param>
internal sealed record Picture(string Path, string Identity);

/// <summary>A folder-per-identity set, read in ordinal order so that a seed means the same everywhere.</summary>
internal static class SourceSet
{
    private static readonly HashSet<string> Extensions =
        new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp", ".pgm", ".ppm", ".bmp" };

    /// <param name="folder">The root of the set.</param>
    /// <param name="depth">How many folder levels name the identity.</param>
    /// <param name="perIdentity">At most so many pictures of an identity; 0 = all.</param>
    /// <returns>Pictures by identity.</returns>
    public static SortedDictionary<string, List<Picture>> Read(string folder, int depth, int perIdentity)
    {
        var byIdentity = new SortedDictionary<string, List<Picture>>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var parts = System.IO.Path.GetRelativePath(folder, file).Split(System.IO.Path.DirectorySeparatorChar);
            if (parts.Length <= depth || !Extensions.Contains(System.IO.Path.GetExtension(file)))
                continue;
            var identity = string.Join('~', parts[..depth]);
            if (!byIdentity.TryGetValue(identity, out var pictures))
                byIdentity.Add(identity, pictures = []);
            if (perIdentity == 0 || pictures.Count < perIdentity)
                pictures.Add(new Picture(file, identity));
        }
        return byIdentity;
    }
}
