namespace Cleaner.Rendering;

/// <summary>Names of files and identities on a terminal: they may hold newlines and escape codes, and nothing of that may reach it.</summary>
internal static class PlainText
{
    public static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
