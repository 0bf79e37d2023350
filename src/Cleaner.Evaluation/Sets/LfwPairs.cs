using System.Globalization;
using Cleaner.Evaluation.Pairs;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Sets;

/// <summary>
/// LFW's <c>pairs.txt</c>: a heading "folds TAB pairs" (or only the number of pairs: one fold), then for each fold that many lines
/// "name i j" (the same person) and as many "name1 i name2 j" (two persons). Images are <c>Name/Name_0001.jpg</c>.
/// </summary>
public static class LfwPairs
{
    /// <summary>Reads the pairs of the images below a folder.</summary>
    /// <param name="path">The list.</param>
    /// <param name="images">LFW's folder, aligned or not.</param>
    /// <exception cref="CleanerException">Missing or malformed, with the line; or images that are not there.</exception>
    public static EvaluationPairs Open(string path, string images)
    {
        if (!File.Exists(path))
        {
            throw new CleanerException($"{path}: no such file");
        }

        var left = new List<string>();
        var right = new List<string>();
        var same = new List<bool>();
        int folds = 0, each = 0, number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] fields = line.Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0)
            {
                continue;
            }

            if (each == 0)
            {
                (folds, each) = Heading(fields) ?? throw Malformed(path, number, "the heading 'folds pairs'");
                continue;
            }

            // Whole blocks of one kind in turn, so that a misplaced line is noticed.
            bool isSame = same.Count / each % 2 == 0;
            if (fields.Length != (isSame ? 3 : 4))
            {
                throw Malformed(path, number, isSame ? "'name i j'" : "'name1 i name2 j'");
            }

            left.Add(Image(fields[0], fields[1]) ?? throw Malformed(path, number, "a number"));
            right.Add((isSame ? Image(fields[0], fields[2]) : Image(fields[2], fields[3])) ?? throw Malformed(path, number, "a number"));
            same.Add(isSame);
        }

        if (each == 0 || same.Count != 2L * folds * each)
        {
            throw new CleanerException(string.Create(CultureInfo.InvariantCulture, $"{path}: {same.Count} pairs instead of {2L * folds * each}; the file is cut off"));
        }

        return Build(path, images, left, right, [.. same], folds);
    }

    private static EvaluationPairs Build(string path, string images, List<string> left, List<string> right, bool[] same, int folds)
    {
        string[] names = [.. left.Concat(right).Distinct(StringComparer.Ordinal)];
        string[] files = [.. names.Select(name => Find(images, name)
            ?? throw new CleanerException($"{path}: names {name}.jpg, which is not in {images}"))];
        Dictionary<string, int> index = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        return new EvaluationPairs(
            "lfw", i => files[i], i => File.ReadAllBytes(files[i]), files.Length, [.. left.Select(n => index[n])], [.. right.Select(n => index[n])], same, folds);
    }

    private static (int Folds, int Each)? Heading(string[] fields) => fields switch
    {
        [var folds, var each] when Number(folds) is > 0 and var f && Number(each) is > 0 and var e => (f, e),
        [var each] when Number(each) is > 0 and var e => (1, e),
        _ => null,
    };

    private static string? Image(string name, string number) => Number(number) is { } n and >= 0 && name.IndexOfAny(['/', '\\']) < 0 && name != ".."
        ? string.Create(CultureInfo.InvariantCulture, $"{name}/{name}_{n:0000}")
        : null;

    private static string? Find(string images, string name) =>
        ((string[])[".jpg", ".png", ".jpeg"]).Select(extension => Path.Combine(images, name + extension)).FirstOrDefault(File.Exists);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    private static CleanerException Malformed(string path, int line, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: expected {expected}"));
}
