using System.Text.RegularExpressions;

namespace Cleaner.Manifests;

/// <summary>
/// Labels that mean something only within their own source: class 5 of one data set is another person than class 5 of the next.
/// Names, and ids of a public register (Freebase's m.02mjmr, IMDb's nm0000045, WordNet's n01443537), mean the same everywhere.
/// </summary>
public static partial class LocalLabels
{
    /// <summary>Kinds of sources whose numbers are those of one published set, whichever folder it lies in.</summary>
    private static readonly HashSet<string> PublishedKinds = ["vggface2", "casia-webface", "celeba", "market1501", "msceleb-tsv"];

    private const char At = '@';

    /// <summary>Whether a label is a number, alone or behind a word such as id, class or person.</summary>
    public static bool IsLocal(string label) => Number().IsMatch(label) && !WordNet().IsMatch(label);

    /// <summary>Whether two sources number their identities alike.</summary>
    public static bool ShareNumbers(SourceInfo a, SourceInfo b) => a.Id == b.Id || (a.Kind == b.Kind && PublishedKinds.Contains(a.Kind));

    /// <summary>The names that an identity with a local label may have, the plain one first: "5", "5@faces", "5@faces#2", …</summary>
    /// <param name="name">The label, or the name that an identity got by it elsewhere.</param>
    /// <param name="source">Where it comes from.</param>
    public static IEnumerable<string> Names(string name, SourceInfo source)
    {
        string label = Plain(name);
        string folder = Path.GetFileName(source.Root.TrimEnd('/', '\\'));
        string qualified = $"{label}{At}{(folder.Length > 0 ? folder : source.Kind)}";
        yield return label;
        yield return qualified;
        for (int number = 2; ; number++)
        {
            yield return FormattableString.Invariant($"{qualified}#{number}");
        }
    }

    /// <summary>The label that an identity's name was made of: "5" of "5@faces"; the name itself where it is no such name.</summary>
    public static string Plain(string name)
    {
        int at = name.IndexOf(At);
        return at > 0 && IsLocal(name[..at]) ? name[..at] : name;
    }

    [GeneratedRegex(@"^(?:(?:ids?|pid|class|cls|label|identity|person|people|subject|subj|sub|user|face|n|s|p|c|u)[ _.-]?)?\d+(?:\.\d+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^n\d{8}$")]
    private static partial Regex WordNet();
}
