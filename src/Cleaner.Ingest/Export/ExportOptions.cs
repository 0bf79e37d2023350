using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>Whether exported image files are copies or links.</summary>
public enum LinkKind
{
    /// <summary>Copies.</summary>
    None,

    /// <summary>Hard links; source and export must lie on one file system.</summary>
    Hard,

    /// <summary>Symbolic links to the absolute path.</summary>
    Symbolic,
}

/// <summary>What to export, and how.</summary>
public sealed record ExportOptions
{
    /// <summary>The folder to write.</summary>
    public required string Output { get; init; }

    /// <summary>Name of the format; see <see cref="ExportFormats"/>. The default is "folder".</summary>
    public string Format { get; init; } = "folder";

    /// <summary>The revision whose kept samples are exported. The default (null) is the head.</summary>
    public long? Revision { get; init; }

    /// <summary>Formats that keep one file an image: copies or links. The default is copies.</summary>
    public LinkKind Link { get; init; }

    /// <summary>Replace an earlier export, or write into a folder that holds other things. The default is false.</summary>
    public bool Force { get; init; }

    /// <summary>Order the samples at random with this seed, for formats that are read in sequence. The default (null) is by identity, then by sample id.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>Tar shards: most samples in one. The default is 100,000.</summary>
    public int ShardSamples { get; init; } = 100_000;

    /// <summary>Tar shards: a new one begins before its images exceed this many bytes. The default is 3,000,000,000.</summary>
    public long ShardBytes { get; init; } = 3_000_000_000;

    /// <summary>Format "aligned": how the crops are written.</summary>
    public AlignedCrops Aligned { get; init; } = new();

    /// <summary>Threads that read. The default is 0: one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Checks every value once.</summary>
    /// <returns>The format.</returns>
    /// <exception cref="UsageException">A value is out of its range, or does not fit the format.</exception>
    internal IExportFormat Validate()
    {
        IExportFormat format = ExportFormats.All.FirstOrDefault(f => f.Name.Equals(Format, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"--format {Format}: not a format; give one of {string.Join(", ", ExportFormats.All.Select(f => f.Name))}");
        if (string.IsNullOrWhiteSpace(Output))
        {
            throw new UsageException("export: name the folder to write");
        }

        if (Link != LinkKind.None && !format.KeepsFiles)
        {
            throw new UsageException($"--link: format {format.Name} packs the images; links need one of {string.Join(", ", ExportFormats.All.Where(f => f.KeepsFiles).Select(f => f.Name))}");
        }

        if (ShuffleSeed is not null && !format.CanShuffle)
        {
            throw new UsageException($"--shuffle: format {format.Name} has an order of its own; leave it out");
        }

        if (ShardSamples < 1 || ShardBytes < 1 || Threads < 0)
        {
            throw new UsageException("--shard-samples and --shard-bytes take numbers from 1, --threads from 0");
        }

        Aligned.Validate();
        return format;
    }
}
