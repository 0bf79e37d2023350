using Cleaner.Manifests;
using static System.FormattableString;

namespace Cleaner.Ingest.Export.Formats;

/// <summary>samples.csv: where each image lies, with its label; no image is copied.</summary>
internal sealed class CsvFormat : IExportFormat
{
    public string Name => "csv";

    public string Description => "samples.csv with path, place inside archives, label and facts";

    public bool CanShuffle => true;

    public void Write(ExportRun run)
    {
        using var writer = new StreamWriter(run.File("samples.csv")) { NewLine = "\n" };
        writer.WriteLine("path,label,identity,split,container,offset,length,bytes,sha256,width,height,format");
        foreach (ExportItem item in run.Items())
        {
            Sample s = item.Sample;
            writer.WriteLine(CsvText.Row(
                run.PathOf(s), Invariant($"{item.Label}"), item.Identity, s.Split, ListText.Container(s),
                Invariant($"{s.Offset}"), Invariant($"{s.Length}"), Invariant($"{s.Bytes}"), ListText.Sha256(s),
                Invariant($"{s.Width}"), Invariant($"{s.Height}"), s.Format));
        }
    }
}

/// <summary>samples.jsonl: the same with landmarks and boxes.</summary>
internal sealed class JsonLinesFormat : IExportFormat
{
    public string Name => "jsonl";

    public string Description => "samples.jsonl, the same with landmarks and boxes";

    public bool CanShuffle => true;

    public void Write(ExportRun run)
    {
        using var file = new JsonLinesFile(run.File("samples.jsonl"));
        foreach (ExportItem item in run.Items())
        {
            Sample s = item.Sample;
            file.Write(json =>
            {
                json.WriteString("path", run.PathOf(s));
                json.WriteNumber("label", item.Label);
                json.WriteString("identity", item.Identity);
                json.WriteString("split", s.Split);
                json.WriteString("container", ListText.Container(s));
                json.WriteNumber("offset", s.Offset);
                json.WriteNumber("length", s.Length);
                json.WriteNumber("bytes", s.Bytes);
                json.WriteString("sha256", ListText.Sha256(s));
                json.WriteNumber("width", s.Width);
                json.WriteNumber("height", s.Height);
                json.WriteString("format", s.Format);
                if (s.Landmarks is { } landmarks)
                {
                    JsonLinesFile.WriteArray(json, "landmarks", landmarks);
                }

                if (s.Box is { } box)
                {
                    JsonLinesFile.WriteArray(json, "box", box);
                }
            });
        }
    }
}

/// <summary>Values that both lists write.</summary>
internal static class ListText
{
    public static string Container(Sample sample) => sample.Container.ToString().ToLowerInvariant();

    public static string? Sha256(Sample sample) => sample.Sha256 is { } hash ? Convert.ToHexStringLower(hash) : null;
}
