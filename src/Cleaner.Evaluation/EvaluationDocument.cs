using System.Text.Json;
using System.Text.Json.Serialization;
using Cleaner.Evaluation.Curves;
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
