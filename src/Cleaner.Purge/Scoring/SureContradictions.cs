namespace Cleaner.Purge.Scoring;

/// <summary>
/// How surely the finished network contradicts labels that it was trained on. What a network has learned it knows surely, and contradicts
/// only what is ambiguous or wrong; a mistake among ambiguous pictures is contradicted faintly or learned by heart in the end. Where it
/// contradicts many labels, and these as surely as it knows others, it was too small or too short in training to fit the set: then its
/// contradictions are of hard right labels as much as of wrong ones, and only the sure ones count.
/// </summary>
/// <param name="All">Share of the labels that it contradicts, 0 to 1.</param>
/// <param name="Sure">
/// Share of wrong labels by the sure ones alone: of all labels that are known or contradicted by at least the margin of the surest quarter
/// of the known ones, those contradicted. It is the share itself where wrong labels are contradicted as surely as right ones are known.
/// </param>
internal readonly record struct SureContradictions(double All, double Sure)
{
    private const double SureQuantile = 0.75;

    // Sure over all, where mistakes resemble their label: 0 to .44 on sets that are learned, .48 to .84 on those that hardly are. Mistakes at
    // random are contradicted surely by every network that does not learn them by heart; they are left to the ranks.
    private const double Learned = 0.4, NotLearned = 0.6;

    /// <summary>How far the set was left unlearned, 0 to 1.</summary>
    public double Unlearned => All == 0 ? 0 : Math.Clamp(((Sure / All) - Learned) / (NotLearned - Learned), 0, 1);

    /// <summary>Counts them.</summary>
    /// <param name="margins">[N]: <see cref="Evidence.CenterMargins"/>; null where the run trained no centers: nothing is contradicted.</param>
    public static SureContradictions Of(float[]? margins)
    {
        margins ??= [];
        float[] known = [.. margins.Where(margin => margin > 0).Order()];
        if (known.Length == 0)
        {
            return default;
        }

        float sure = known[(int)(SureQuantile * (known.Length - 1))];
        int right = margins.Count(margin => margin >= sure), wrong = margins.Count(margin => -margin >= sure);
        return new SureContradictions(1 - ((double)known.Length / margins.Length), (double)wrong / (right + wrong));
    }
}
