using System.Text.Json.Serialization;

namespace Cleaner.Ingest.Recipes;

/// <summary>A known data set: how its labels are read, and what it should hold. One file in <c>manifests/recipes</c> (schema beside them).</summary>
public sealed record Recipe
{
    /// <summary>Where the JSON schema lies; for editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>What <c>--recipe</c> takes.</summary>
    public required string Name { get; init; }

    /// <summary>The set's name as the field writes it.</summary>
    public required string Title { get; init; }

    /// <summary>"training" or "evaluation".</summary>
    public required string Use { get; init; }

    /// <summary>The publication.</summary>
    public required string Reference { get; init; }

    /// <summary>A note on what it may be used for.</summary>
    public required string Licence { get; init; }

    /// <summary>What else a person should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The forms that the set is given out in, the usual one first.</summary>
    public required IReadOnlyList<RecipeEdition> Editions { get; init; }
}

/// <summary>One form that a set is given out in: read by ingest (<see cref="Read"/>) or by another command (<see cref="Evaluate"/>).</summary>
public sealed record RecipeEdition
{
    /// <summary>What <c>--recipe NAME:EDITION</c> takes.</summary>
    public required string Name { get; init; }

    /// <summary>Where the files lie, for a person.</summary>
    public required string Layout { get; init; }

    /// <summary>Options of ingest; null: ingest does not read it.</summary>
    public RecipeRead? Read { get; init; }

    /// <summary>The command that reads it instead.</summary>
    public string? Evaluate { get; init; }

    /// <summary>Regular expression that the path of every image below the root matches; null: any.</summary>
    public string? Locator { get; init; }

    /// <summary>Published counts of the whole and of its splits.</summary>
    public IReadOnlyList<ExpectedCounts> Expected { get; init; } = [];
}

/// <summary>Options of ingest that an edition wants.</summary>
public sealed record RecipeRead
{
    /// <inheritdoc cref="IngestOptions.Format"/>
    public required string Format { get; init; }

    /// <inheritdoc cref="IngestOptions.IdentityDepth"/>
    public int? IdentityDepth { get; init; }

    /// <inheritdoc cref="IngestOptions.IdentityPattern"/>
    public string? IdentityPattern { get; init; }

    /// <inheritdoc cref="IngestOptions.Align"/>
    public int Align { get; init; }
}

/// <summary>Counts that were published.</summary>
public sealed record ExpectedCounts
{
    /// <summary>The split that they are of; null: the whole.</summary>
    public string? Split { get; init; }

    /// <summary>Identities, or null where nobody says.</summary>
    public PublishedCount? Identities { get; init; }

    /// <summary>Images, or null where nobody says.</summary>
    public PublishedCount? Images { get; init; }

    /// <summary>Where they are published.</summary>
    public required string Source { get; init; }
}

/// <summary>A published figure.</summary>
public sealed record PublishedCount
{
    /// <summary>The figure.</summary>
    public required long Count { get; init; }

    /// <summary>It is rounded to a multiple of this. The default is 1: exact.</summary>
    public long RoundedTo { get; init; } = 1;

    /// <summary>Whether a count agrees with it, rounding considered.</summary>
    public bool Agrees(long found) => 2 * Math.Abs(found - Count) <= RoundedTo - (RoundedTo == 1 ? 1 : 0);
}
