namespace Cleaner.Ingest.Export.Formats;

/// <summary>
/// What insightface trains on (face2rec2.py, MXFaceDataset): train.rec and .idx with images 1 … N grouped by identity (two labels:
/// class, aligned), then key 0 with [N+1, N+1+classes], then one key an identity with its half-open range of images; and "property"
/// with classes, height and width.
/// </summary>
internal sealed class InsightfaceFormat : IExportFormat
{
    /// <summary>float32 holds whole numbers exactly up to here.</summary>
    private const long ExactFloat = 1 << 24;

    public string Name => "insightface";

    public string Description => "train.rec, train.idx and property, as insightface trains on";

    public void Write(ExportRun run)
    {
        var sizes = new Dictionary<(int Height, int Width), long>();
        using var files = new SplitFiles<Files>(split => new Files(run.File(SafeNames.Segment(split)), run.Identities.Count));
        foreach ((ExportItem item, byte[] data) in run.ItemsWithBytes())
        {
            files.Of(item.Split).Write(item, data);
            var size = (item.Sample.Height, item.Sample.Width);
            sizes[size] = sizes.GetValueOrDefault(size) + 1;
        }

        foreach (Files file in files.All)
        {
            file.WriteRanges();
            if (file.Images + run.Identities.Count >= ExactFloat)
            {
                run.Note("more than 16,777,216 records: the ranges, which insightface keeps as float32, are rounded; labels of images are exact");
            }
        }

        WriteProperty(run, sizes);
    }

    private static void WriteProperty(ExportRun run, Dictionary<(int Height, int Width), long> sizes)
    {
        (int height, int width) = sizes.OrderByDescending(size => size.Value).ThenBy(size => size.Key).Select(size => size.Key).FirstOrDefault();
        if (sizes.Count > 1)
        {
            run.Note(FormattableString.Invariant($"images have {sizes.Count:N0} different sizes; 'property' names the most frequent, {width} x {height}, while insightface expects aligned crops of one size"));
        }

        File.WriteAllText(run.File("property"), FormattableString.Invariant($"{run.Identities.Count},{height},{width}\n"));
    }

    private sealed class Files(string path, int classes) : IDisposable
    {
        private readonly RecordIOWriter records = new(path);
        private readonly ulong[] ends = new ulong[classes];
        private ulong next = 1;

        public long Images => (long)next - 1;

        public void Write(ExportItem item, byte[] data)
        {
            records.Write(next, [item.Label, item.Sample.Align is null ? 0 : 1], data);
            ends[item.Label] = ++next;
        }

        /// <summary>Key 0, then the identities; one without an image has an empty range.</summary>
        public void WriteRanges()
        {
            records.Write(0, [next, next + (ulong)classes], []);
            ulong start = 1;
            for (int label = 0; label < classes; label++)
            {
                ulong end = Math.Max(start, ends[label]);
                records.Write(next + (ulong)label, [start, end], []);
                start = end;
            }
        }

        public void Dispose() => records.Dispose();
    }
}
