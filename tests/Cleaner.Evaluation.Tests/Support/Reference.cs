using System.Text.Json;

namespace Cleaner.Evaluation.Tests.Support;

/// <summary>Figures recorded from scikit-learn and SciPy by Fixtures/make_reference.py.</summary>
internal sealed record Reference(Reference.PairCase[] Pairs, Reference.DetectionCase[] Detection)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public sealed record FoldCase(double Accuracy, double Deviation, double[] Each);

    public sealed record PairCase(float[] Scores, bool[] Same, double Auc, double Eer, double[] Fars, double[] Tars, FoldCase Folds);

    public sealed record DetectionCase(bool[] Noise, float[] Scores, bool[] Dropped, double Precision, double Recall, double F1, double Ap);

    public static Reference Load() => JsonSerializer.Deserialize<Reference>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "reference.json")), Options)!;
}
