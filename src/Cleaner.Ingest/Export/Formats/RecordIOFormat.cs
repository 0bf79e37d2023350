namespace Cleaner.Ingest.Export.Formats;

/// <summary>What MXNet's im2rec makes: SPLIT.rec, .idx and .lst, keys from 0, one label a record (flag 0).</summary>
internal sealed class RecordIOFormat : IExportFormat
{
    public string Name => "recordio";

    public string Description => "MXNet .rec, .idx and .lst, as im2rec makes them";

    public bool CanShuffle => true;

    public void Write(ExportRun run)
    {
        using var files = new SplitFiles<Files>(split => new Files(run.File(SafeNames.Segment(split))));
        foreach ((ExportItem item, byte[] data) in run.ItemsWithBytes())
        {
            files.Of(item.Split).Write(item, data);
        }
    }

    private sealed class Files(string path) : IDisposable
    {
        private readonly RecordIOWriter records = new(path);
        private readonly StreamWriter list = new(path + ".lst") { NewLine = "\n" };
        private ulong key;

        public void Write(ExportItem item, byte[] data)
        {
            records.Write(key, item.Label, data);
            string locator = string.Concat(item.Sample.Locator.Select(c => char.IsControl(c) ? '?' : c));
            list.WriteLine(FormattableString.Invariant($"{key}\t{item.Label:F6}\t{locator}"));
            key++;
        }

        public void Dispose()
        {
            list.Dispose();
            records.Dispose();
        }
    }
}
