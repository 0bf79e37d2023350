using Cleaner.Manifests;

namespace Cleaner.Identifying;

/// <summary>The images to name.</summary>
internal static class ProbeFiles
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp"];

    /// <summary>One file, or all images below a folder in the order of their paths.</summary>
    /// <exception cref="CleanerException">Nothing is there.</exception>
    public static string[] List(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new CleanerException($"{path}: no such file or folder");
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new CleanerException($"{path} holds no JPEG, PNG or WebP image");
    }
}
