namespace Cleaner.Evaluation.Identification;

/// <summary>The threshold of a gallery, and what it rests on.</summary>
/// <param name="Threshold">Lowest cosine at which a probe is named.</param>
/// <param name="MeasuredFpir">Share of the strangers that would be named at that threshold; NaN for a threshold that was given.</param>
/// <param name="Strangers">Images that played strangers; 0 for a threshold that was given.</param>
/// <param name="Resolved">False when there are too few strangers for the rate that was asked for, so that not even one may be named.</param>
public sealed record Calibration(double Threshold, double MeasuredFpir, int Strangers, bool Resolved)
{
    /// <summary>A threshold from outside.</summary>
    public static Calibration Given(double threshold) => new(threshold, double.NaN, 0, true);

    /// <summary>The lowest threshold at which at most a share of strangers is named (ISO/IEC 19795-1: the false positive identification rate).</summary>
    /// <param name="best">Highest cosine of each stranger to any identity that is registered.</param>
    /// <param name="fpir">The share, 0…1.</param>
    public static Calibration At(float[] best, double fpir)
    {
        double threshold = IdentificationMetrics.Calibrate(best, fpir);
        return new Calibration(threshold, (double)best.Count(s => s >= threshold) / best.Length, best.Length, fpir == 0 || best.Length * fpir >= 1 - 1e-9);
    }
}
