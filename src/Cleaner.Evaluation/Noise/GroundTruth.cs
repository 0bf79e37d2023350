using Cleaner.Manifests;

namespace Cleaner.Evaluation.Noise;

/// <summary>What a sample of a set with planted defects really is.</summary>
public enum TruthKind
{
    /// <summary>Rightly labelled.</summary>
    Clean,

    /// <summary>A stranger: of no identity of the set.</summary>
    Open,

    /// <summary>Of another identity of the set.</summary>
    Closed,

    /// <summary>Byte for byte a copy of another sample.</summary>
    ExactDuplicate,

    /// <summary>The same picture as another sample, encoded or cropped differently.</summary>
    NearDuplicate,

    /// <summary>Rightly labelled, of an identity that stands under two names.</summary>
    Split,

    /// <summary>Rightly labelled, of a name that holds two identities.</summary>
    Merged,

    /// <summary>Cut off or broken.</summary>
    Damaged,

    /// <summary>Not an image.</summary>
    Foreign,
}

/// <summary>One line of a ground-truth file.</summary>
/// <param name="Path">Path relative to the data set's folder, '/' separated.</param>
/// <param name="TrueIdentity">Who is really shown; strangers are <c>stranger:NAME</c>.</param>
/// <param name="Label">The identity it is filed under.</param>
/// <param name="Kind">What is wrong with it.</param>
public sealed record TruthRow(string Path, string TrueIdentity, string Label, TruthKind Kind)
{
    /// <summary>True for a wrong label, whoever is shown.</summary>
    public bool IsNoise => Kind is TruthKind.Open or TruthKind.Closed;
}

/// <summary>Reads ground-truth files: CSV (RFC 4180), header <c>path,true_identity,label,kind</c>, other columns ignored.</summary>
public static class GroundTruth
{
    private static readonly string[] Columns = ["path", "true_identity", "label", "kind"];

    private static readonly Dictionary<string, TruthKind> Kinds = new(StringComparer.Ordinal)
    {
        ["clean"] = TruthKind.Clean,
        ["open"] = TruthKind.Open,
        ["closed"] = TruthKind.Closed,
        ["exact-duplicate"] = TruthKind.ExactDuplicate,
        ["near-duplicate"] = TruthKind.NearDuplicate,
        ["split"] = TruthKind.Split,
        ["merged"] = TruthKind.Merged,
        ["damaged"] = TruthKind.Damaged,
        ["foreign"] = TruthKind.Foreign,
    };

    /// <summary>Name of a kind as it stands in the file.</summary>
    public static string NameOf(TruthKind kind) => Kinds.First(k => k.Value == kind).Key;

    /// <summary>Streams the rows of a file.</summary>
    /// <exception cref="CleanerException">The file is missing, has not the four columns, or a line cannot be read.</exception>
    public static IEnumerable<TruthRow> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CleanerException($"{path}: no such ground-truth file");
        }

        using var text = new StreamReader(path);
        int[]? at = null;
        foreach (var (line, fields) in CsvReader.Read(text, path))
        {
            if (at is null)
            {
                at = [.. Columns.Select(c => fields.FindIndex(f => f.Trim().Equals(c, StringComparison.OrdinalIgnoreCase)))];
                int missing = Array.IndexOf(at, -1);
                if (missing >= 0)
                {
                    throw new CleanerException($"{path}: the first line must name the columns {string.Join(',', Columns)}; {Columns[missing]} is missing");
                }

                continue;
            }

            if (fields.Count <= at.Max())
            {
                throw new CleanerException($"{path}:{line}: {fields.Count} columns where {at.Max() + 1} are needed");
            }

            if (!Kinds.TryGetValue(fields[at[3]].Trim(), out var kind))
            {
                throw new CleanerException($"{path}:{line}: unknown kind '{fields[at[3]]}'; use one of {string.Join(' ', Kinds.Keys)}");
            }

            yield return new TruthRow(fields[at[0]], fields[at[1]], fields[at[2]], kind);
        }

        if (at is null)
        {
            throw new CleanerException($"{path} is empty: the first line must name the columns {string.Join(',', Columns)}");
        }
    }
}
