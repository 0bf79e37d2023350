using System.Text;
using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Evaluating;

/// <summary>What a path on the command line stands for: a manifest, an image, or a folder of images.</summary>
internal static class InputPath
{
    private static readonly byte[] SqliteMagic = Encoding.ASCII.GetBytes("SQLite format 3\0");

    /// <summary>Whether a path, without its @revision, is an SQLite file.</summary>
    public static bool IsManifest(string reference)
    {
        string path = Manifest.ParseReference(reference).Path;
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenRead(path);
        var head = new byte[SqliteMagic.Length];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual(SqliteMagic);
    }

    /// <summary>An image file itself, or all images below a folder in the order of their paths.</summary>
    /// <exception cref="CleanerException">Nothing is there.</exception>
    public static IEnumerable<string> Images(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new CleanerException($"{path}: no such image, folder or manifest");
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(ImageExtensions.Has).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new CleanerException($"{path}: holds no image ({ImageExtensions.Names})");
    }
}
