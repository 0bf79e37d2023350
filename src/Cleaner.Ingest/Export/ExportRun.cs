using System.Globalization;
using System.Security.Cryptography;
using Cleaner.Imaging;
using Cleaner.Ingest.Pipeline;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>What a format works with: the samples in order with their bytes, the folder to write into, and the counts.</summary>
internal sealed class ExportRun(Manifest manifest, SampleReader reader, LabelMap labels, ExportOptions options, string folder, Action<long, long>? progress, CancellationToken stop)
{
    private readonly List<ExportProblem> problems = [];
    private readonly List<string> notes = [];
    private long samples;
    private long bytes;
    private long linked;
    private long missing;

    public ExportOptions Options { get; } = options;

    /// <summary>The folder to write into; it becomes the output when all is done.</summary>
    public string Folder { get; } = folder;

    /// <summary>The identities by label.</summary>
    public IReadOnlyList<ExportedIdentity> Identities => labels.Identities;

    /// <summary>Whether the sources name splits.</summary>
    public bool HasSplits { get; } = manifest.Splits().Count > 0;

    private int Threads => Options.Threads > 0 ? Options.Threads : Environment.ProcessorCount;

    /// <summary>The file that holds a sample.</summary>
    public string PathOf(Sample sample) => reader.PathOf(sample);

    /// <summary>A path in the folder.</summary>
    public string File(string name) => Path.Combine(Folder, name.Replace('/', Path.DirectorySeparatorChar));

    public void Note(string note) => notes.Add(note);

    /// <summary>The samples without their bytes; counted as written.</summary>
    public IEnumerable<ExportItem> Items()
    {
        foreach (ExportItem item in All())
        {
            stop.ThrowIfCancellationRequested();
            Written(0);
            yield return item;
        }
    }

    /// <summary>The samples with their bytes, read ahead on several threads; those that cannot be read are left out and counted.</summary>
    public IEnumerable<(ExportItem Item, byte[] Data)> ItemsWithBytes()
    {
        foreach ((ExportItem item, byte[]? data, string? problem) in OrderedParallel.Run(All(), item => item.Sample.Bytes, Read, Threads, stop))
        {
            if (data is null)
            {
                Fail(item.Sample, problem!);
                continue;
            }

            Written(data.Length);
            yield return (item, data);
        }
    }

    /// <summary>Puts each sample into a file of its own, on several threads.</summary>
    /// <param name="place">The path of each, relative to the folder; called in order.</param>
    /// <returns>The samples with their paths, in order, those left out that cannot be read.</returns>
    public IEnumerable<(ExportItem Item, string Path)> Place(Func<ExportItem, string> place)
    {
        IEnumerable<(ExportItem Item, string Path)> all = All().Select(item => (item, place(item)));
        var placer = new FilePlacer(reader, Options.Link);
        foreach (((ExportItem item, string path), PlacedFile placed) in
            OrderedParallel.Run(all, _ => 0, entry => (entry, placer.Place(entry.Item.Sample, File(entry.Path))), Threads, stop))
        {
            if (placed.Problem is { } problem)
            {
                Fail(item.Sample, problem);
                continue;
            }

            linked += placed.Linked ? 1 : 0;
            Written(placed.Linked ? 0 : item.Sample.Bytes);
            yield return (item, path);
        }
    }

    /// <summary>Converts each sample and puts the result into a file of its own, on several threads.</summary>
    /// <param name="place">The path of each, relative to the folder; called in order.</param>
    /// <param name="convert">The bytes of a file from those of the sample; null leaves the sample out.</param>
    /// <returns>Samples left out.</returns>
    public long Convert(Func<ExportItem, string> place, Func<ExportItem, byte[], byte[]?> convert)
    {
        long left = 0;
        IEnumerable<(ExportItem Item, string Path)> all = All().Select(item => (item, place(item)));
        foreach ((ExportItem item, long? size, string? problem) in OrderedParallel.Run(all, entry => entry.Item.Sample.Bytes, entry => Convert(entry.Item, File(entry.Path), convert), Threads, stop))
        {
            if (problem is not null)
            {
                Fail(item.Sample, problem);
            }
            else if (size is { } written)
            {
                Written(written);
            }
            else
            {
                left++;
            }
        }

        return left;
    }

    public ExportSummary Summary(string format, long revision) => new(
        format, Options.Output, revision, samples, Identities.Count, bytes, linked, missing, problems, notes);

    private (ExportItem Item, long? Size, string? Problem) Convert(ExportItem item, string path, Func<ExportItem, byte[], byte[]?> convert)
    {
        (_, byte[]? data, string? problem) = Read(item);
        if (data is null)
        {
            return (item, null, problem);
        }

        try
        {
            if (convert(item, data) is not { } converted)
            {
                return (item, null, null);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllBytes(path, converted);
            return (item, converted.Length, null);
        }
        catch (ImageDecodeException error)
        {
            return (item, null, error.Message);
        }
    }

    private IEnumerable<ExportItem> All() =>
        labels.Ordered.Select(entry => new ExportItem(manifest.Find(entry.Id)!, entry.Label, Identities[entry.Label].Name));

    private (ExportItem Item, byte[]? Data, string? Problem) Read(ExportItem item)
    {
        (byte[]? data, string? problem) = ReadChecked(reader, item.Sample);
        return (item, data, problem);
    }

    /// <summary>The bytes of a sample where they are those that were ingested, or what is wrong with them.</summary>
    internal static (byte[]? Data, string? Problem) ReadChecked(SampleReader reader, Sample sample)
    {
        try
        {
            byte[] data = reader.Read(sample);
            return data.Length != sample.Bytes ? (null, $"{reader.Describe(sample)}: {SizeProblem(data.Length, sample)}")
                : sample.Sha256 is { } hash && !SHA256.HashData(data).AsSpan().SequenceEqual(hash) ? (null, $"{reader.Describe(sample)}: holds other bytes than when it was ingested; ingest again")
                : (data, null);
        }
        catch (CleanerException error)
        {
            return (null, error.Message);
        }
    }

    internal static string SizeProblem(long size, Sample sample) => string.Create(
        CultureInfo.InvariantCulture, $"is {size} bytes long now and was {sample.Bytes} when it was ingested; ingest again");

    private void Written(long size)
    {
        samples++;
        bytes += size;
        progress?.Invoke(samples + missing, labels.Samples);
    }

    private void Fail(Sample sample, string reason)
    {
        missing++;
        if (problems.Count < ExportSummary.MaxProblems)
        {
            problems.Add(new ExportProblem(sample.Id, sample.Locator, reason));
        }

        progress?.Invoke(samples + missing, labels.Samples);
    }
}
