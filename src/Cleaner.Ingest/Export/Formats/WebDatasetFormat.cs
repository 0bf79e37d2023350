using System.Formats.Tar;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cleaner.Ingest.Export.Formats;

/// <summary>
/// Tar shards as the webdataset library writes them: SPLIT-000000.tar, USTAR, mode 0444, fixed time, fields of a sample adjacent and
/// sorted: cls (the label), the image under its extension, json (identity and origin).
/// </summary>
internal sealed class WebDatasetFormat : IExportFormat
{
    public string Name => "webdataset";

    public string Description => "tar shards, as webdataset and Hugging Face datasets read them";

    public bool CanShuffle => true;

    public void Write(ExportRun run)
    {
        using var shards = new SplitFiles<Shards>(split => new Shards(run, split));
        foreach ((ExportItem item, byte[] data) in run.ItemsWithBytes())
        {
            shards.Of(item.Split).Write(item, data);
        }
    }

    private sealed class Shards(ExportRun run, string split) : IDisposable
    {
        private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private TarWriter? tar;
        private int shard;
        private int samples;
        private long bytes;
        private long key;

        public void Write(ExportItem item, byte[] data)
        {
            if (tar is null || samples == run.Options.ShardSamples || (samples > 0 && bytes + data.Length > run.Options.ShardBytes))
            {
                Begin();
            }

            string name = string.Create(CultureInfo.InvariantCulture, $"{key++:D9}");
            (string Field, byte[] Content)[] fields =
            [
                ("cls", Encoding.ASCII.GetBytes(item.Label.ToString(CultureInfo.InvariantCulture))),
                (item.Extension, data),
                ("json", JsonSerializer.SerializeToUtf8Bytes(new { identity = item.Identity, locator = item.Sample.Locator, sha256 = ListText.Sha256(item.Sample) }, Json)),
            ];
            foreach ((string field, byte[] content) in fields.OrderBy(field => field.Field, StringComparer.Ordinal))
            {
                tar!.WriteEntry(Entry($"{name}.{field}", content));
            }

            samples++;
            bytes += data.Length;
        }

        public void Dispose() => tar?.Dispose();

        private static UstarTarEntry Entry(string name, byte[] content) => new(TarEntryType.RegularFile, name)
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            ModificationTime = DateTimeOffset.UnixEpoch,
            DataStream = new MemoryStream(content, writable: false),
        };

        private void Begin()
        {
            tar?.Dispose();
            string path = run.File(string.Create(CultureInfo.InvariantCulture, $"{SafeNames.Segment(split)}-{shard++:D6}.tar"));
            tar = new TarWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20), TarEntryFormat.Ustar, leaveOpen: false);
            samples = 0;
            bytes = 0;
        }
    }
}
