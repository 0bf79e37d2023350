using System.Globalization;
using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Purge;
using Cleaner.Training;

namespace Cleaner.Chain;

/// <summary>What <c>cleaner run</c> is asked to do.</summary>
internal sealed record ChainOptions
{
    /// <summary>The noisy set, as <c>cleaner ingest</c> takes it.</summary>
    public required string Source { get; init; }

    /// <summary>Folder of the manifest, the run folders and the report.</summary>
    public required string Out { get; init; }

    /// <summary>Folder-per-identity set of identities that the source does not hold, to measure the gain; null measures none.</summary>
    public string? HeldOut { get; init; }

    /// <summary>Ground truth of the labels, to measure noise detection; null measures none.</summary>
    public string? Truth { get; init; }

    /// <summary>Purge rounds, 1 or 2; null is 2 with rule auto and 1 with a threshold.</summary>
    public int? Rounds { get; init; }

    /// <summary>Angle in degrees for insightface's rule; null lets rule auto decide.</summary>
    public double? Threshold { get; init; }

    /// <summary>Least probability of a wrong label at which rule auto drops; null: its default.</summary>
    public double? Probability { get; init; }

    /// <summary>Share of the labels that is wrong, where it is known; null: rule auto estimates it.</summary>
    public double? Noise { get; init; }

    /// <summary>Relabel in the last round what surely shows another identity. Null: in a second round, and where a pretrained network judges alone.</summary>
    public bool? Relabel { get; init; }

    /// <summary>Finds the faces to which pictures are aligned, as <c>cleaner ingest --detect</c> takes it; null: as the source gives them.</summary>
    public string? Detector { get; init; }

    /// <summary>A network trained elsewhere, or the embeddings of one (.npy), by which the purges judge too; null: none.</summary>
    public string? Pretrained { get; init; }

    /// <summary>Which image each row of these embeddings is of, as <c>cleaner embed --import</c> takes it; null: as there.</summary>
    public string? Paths { get; init; }

    /// <summary>How that network wants its images, passed on to <c>cleaner embed</c>.</summary>
    public IReadOnlyList<string> OnnxArguments { get; init; } = [];

    /// <summary>Purge although <c>cleaner purge</c> would refuse. The default is false.</summary>
    public bool Force { get; init; }

    /// <summary>Also train on everything, to show what the noise costs. The default is true where <see cref="HeldOut"/> is given.</summary>
    public bool Baseline { get; init; } = true;

    /// <summary>
    /// Train a network on what is kept in the end. The default is true; a second round needs the one that is trained after the first anyway. No
    /// part of <see cref="Settings"/>: a chain that ended without it goes on.
    /// </summary>
    public bool Retrain { get; init; } = true;

    /// <summary>Side in pixels of the template onto which images with landmarks or a box are aligned; 0: none. The default is ArcFace's, 112.</summary>
    public int Align { get; init; } = FaceAlignment.TemplateSize;

    /// <summary>How faces are found and aligned, passed on to <c>cleaner ingest</c>.</summary>
    public string[] AlignArguments => ["--align", Align.ToString(CultureInfo.InvariantCulture), .. DetectArguments];

    private string[] DetectArguments => Detector is { } detector ? ["--detect", detector] : [];

    /// <summary>Passed on to <c>cleaner ingest</c>.</summary>
    public IReadOnlyList<string> IngestArguments { get; init; } = [];

    /// <summary>Passed on to <c>cleaner subcenter-train</c>.</summary>
    public IReadOnlyList<string> SubcenterArguments { get; init; } = [];

    /// <summary>Passed on to every training.</summary>
    public IReadOnlyList<string> TrainArguments { get; init; } = [];

    /// <summary><c>--epochs</c> of the trainings on the whole set; those on fewer images see as many images in all.</summary>
    public IReadOnlyList<string> EpochArguments { get; init; } = [];

    /// <summary>The rounds in force.</summary>
    public int RoundCount => Rounds ?? (Threshold is null ? 2 : 1);

    /// <summary>Checks what can be checked before any work.</summary>
    /// <exception cref="UsageException">A value is out of range or missing.</exception>
    public void Validate()
    {
        if (RoundCount is < 1 or > 2)
            throw new UsageException($"--rounds {RoundCount}: give 1 or 2");
        if (RoundCount > 1 && Threshold is not null)
            throw new UsageException("--threshold is insightface's single pass with sub-centers: it goes with --rounds 1; leave --threshold out for two rounds of rule auto");
        if (Threshold is not null && Relabel == true)
            throw new UsageException("--relabel is of rule 'auto': leave --threshold out");
        _ = new PurgeOptions { Threshold = Threshold, Probability = Probability, Noise = Noise }.Validated();
        if (Pretrained is not null && Threshold is not null)
            throw new UsageException("--threshold is insightface's rule, which looks at the trained sub-centers alone: leave --pretrained or --threshold out");
        if (Pretrained is not null && !File.Exists(Pretrained) && !Directory.Exists(Pretrained))
            throw new CleanerException($"--pretrained {Pretrained}: there is no such file or run folder");
        if (Paths is not null && !IsArray(Pretrained))
            throw new UsageException("--paths says which image each row of --pretrained FILE.npy is of: give both");
        if (Paths is not null && !File.Exists(Paths))
            throw new CleanerException($"--paths {Paths}: there is no such file");
        if (OnnxArguments.Count > 0 && !Embedder.IsOnnx(Pretrained))
            throw new UsageException($"{OnnxArguments[0]} goes with --pretrained FILE.onnx");
        if (HeldOut is not null && !Directory.Exists(HeldOut))
            throw new CleanerException($"--heldout {HeldOut}: there is no such folder");
        if (HeldOut is not null && !Retrain)
            throw new UsageException("--heldout measures what the retrained networks gained: leave it or --no-retrain out");
        if (Truth is not null && !File.Exists(Truth))
            throw new CleanerException($"--truth {Truth}: there is no such file");
    }

    /// <summary>Whether a pretrained network is given by its embeddings.</summary>
    public static bool IsArray(string? pretrained) => Path.GetExtension(pretrained) == ".npy";

    /// <summary>What makes two chains the same: everything but the output folder, that a refused purge may be forced, and whether the last network is trained.</summary>
    public string Settings() => string.Join(' ', [
        Path.GetFullPath(Source), $"rounds={RoundCount}", FormattableString.Invariant($"threshold={Threshold}"),
        $"heldout={HeldOut}", $"truth={Truth}", $"baseline={Baseline}", .. Align != FaceAlignment.TemplateSize ? [FormattableString.Invariant($"align={Align}")] : Array.Empty<string>(), .. Relabel is { } relabel ? [relabel ? "relabel" : "relabel=false"] : Array.Empty<string>(),
        .. Pretrained is { } model ? [$"pretrained={Path.GetFullPath(model)}", $"paths={Paths}", .. OnnxArguments] : Array.Empty<string>(),
        .. Probability is { } p ? [FormattableString.Invariant($"probability={p}")] : Array.Empty<string>(),
        .. Noise is { } n ? [FormattableString.Invariant($"noise={n}")] : Array.Empty<string>(), .. IngestArguments, .. DetectArguments, .. SubcenterArguments, .. TrainArguments, .. EpochArguments]);
}
