using Cleaner.Imaging.Faces;
using Cleaner.Manifests;

namespace Cleaner.Ingest;

/// <summary>What to ingest, and how.</summary>
public sealed record IngestOptions
{
    /// <summary>Largest radius of the near-duplicate search that is offered.</summary>
    public const int MaxNearDistance = 10;

    /// <summary>The folder, archive, list or pattern to read.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the format (see <see cref="Sources.SourceCatalog"/>). The default is "auto": found out from the content.</summary>
    public string Format { get; init; } = "auto";

    /// <summary>
    /// Image folders: how many folder levels below <see cref="Path"/> name the identity. The default (null) is one level, two
    /// where the first level is a split such as train/test.
    /// </summary>
    public int? IdentityDepth { get; init; }

    /// <summary>
    /// Image folders: regular expression on the path below <see cref="Path"/> ('/' separated) whose group <c>identity</c> is the label,
    /// and a group <c>split</c> the split. The default (null): the folders name the identity.
    /// </summary>
    public string? IdentityPattern { get; init; }

    /// <summary>Lists: which column holds what, e.g. "url" → "image_url". The default is none: columns are known by their usual names.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>URL lists: folder of the downloads, with one folder a list. The default (null) is "downloads" beside the list.</summary>
    public string? Downloads { get; init; }

    /// <summary>Numbers as labels mean the same identities as in the sources that are there already. The default is false: each source has its own.</summary>
    public bool SameLabels { get; init; }

    /// <summary>Threads that decode. The default is 0: one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Near duplicates are searched up to this pHash distance in bits, 0 to <see cref="MaxNearDistance"/>; -1 turns the search off. The default is 8: chance pairs are still rare at ten million images (tens of thousands), and all are verified on the pixels.</summary>
    public int NearDistance { get; init; } = 8;

    /// <summary>The part of the source that this run reads. The default is all of it.</summary>
    public Shard Shard { get; init; } = Shard.All;

    /// <summary>Side in pixels of the alignment template whose transform is stored for samples with landmarks or a box. The default is 0: none.</summary>
    public int Align { get; init; }

    /// <summary>Width added on each side of a box, as a share of its longer side, where only a box is known. The default is 0.1.</summary>
    public double AlignMargin { get; init; } = 0.1;

    /// <summary>
    /// Finds the face, and with it the landmarks, of images that the source gives none for; null, the default, leaves them without. It belongs to
    /// the caller.
    /// </summary>
    public FaceDetector? Detector { get; init; }

    /// <summary>Pictures with more pixels are recorded as skipped instead of decoded. The default is 100 million.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Files with more bytes are recorded as skipped instead of read. The default is 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>The command line, for the manifest's log. The default is "cleaner ingest".</summary>
    public string Command { get; init; } = "cleaner ingest";

    /// <summary>Checks every value once.</summary>
    /// <exception cref="UsageException">A value is out of its range.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
            throw new UsageException("ingest: name the folder or file to read");
        if (IdentityDepth is < 1 or > 16)
            throw new UsageException($"--identity-depth {IdentityDepth}: give the number of folder levels that name the identity, 1 to 16");
        if (IdentityPattern is not null && IdentityDepth is not null)
            throw new UsageException("--identity-pattern and --identity-depth both say where the identity stands: give one of the two");
        if (IdentityPattern is not null && Sources.PatternFolderSource.TryCompile(IdentityPattern) is null)
            throw new UsageException($"--identity-pattern {IdentityPattern}: give a regular expression with a group (?<identity>…), without look-around and back-references");
        if (NearDistance is < -1 or > MaxNearDistance)
            throw new UsageException($"--near-distance {NearDistance}: give 0 to {MaxNearDistance} bits, or -1 for no search");
        if (Threads < 0)
            throw new UsageException($"--threads {Threads}: give 0 (one a core) or more");
        if (Align is not 0 and (< 16 or > 2048))
            throw new UsageException($"--align {Align}: give the side of the template in pixels, 16 to 2048 (ArcFace: 112)");
        if (AlignMargin is < 0 or > 2)
            throw new UsageException(FormattableString.Invariant($"--align-margin {AlignMargin}: give 0 to 2 times the box"));
    }
}
