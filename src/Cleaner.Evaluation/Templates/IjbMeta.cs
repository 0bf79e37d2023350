using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Evaluation.Templates;

/// <summary>The lists of IJB-B and IJB-C as insightface's evaluation reads them: space-separated, no header.</summary>
public sealed class IjbMeta
{
    private const string ImageList = "face_tid_mid", PairList = "template_pair_label", ScoreList = "name_5pts_score";

    private IjbMeta(string name, IReadOnlyList<string> names, IReadOnlyList<TemplateImage> images, IReadOnlyList<(int Left, int Right, bool Same)> pairs) =>
        (Name, Names, Images, Pairs) = (name, names, images, pairs);

    /// <summary>Name of the set: what stands before <c>_face_tid_mid.txt</c>, such as "ijbc".</summary>
    public string Name { get; }

    /// <summary>File name of each image, in the order of the rows.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Template and media of each image.</summary>
    public IReadOnlyList<TemplateImage> Images { get; }

    /// <summary>Pairs of templates.</summary>
    public IReadOnlyList<(int Left, int Right, bool Same)> Pairs { get; }

    /// <summary>Reads the lists of a folder, <c>*_face_tid_mid.txt</c>, <c>*_template_pair_label.txt</c> and, if it is there, <c>*_name_5pts_score.txt</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="useScores">Weigh each image by its detection score (insightface's USE_DETECTOR_SCORE).</param>
    /// <exception cref="CleanerException">A list is missing or a line cannot be read.</exception>
    public static IjbMeta Open(string folder, bool useScores)
    {
        var images = new List<TemplateImage>();
        var names = new List<string>();
        float[]? weights = useScores ? ReadScores(Find(folder, ScoreList)) : null;
        string imageList = Find(folder, ImageList);
        foreach (string[] fields in Lines(imageList, 3))
        {
            float weight = weights is null ? 1 : images.Count < weights.Length ? weights[images.Count]
                : throw new CleanerException($"{folder}: the list of scores is shorter than {Path.GetFileName(imageList)}; they must belong together");
            images.Add(new TemplateImage(images.Count, Integer(fields[1], imageList), Integer(fields[2], imageList), weight));
            names.Add(fields[0]);
        }

        string pairList = Find(folder, PairList);
        string name = Path.GetFileNameWithoutExtension(imageList)[..^ImageList.Length].Trim('_');
        return new IjbMeta(name.Length == 0 ? "ijb" : name, names, images, [.. Lines(pairList, 3).Select(f => (Integer(f[0], pairList), Integer(f[1], pairList), Integer(f[2], pairList) != 0))]);
    }

    private static float[] ReadScores(string path) => [.. Lines(path, 12).Select(fields =>
        float.TryParse(fields[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out float score)
            ? score
            : throw new CleanerException($"{path}: '{fields[^1]}' is no detection score"))];

    private static string Find(string folder, string name)
    {
        if (!Directory.Exists(folder))
        {
            throw new CleanerException($"{folder}: no such folder; give the meta folder of IJB-B or IJB-C");
        }

        string[] found = Directory.GetFiles(folder, $"*{name}.txt");
        return found.Length == 1 ? found[0] : throw new CleanerException($"{folder} holds {found.Length} files named *{name}.txt; it must hold one");
    }

    private static IEnumerable<string[]> Lines(string path, int fields)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            yield return parts.Length == fields ? parts : throw new CleanerException($"{path}:{number}: {parts.Length} fields where {fields} are needed");
        }
    }

    private static int Integer(string text, string path) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new CleanerException($"{path}: '{text}' is no number");
}
