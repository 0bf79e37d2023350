using System.Reflection;
using System.Text;
using Cleaner.Manifests;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Html;
using Cleaner.Reports.Sections;
using Cleaner.Reports.Thumbnails;

namespace Cleaner.Reports;

/// <summary>Writes what a cleaning did as one HTML file that needs nothing else: no network, no other file.</summary>
public static class HtmlReport
{
    private static readonly (string Id, string Title)[] Parts =
    [
        ("input", "Input"), ("threshold", "Threshold"), ("names", "Names"), ("close", "Closest calls"), ("dropped", "Dropped"),
        ("relabelled", "Relabelled"), ("duplicates", "Duplicates"), ("suggestions", "Worth a look"), ("training", "Training"),
        ("verification", "Did it help?"), ("map", "Map"), ("log", "Log"),
    ];

    /// <summary>Gathers, draws and writes the report under a temporary name, then moves it into place.</summary>
    /// <param name="input">What to report.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="CleanerException">The manifest has no such revision, the run does not fit it, or the file cannot be written.</exception>
    public static void Write(ReportInput input, string path)
    {
        using var reader = new SampleReader(input.Manifest);
        var page = PageBuilder.Build(input, reader);
        string temporary = path + ".partial";
        try
        {
            using (var output = new StreamWriter(temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                Write(page, output);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new CleanerException($"{path}: cannot be written ({error.Message}); check the folder and the free space", 1, error);
        }
    }

    private static void Write(ReportPage page, TextWriter output)
    {
        var body = HtmlWriter.Build(html => WriteSections(html, page)).Text;
        var html = new HtmlWriter(output);
        html.Line($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">");
        html.Line($"<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"generator\" content=\"Cleaner {page.Revision.ToolVersion}\">");
        html.Line($"<title>{Path.GetFileName(page.Manifest.Path)}@{page.Revision.Id}: cleaning report</title>");
        html.Raw($"<style>{Resource("report.css")}</style></head><body><a class=\"skip\" href=\"#main\">Skip to the report</a>");
        Navigation(html, body);
        html.Raw("<main id=\"main\">");
        html.Raw(body);
        html.Raw($"</main><script>{Resource("report.js")}</script></body></html>\n");
    }

    private static void WriteSections(HtmlWriter html, ReportPage page)
    {
        SummarySection.Write(html, page);
        if (page.Thumbnails.IsFull)
        {
            html.Line($"<p class=\"note\">The page would have grown too large: the galleries stop at {page.Options.ThumbnailBytes / 1_000_000} MB of pictures.</p>");
        }

        VerificationSection.Write(html, page);
        InputSection.Write(html, page);
        ThresholdSection.Write(html, page);
        IdentitySection.Write(html, page);
        GallerySections.Write(html, page);
        SuggestionSection.Write(html, page);
        MapSection.Write(html, page);
        TrainingSection.Write(html, page);
        LogSection.Write(html, page);
    }

    /// <summary>Links to the sections that are there, in their order on the page.</summary>
    private static void Navigation(HtmlWriter html, string body)
    {
        html.Raw("<nav aria-label=\"Sections\"><ul>");
        var present = Parts.Select(p => (p.Id, p.Title, At: body.IndexOf($"<section id=\"{p.Id}\"", StringComparison.Ordinal))).Where(p => p.At >= 0);
        foreach (var (id, title, _) in present.OrderBy(p => p.At))
        {
            html.Write($"<li><a href=\"#{id}\">{title}</a></li>");
        }

        html.Raw("</ul></nav>");
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Cleaner.Reports.Html.{name}")!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
