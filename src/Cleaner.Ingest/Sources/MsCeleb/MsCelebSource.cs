using System.Globalization;
using System.Text;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// Lists the images of MS-Celeb-1M TSV files. The rectangle is that of the page's picture, not of the crop in the file, so it is
/// no box of the sample.
/// </summary>
internal sealed class MsCelebSource(string root, IReadOnlyList<string> files) : IDatasetSource
{
    public string Kind => "msceleb-tsv";

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        foreach (var path in files)
        {
            var file = new FileInfo(path);
            if (MsCelebFormat.LayoutOf(path) is not { } layout)
            {
                notes.Warn($"{file.Name}: its first line is of none of the four layouts of MS-Celeb-1M; the file was left out");
                continue;
            }
            using var lines = new ByteLines(File.OpenRead(path));
            while (lines.Next())
            {
                stop.ThrowIfCancellationRequested();
                if (lines.Line.Length > 0 || lines.IsTooLong)
                    yield return Item(lines, layout, file);
            }
        }
    }

    private static SourceItem Item(ByteLines lines, MsCelebLayout layout, FileInfo file)
    {
        var line = lines.Line;
        var item = new SourceItem
        {
            Locator = file.Name,
            Container = Container.Base64,
            Offset = lines.Offset,
            ModifiedTicks = file.LastWriteTimeUtc.Ticks,
            Label = SourceItem.UnknownLabel,
        };
        var columns = line.Count((byte)'\t') + 1;
        if (lines.IsTooLong || columns != layout.Columns)
        {
            var reason = lines.IsTooLong ? "the line is absurdly long" : string.Create(CultureInfo.InvariantCulture, $"the line has {columns} columns instead of {layout.Columns}");
            return item with { Status = SampleStatus.Damaged, Reason = reason };
        }
        var (start, length) = MsCelebLayout.Column(line, layout.Data).GetOffsetAndLength(line.Length);
        return item with
        {
            Offset = lines.Offset + start,
            Length = length,
            Bytes = length / 4 * 3,
            Label = Encoding.UTF8.GetString(line[MsCelebLayout.Column(line, layout.Identity)]),
        };
    }
}
