using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using Cleaner.Manifests.Bytes;

namespace Cleaner.Manifests;

/// <summary>Reads the original, encoded bytes of a sample wherever they lie. Archives stay open between reads. Thread safe.</summary>
public sealed class SampleReader : IDisposable
{
    private const int OpenArchives = 128;
    private const int GzipReadersPerFile = 4;
    private const int GzipReaders = 32;

    private readonly Dictionary<long, string> roots;
    private readonly HandlePool handles = new(OpenArchives);
    private readonly GzipPool gzip = new(GzipReadersPerFile, GzipReaders);

    /// <summary>Reads samples of a manifest.</summary>
    public SampleReader(Manifest manifest)
        : this(manifest.Sources())
    {
    }

    /// <summary>Reads samples of some sources.</summary>
    public SampleReader(IEnumerable<SourceInfo> sources) => roots = sources.ToDictionary(source => source.Id, source => source.Root);

    /// <summary>The file that holds a sample.</summary>
    public string PathOf(Sample s)
    {
        ArgumentNullException.ThrowIfNull(s);
        string root = roots.TryGetValue(s.SourceId, out string? found)
            ? found
            : throw new CleanerException(string.Create(CultureInfo.InvariantCulture, $"sample {s.Id}: its source {s.SourceId} is not in the manifest"));
        return s.Locator.Length == 0 ? root : Path.Combine(root, s.Locator.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>Where a sample lies, for a person: the file, and the offset inside an archive.</summary>
    public string Describe(Sample s) => s.Container == Container.File
        ? PathOf(s)
        : string.Create(CultureInfo.InvariantCulture, $"{PathOf(s)} at byte {s.Offset}");

    /// <summary>The encoded image of a sample.</summary>
    /// <exception cref="CleanerException">The file is gone, cut off, or does not hold a sample there any more.</exception>
    public byte[] Read(Sample s)
    {
        string path = PathOf(s);
        try
        {
            return s.Container switch
            {
                Container.File => File.ReadAllBytes(path),
                Container.Range => ReadRange(path, s),
                Container.Base64 => ReadBase64(path, s),
                Container.RecordIO => ReadRecord(path, s),
                Container.GzipRange => ReadGzip(path, s),
                _ => throw new CleanerException($"{Describe(s)}: container {s.Container} is not known; the manifest is damaged"),
            };
        }
        catch (Exception error) when (Explained(s, error) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>The encoded image of a sample, for callers that read many one after the other and keep none.</summary>
    /// <param name="s">The sample.</param>
    /// <param name="buffer">Holds a file of its own; grows to what the largest has needed. What lies in archives gets its own memory.</param>
    /// <returns>Valid until the buffer is used again.</returns>
    /// <exception cref="CleanerException">As <see cref="Read(Sample)"/>.</exception>
    public ReadOnlySpan<byte> Read(Sample s, scoped ref byte[] buffer)
    {
        if (s.Container != Container.File)
        {
            return Read(s);
        }

        string path = PathOf(s);
        try
        {
            int length = FileRange.ReadAll(path, ref buffer);
            return buffer.AsSpan(0, length);
        }
        catch (Exception error) when (Explained(s, error) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Closes the open archives.</summary>
    public void Dispose()
    {
        handles.Dispose();
        gzip.Dispose();
    }

    private CleanerException? Explained(Sample s, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => new CleanerException($"{Describe(s)}: is gone; put the file back or ingest again", 1, error),
        InvalidDataException or EndOfStreamException or FormatException =>
            new CleanerException($"{Describe(s)}: the file was changed or cut off ({error.Message}); ingest again", 1, error),
        IOException or UnauthorizedAccessException => new CleanerException($"{Describe(s)}: cannot be read ({error.Message})", 1, error),
        _ => null,
    };

    private byte[] ReadRange(string path, Sample s)
    {
        byte[] data = new byte[CheckedLength(s)];
        handles.Use(path, file =>
        {
            FileRange.ReadExactly(file, data, s.Offset);
            return true;
        });
        return data;
    }

    private byte[] ReadBase64(string path, Sample s)
    {
        byte[] text = ReadRange(path, s);
        if (Base64.DecodeFromUtf8InPlace(text, out int length) != OperationStatus.Done)
        {
            throw new FormatException("not base64");
        }

        return text[..length];
    }

    private byte[] ReadRecord(string path, Sample s) => handles.Use(path, file =>
    {
        byte[] payload = RecordIO.ReadRecord(file, s.Offset, out _);
        return payload[RecordIO.ImageStart(payload)..];
    });

    private byte[] ReadGzip(string path, Sample s)
    {
        byte[] data = new byte[CheckedLength(s)];
        gzip.Read(path, data, s.Offset);
        return data;
    }

    private static int CheckedLength(Sample s) => s.Length is >= 0 and <= int.MaxValue && s.Offset >= 0
        ? (int)s.Length
        : throw new InvalidDataException("its recorded range is absurd");
}
