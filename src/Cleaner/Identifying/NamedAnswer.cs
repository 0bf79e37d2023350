using System.Globalization;
using Cleaner.Evaluation.Identification;
using Cleaner.Manifests;

namespace Cleaner.Identifying;

/// <summary>The answer for one image.</summary>
/// <param name="Path">The image.</param>
/// <param name="Identity">Who it shows; null: unknown.</param>
/// <param name="Nearest">The nearest identity, named or not.</param>
/// <param name="Score">Cosine to that identity's template.</param>
/// <param name="Second">Cosine to the second nearest.</param>
internal sealed record NamedAnswer(string Path, string? Identity, string Nearest, float Score, float Second)
{
    public static NamedAnswer Of(string path, Answer answer, Func<long, string> nameOf) =>
        new(path, answer.Label is { } label ? nameOf(label) : null, nameOf(answer.Nearest), answer.Score, answer.Second);

    /// <summary>Writes all answers under a temporary name and moves the file into place.</summary>
    public static void WriteCsv(IEnumerable<NamedAnswer> answers, string path)
    {
        string temporary = path + ".partial";
        try
        {
            File.WriteAllLines(temporary, answers.Select(Line).Prepend("path,identity,nearest,score,second"));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{path}: cannot be written ({error.Message}); check the folder and the free space", 1, error);
        }
    }

    private static string Line(NamedAnswer answer) => string.Create(
        CultureInfo.InvariantCulture, $"{Field(answer.Path)},{Field(answer.Identity ?? "")},{Field(answer.Nearest)},{answer.Score:0.#####},{answer.Second:0.#####}");

    private static string Field(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
