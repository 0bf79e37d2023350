using System.Globalization;
using Cleaner.Evaluation.Pairs;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Sets;

/// <summary>
/// insightface's verification packs (lfw.bin, cfp_fp.bin, agedb_30.bin, calfw.bin, cplfw.bin): a pickle of <c>(bins, issame)</c>, where
/// pair i compares the encoded images 2i and 2i+1 (lfw2pack.py, verification.py).
/// </summary>
public static class InsightFacePack
{
    /// <summary>Whether a file is named like a pack.</summary>
    public static bool IsNamedLikeOne(string path) => path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a pack. The pickle is never run.</summary>
    /// <exception cref="CleanerException">Missing, too large, cut off, or not such a pickle.</exception>
    public static EvaluationPairs Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new CleanerException($"{path}: no such file");
        }

        if (new FileInfo(path).Length > Array.MaxLength)
        {
            throw new CleanerException($"{path}: over 2 GB, larger than any verification pack");
        }

        try
        {
            return Read(Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));
        }
        catch (InvalidDataException error)
        {
            throw new CleanerException($"{path}: not an insightface verification pack: {error.Message}", 1, error);
        }
    }

    private static EvaluationPairs Read(string name, byte[] file)
    {
        if (new PickleReader(file).Read() is not object?[] { Length: 2 } pack || pack[0] is not List<object?> bins || NumpyInPickle.Booleans(pack[1]) is not { } same)
        {
            throw new InvalidDataException("it holds no pair of a list of images and a list of booleans");
        }

        if (bins.Count != 2 * same.Length || same.Length == 0)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{bins.Count} images for {same.Length} pairs"));
        }

        ReadOnlyMemory<byte>[] images = [.. bins.Select((bin, i) => NumpyInPickle.Bytes(bin)
            ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"image {i} is no bytes")))];
        return new EvaluationPairs(
            name,
            i => string.Create(CultureInfo.InvariantCulture, $"image {i} of {name}"),
            i => images[i].ToArray(),
            images.Length,
            [.. Enumerable.Range(0, same.Length).Select(i => 2 * i)],
            [.. Enumerable.Range(0, same.Length).Select(i => 2 * i + 1)],
            same);
    }
}
