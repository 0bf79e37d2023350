using System.Text.Json;
using System.Text.Json.Serialization;
using Cleaner.Evaluation.Comparison;
using Cleaner.Evaluation.Curves;
using Cleaner.Evaluation.Identification;
using Cleaner.Evaluation.Noise;
using Cleaner.Evaluation.Pairs;
using Cleaner.Manifests;

namespace Cleaner.Evaluation;

/// <summary>What <c>cleaner evaluate --json</c> prints and <c>cleaner report --compare</c> reads. Parts that were not evaluated are left out.</summary>
public sealed record EvaluationDocument
{
    /// <summary>How numbers and names are written: snake case, NaN as "NaN".</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    /// <summary>Layout of this document.</summary>
    public int Version { get; init; } = 1;

    /// <summary>1:1 verification of each model.</summary>
    public IReadOnlyList<VerificationFigures>? Verification { get; init; }

    /// <summary>1:N identification of each model.</summary>
    public IReadOnlyList<IdentificationFigures>? Identification { get; init; }

    /// <summary>Models beside each other with paired bootstrap intervals, one entry a set.</summary>
    public IReadOnlyList<ComparisonFigures>? Comparison { get; init; }

    /// <summary>Noise detection against a ground truth.</summary>
    public NoiseFigures? Noise { get; init; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="CleanerException">Missing, or not such a document.</exception>
    public static EvaluationDocument Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<EvaluationDocument>(stream, Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new CleanerException($"{path}: not an evaluation ({error.Message}); write one with `cleaner evaluate … --json`", 1, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{path}: cannot be read; write it with `cleaner evaluate … --json`", 1, error);
        }
    }
}

/// <summary>Verification of one model on one set.</summary>
/// <param name="Name">The model.</param>
/// <param name="Set">What it was evaluated on; empty where that is plain.</param>
/// <param name="Accuracy">Fold protocol, if the set has folds.</param>
/// <param name="Roc">Points [FAR, TAR] for a plot.</param>
public sealed record VerificationFigures(
    string Name, string Set, long Samples, long Identities, long GenuinePairs, long ImpostorPairs, double Auc, double Eer, double EerThreshold,
    double Rank1, IReadOnlyList<OperatingPoint> Points, FoldResult? Accuracy, IReadOnlyList<double[]> Roc)
{
    private const int PlotPoints = 120;

    /// <summary>Takes over a result.</summary>
    public static VerificationFigures Of(string name, string set, VerificationResult result, FoldResult? accuracy = null) => new(
        name, set, result.Samples, result.Identities, result.GenuinePairs, result.ImpostorPairs, result.Auc, result.Eer, result.EerThreshold,
        result.Rank1, result.Points, accuracy, [.. result.Curve.Sample(PlotPoints).Select(p => new[] { p.Far, p.Tar })]);
}

/// <summary>Identification of one model.</summary>
/// <param name="Name">The model.</param>
/// <param name="Gallery">Subjects registered.</param>
/// <param name="Known">Probes of these.</param>
/// <param name="Unknown">Probes of others.</param>
/// <param name="Rank1">Share of known probes found at rank 1; likewise 5 and 10. NaN without known probes.</param>
/// <param name="OpenSet">TPIR at FPIR.</param>
/// <param name="MegaFaceRank1">Rank-1 against distractors; null without them.</param>
/// <param name="Cmc">Share found within rank 1, 2, 3 …</param>
public sealed record IdentificationFigures(
    string Name, int Gallery, int Known, int Unknown, double Rank1, double Rank5, double Rank10, IReadOnlyList<OpenSetPoint> OpenSet,
    double? MegaFaceRank1, IReadOnlyList<double> Cmc)
{
    /// <summary>Takes over a result.</summary>
    public static IdentificationFigures Of(string name, IdentificationResult result, double? megaFaceRank1) => new(
        name, result.Gallery, result.Known, result.Unknown, result.RankRate(1), result.RankRate(5), result.RankRate(10), result.OpenSet, megaFaceRank1, result.Cmc);
}

/// <summary>Models on one set; changes are against the first model.</summary>
/// <param name="Set">The set.</param>
/// <param name="Units">How many units were re-drawn.</param>
/// <param name="Unit">What they are: "identities" or "pairs".</param>
/// <param name="Models">The models with their figures.</param>
public sealed record ComparisonFigures(string Set, int Units, string Unit, IReadOnlyList<ModelFigures> Models);

/// <summary>Figures of one model with intervals.</summary>
public sealed record ModelFigures(string Name, IReadOnlyList<ComparedFigure> Figures);

/// <summary>Noise detection, as written to JSON.</summary>
public sealed record NoiseFigures(
    string Manifest, long Revision, DetectionResult Labels, IReadOnlyDictionary<string, KindFigures> Kinds,
    long Relabelled, long RelabelledRightly, long NotInManifest, long NotInTruth)
{
    /// <summary>Takes over a report.</summary>
    public static NoiseFigures Of(string manifest, long revision, NoiseReport report) => new(
        manifest, revision, report.Labels, report.Kinds.ToDictionary(k => GroundTruth.NameOf(k.Kind), k => new KindFigures(k.Samples, k.Found)),
        report.Relabelled, report.RelabelledRightly, report.NotInManifest, report.NotInTruth);
}

/// <summary>Samples of one kind, and those found.</summary>
public sealed record KindFigures(long Samples, long Found);
