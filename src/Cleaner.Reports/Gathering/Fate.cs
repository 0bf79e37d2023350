using Cleaner.Manifests;

namespace Cleaner.Reports.Gathering;

/// <summary>What became of a sample, as the page shows it.</summary>
internal enum Fate
{
    Kept,
    Relabelled,
    Dropped,
    Duplicate,
    Unusable,
}

internal static class Fates
{
    public static readonly Fate[] All = Enum.GetValues<Fate>();

    public static Fate Of(SampleView view) => view.Belief.State switch
    {
        SampleState.Dropped => Fate.Dropped,
        SampleState.Duplicate => Fate.Duplicate,
        SampleState.Unusable => Fate.Unusable,
        _ => view.IsRelabelled ? Fate.Relabelled : Fate.Kept,
    };

    /// <summary>Whether the name that it came with loses it to a decision.</summary>
    public static bool Goes(this Fate fate) => fate is Fate.Dropped or Fate.Relabelled;

    /// <summary>Name of the CSS class and of its colour variable.</summary>
    public static string Class(this Fate fate) => fate.ToString().ToLowerInvariant();

    public static string Title(this Fate fate) => fate switch
    {
        Fate.Duplicate => "Duplicates",
        _ => fate.ToString(),
    };
}
