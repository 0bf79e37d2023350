using System.Globalization;
using Cleaner.Bench.Imaging;

namespace Cleaner.Bench.Ingest;

/// <summary>The files: drawn, 50 an identity.</summary>
internal static class Folder
{
    private const int ImagesPerIdentity = 50;

    private static byte[][]? inMemory;

    /// <summary>Writes them and returns their paths.</summary>
    public static string[] Write(string folder, int size, int count)
    {
        string[] paths = new string[count];
        byte[][] pictures = Samples.Synthetic(size, count);
        for (int i = 0; i < count; i++)
        {
            string identity = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"n{i / ImagesPerIdentity:D6}"));
            Directory.CreateDirectory(identity);
            paths[i] = Path.Combine(identity, string.Create(CultureInfo.InvariantCulture, $"{i:D7}.jpg"));
            File.WriteAllBytes(paths[i], pictures[i]);
        }

        inMemory = pictures;
        return paths;
    }

    /// <summary>The JPEGs of a folder that is there.</summary>
    public static string[] Read(string folder)
    {
        string[] paths = [.. Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        inMemory = Array.ConvertAll(paths, File.ReadAllBytes);
        return paths;
    }

    /// <summary>Their content.</summary>
    public static byte[][] InMemory => inMemory!;
}
