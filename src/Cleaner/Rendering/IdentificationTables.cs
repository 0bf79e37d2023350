using System.Globalization;
using Cleaner.Hosting;
using Cleaner.Identifying;
using Cleaner.Manifests;
using Spectre.Console;

namespace Cleaner.Rendering;

/// <summary>The answers of <c>cleaner identify</c> as a table or as CSV.</summary>
internal static class IdentificationTables
{
    private const string Unknown = "unknown";

    /// <summary>A table of the first answers, and what they rest on.</summary>
    public static void Show(Ui ui, IdentificationDocument found, int limit)
    {
        bool filed = found.Answers.Any(a => a.FiledUnder is not null);
        string[] headings = filed ? ["probe", "filed under", "identity", "nearest"] : ["probe", "identity", "nearest"];
        var table = Ui.NewTable(headings);
        foreach (var answer in found.Answers.Take(limit))
        {
            string nearest = string.Join(", ", answer.Candidates.Select(c => Text($"{c.Identity} {c.Score:0.000}")));
            string[] row = filed
                ? [answer.Probe, answer.FiledUnder ?? "", answer.Identity ?? Unknown, nearest]
                : [answer.Probe, answer.Identity ?? Unknown, nearest];
            table.AddRow([.. row.Select(cell => Markup.Escape(PlainText.Of(cell)))]);
        }

        ui.Show(table);
        int named = found.Answers.Count(a => a.Identity is not null);
        ui.Line(Text($"{found.Answers.Count:N0} images: {named:N0} named, {found.Answers.Count - named:N0} unknown; {found.Identities:N0} identities registered with {found.Images:N0} images"));
        ui.Line(Text($"threshold {found.Threshold:0.000}, {Origin(found.Calibration)}"));
        if (found.Answers.Count > limit)
        {
            ui.Note(Text($"and {found.Answers.Count - limit:N0} more; --limit shows more, --format csv or json all"));
        }
    }

    /// <summary>One row a probe: the image, its identity, where it is filed, and its candidates.</summary>
    public static void WriteCsv(Ui ui, IdentificationDocument found)
    {
        int candidates = found.Answers.Select(a => a.Candidates.Count).DefaultIfEmpty().Max();
        ui.Line(CsvText.Row(["probe", "identity", "filed_under", .. Enumerable.Range(1, candidates).SelectMany(n => new[] { Text($"candidate_{n}"), Text($"score_{n}") })]));
        foreach (var answer in found.Answers)
        {
            ui.Line(CsvText.Row([answer.Probe, answer.Identity, answer.FiledUnder, .. answer.Candidates.SelectMany(c => new[] { c.Identity, Text($"{c.Score:0.#####}") })]));
        }
    }

    private static string Origin(ThresholdOrigin origin) => origin.By switch
    {
        "given" => "as given",
        "gallery" => Text($"at which {origin.MeasuredFpir * 100:0.##} % of the {origin.Strangers:N0} registered images would be named as someone else, were their identity not registered"),
        _ => Text($"at which {origin.MeasuredFpir * 100:0.##} % of {origin.Strangers:N0} strangers would be named"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
