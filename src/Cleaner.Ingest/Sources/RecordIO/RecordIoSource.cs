using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>
/// Lists the image records of .rec files. Each image is grouped by the label that its own record carries: insightface's key-0
/// ranges are float32, which is wrong above 2^24 records, and other writers have none.
/// </summary>
internal sealed class RecordIoSource(string root, IReadOnlyList<string> files) : IDatasetSource
{
    public string Kind => "recordio";

    public string Root => root;

    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        foreach (var path in files)
        {
            var info = new FileInfo(path);
            var listed = 0L;
            using var scanner = new RecordScanner(path);
            foreach (var record in scanner.Records())
            {
                stop.ThrowIfCancellationRequested();
                if (record.Damage is null && record.ImageBytes == 0)
                {
                    // insightface's key 0 and the ranges of the identities.
                    notes.Ignore("record without an image");
                    continue;
                }
                listed++;
                yield return new SourceItem
                {
                    Locator = info.Name,
                    Container = Container.RecordIO,
                    Offset = record.Offset,
                    Length = record.Length,
                    Bytes = record.ImageBytes,
                    ModifiedTicks = info.LastWriteTimeUtc.Ticks,
                    Label = record.Damage is null ? LabelText(record.Label) : SourceItem.UnknownLabel,
                    Status = record.Damage is null ? SampleStatus.Ok : SampleStatus.Damaged,
                    Reason = record.Damage,
                };
            }
            if (listed == 0)
                notes.Warn($"{info.Name}: holds no image record; is it RecordIO?");
            else if (RecordIndex.LastOffset(Path.ChangeExtension(path, ".idx")) is { } last && last >= info.Length)
                notes.Warn(string.Create(CultureInfo.InvariantCulture, $"{info.Name}: its .idx goes on to byte {last}, but the file ends at {info.Length}: it is cut off"));
        }
    }

    /// <summary>Labels are float32; whole numbers are written as such.</summary>
    internal static string LabelText(float label) => label.ToString("R", CultureInfo.InvariantCulture) is var text && text.Contains('E')
        ? ((double)label).ToString("F0", CultureInfo.InvariantCulture)
        : text;
}
