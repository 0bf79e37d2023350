namespace Cleaner.Training.Heads;

/// <summary>What <c>cleaner heads</c> prints of a head, and how it is made.</summary>
/// <param name="Name">As typed in <c>--head</c>.</param>
/// <param name="Formula">The logit of the own identity.</param>
/// <param name="Paper">Where it is from.</param>
/// <param name="Parameters">Its numbers with defaults and ranges; the one named "m" is what <c>--margin</c> sets.</param>
/// <param name="Create">Makes the margin from checked values.</param>
public sealed record HeadInfo(
    string Name, string Formula, string Paper, IReadOnlyList<HeadParameter> Parameters, Func<HeadSettings, Margin> Create)
{
    /// <summary>The parameter that <c>--margin</c> sets.</summary>
    public const string MarginName = "m";
}
