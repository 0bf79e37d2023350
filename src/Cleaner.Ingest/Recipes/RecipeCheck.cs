using System.Globalization;

namespace Cleaner.Ingest.Recipes;

/// <summary>A published count beside what was found.</summary>
/// <param name="What">"identities" or "images".</param>
/// <param name="Split">The split; null: the whole.</param>
/// <param name="Expected">The published figure.</param>
/// <param name="RoundedTo">What it is rounded to; 1: exact.</param>
/// <param name="Found">What the source lists.</param>
/// <param name="Agrees">Whether the two agree, rounding considered.</param>
/// <param name="Source">Where the figure is published.</param>
public sealed record RecipeCount(string What, string? Split, long Expected, long RoundedTo, long Found, bool Agrees, string Source);

/// <summary>How a source compares with what its recipe expects.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Edition">The edition that was read.</param>
/// <param name="Counts">Published counts beside those found.</param>
/// <param name="Misplaced">Images whose path is not as the recipe says.</param>
/// <param name="FirstMisplaced">One of them, or null.</param>
/// <param name="Layout">Where images should lie, for a person.</param>
public sealed record RecipeCheck(
    string Recipe, string Edition, IReadOnlyList<RecipeCount> Counts, long Misplaced, string? FirstMisplaced, string Layout)
{
    /// <summary>Whether everything is as expected.</summary>
    public bool Agrees => Misplaced == 0 && Counts.All(c => c.Agrees);

    /// <summary>One line for each difference.</summary>
    public IEnumerable<string> Differences()
    {
        foreach (var count in Counts.Where(c => !c.Agrees))
        {
            var difference = count.Found - count.Expected;
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{Recipe}: {(count.RoundedTo > 1 ? "about " : "")}{count.Expected:N0} {count.What}{(count.Split is { } split ? $" in {split}" : "")} expected, {count.Found:N0} found ({Math.Abs(difference):N0} {(difference < 0 ? "fewer" : "more")}; {count.Source})");
        }
        if (Misplaced > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Recipe}: {Misplaced:N0} images do not lie as expected, {FirstMisplaced} for one; expected {Layout}");
    }
}
