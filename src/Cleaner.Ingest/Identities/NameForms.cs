using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AnyAscii;

namespace Cleaner.Ingest.Identities;

/// <summary>
/// Forms of a name in which spellings of one person come out alike, from the strictest to the loosest. (.NET's own Unicode
/// normalization is off under invariant globalization, so letters are brought to ASCII by AnyAscii instead.)
/// </summary>
internal static partial class NameForms
{
    /// <summary>The rules in order, the strictest first, each with what it says and whether it suffices by itself.</summary>
    public static IReadOnlyList<(string Rule, string Says, bool IsStrong, Func<string, string> Form)> Rules { get; } =
    [
        ("case", "the names differ in case only", true, name => name.Trim().ToLowerInvariant()),
        ("punctuation", "the names differ in punctuation and case only", true, name => Words(name)),
        ("unicode", "the names differ in their Unicode form only", true, name => Words(UnicodeForm(name))),
        ("accents", "the names differ in accents or script only", true, name => Words(name.Transliterate())),
        ("spacing", "the names differ in spaces only", false, name => Words(name.Transliterate()).Replace(" ", "", StringComparison.Ordinal)),
        ("word-order", "the names hold the same words in another order", false, name => SortedWords(name)),
    ];

    /// <summary>The id of a public register that a name is or holds (Freebase m.02mjmr in any notation, IMDb nm0000045, Wikidata Q76), or null.</summary>
    public static string? IdString(string name)
    {
        if (Freebase().Match(name) is { Success: true } mid)
            return $"{mid.Groups[1].Value}.{mid.Groups[2].Value}".ToLowerInvariant();
        if (Imdb().Match(name) is { Success: true } imdb)
            return $"nm{imdb.Groups[1].Value.TrimStart('0')}";
        return Wikidata().Match(name) is { Success: true } wikidata ? wikidata.Value.ToUpperInvariant() : null;
    }

    /// <summary>Lower-case words of letters and digits, one blank between them; "Doe, John" is "john doe", apostrophes and dots vanish.</summary>
    internal static string Words(string name)
    {
        if (name.Split(',') is [var last, var first] && last.Trim().Length > 0 && first.Trim().Length > 0)
            name = $"{first} {last}";
        var words = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || IsMark(rune))
                words.Append(Rune.ToLowerInvariant(rune));
            else if (rune.Value is not ('\'' or '’' or 'ʼ' or '.' or '`') && words.Length > 0 && words[^1] != ' ')
                words.Append(' ');
        }
        return words.ToString().TrimEnd();
    }

    /// <summary>Full-width forms as ASCII, blanks of every kind as one, and marks joined to their letters.</summary>
    private static string UnicodeForm(string name)
    {
        var composed = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value is >= 0xFF01 and <= 0xFF5E)
                composed.Append((char)(rune.Value - 0xFEE0));
            else if (Rune.IsWhiteSpace(rune) || rune.Value is 0x200B or 0xFEFF)
                composed.Append(' ');
            else
                composed.Append(rune.ToString());
        }
        return Compose(composed.ToString());
    }

    /// <summary>Joins a Latin letter and the mark behind it (é written as two characters) into one, as Unicode's NFC does.</summary>
    private static string Compose(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (result.Length > 0 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark && LatinComposition.Join(result[^1], c) is { } joined)
                result[^1] = joined;
            else
                result.Append(c);
        }
        return result.ToString();
    }

    private static string SortedWords(string name) =>
        string.Join(' ', Words(name.Transliterate()).Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    [GeneratedRegex(@"(?<![A-Za-z0-9])([mg])[._/-](0[a-z0-9_]{2,8})(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Freebase();

    [GeneratedRegex(@"(?<![A-Za-z0-9])nm(\d{7,8})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Imdb();

    [GeneratedRegex(@"^Q[1-9]\d*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wikidata();
}
