using System.Text.Json;
using System.Text.RegularExpressions;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Recipes;

/// <summary>What must hold in a recipe beyond the types of its fields.</summary>
internal static class RecipeRules
{
    /// <exception cref="JsonException">It does not hold; the message says what.</exception>
    public static void Check(Recipe recipe)
    {
        Require(recipe.Use is "training" or "evaluation", $"use is '{recipe.Use}' instead of training or evaluation");
        Require(recipe.Editions.Count > 0, "it has no editions");
        Require(recipe.Editions.DistinctBy(e => e.Name).Count() == recipe.Editions.Count, "two editions have the same name");
        foreach (var edition in recipe.Editions)
            Check(edition);
    }

    private static void Check(RecipeEdition edition)
    {
        Require(edition.Read is null != edition.Evaluate is null, $"edition {edition.Name} must have either 'read' or 'evaluate'");
        Require(edition.Locator is null || IsPattern(edition.Locator), $"edition {edition.Name}: its locator is no regular expression");
        Require(edition.Expected.All(e => e.Identities is not null || e.Images is not null), $"edition {edition.Name}: an expectation without a count");
        Require(edition.Expected.SelectMany(Counts).All(c => c is { Count: > 0, RoundedTo: > 0 }), $"edition {edition.Name}: a count below 1");
        if (edition.Read is not { } read)
            return;
        Require(SourceCatalog.Formats.Any(f => f.Name == read.Format), $"edition {edition.Name}: '{read.Format}' is no format");
        try
        {
            Apply(read, new IngestOptions { Path = "." }).Validate();
        }
        catch (UsageException error)
        {
            throw new JsonException($"edition {edition.Name}: {error.Message}", error);
        }
    }

    /// <summary>The options as the recipe wants them; what was given on the command line beside it stands.</summary>
    public static IngestOptions Apply(RecipeRead read, IngestOptions options) => options with
    {
        Format = read.Format,
        IdentityDepth = options.IdentityDepth ?? read.IdentityDepth,
        IdentityPattern = options.IdentityPattern ?? read.IdentityPattern,
        Align = options.Align > 0 ? options.Align : read.Align,
    };

    private static IEnumerable<PublishedCount> Counts(ExpectedCounts expected) =>
        new[] { expected.Identities, expected.Images }.OfType<PublishedCount>();

    private static bool IsPattern(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new JsonException(otherwise);
    }
}
