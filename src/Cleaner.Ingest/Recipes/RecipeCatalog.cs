using System.Text.Json;
using System.Text.Json.Serialization;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Recipes;

/// <summary>The recipes beside the executable, and those that a person wrote.</summary>
public static class RecipeCatalog
{
    private const string Extension = ".json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Where the recipes that come with the tool lie.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "recipes");

    /// <summary>All recipes that come with the tool, by name.</summary>
    /// <exception cref="CleanerException">The folder is missing, or one of them cannot be read.</exception>
    public static IReadOnlyList<Recipe> All() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*" + Extension).Order(StringComparer.Ordinal).Select(Load)]
        : throw new CleanerException($"{Folder}: the recipes that come with cleaner are missing; install it again, or give the path of a recipe");

    /// <summary>A recipe and one of its editions.</summary>
    /// <param name="reference">NAME or NAME:EDITION, or the path of a recipe's file (…json), with or without :EDITION.</param>
    /// <exception cref="CleanerException">There is no such recipe or edition; the message names those there are.</exception>
    public static (Recipe Recipe, RecipeEdition? Edition) Find(string reference)
    {
        var (name, edition) = Split(reference);
        var recipe = IsPath(name) ? Load(name) : Named(name);
        if (edition is null)
            return (recipe, null);
        return (recipe, recipe.Editions.FirstOrDefault(e => e.Name == edition)
            ?? throw new UsageException($"recipe {recipe.Name} has no edition '{edition}'; it has {string.Join(", ", recipe.Editions.Select(e => e.Name))}"));
    }

    /// <summary>Reads one recipe.</summary>
    /// <exception cref="CleanerException">No such file, or not a recipe.</exception>
    public static Recipe Load(string path)
    {
        try
        {
            var recipe = JsonSerializer.Deserialize<Recipe>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it is empty");
            RecipeRules.Check(recipe);
            return recipe;
        }
        catch (JsonException error)
        {
            throw new CleanerException($"{path}: not a recipe: {error.Message.ReplaceLineEndings(" ")}", 1, error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CleanerException($"{path}: no such recipe", 1, error);
        }
    }

    private static Recipe Named(string name)
    {
        var path = Path.Combine(Folder, name + Extension);
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && File.Exists(path))
            return Load(path);
        throw new UsageException($"--recipe {name}: no such recipe; 'cleaner recipes' lists them ({string.Join(", ", All().Select(r => r.Name))})");
    }

    private static bool IsPath(string name) => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    private static (string Name, string? Edition) Split(string reference)
    {
        // A drive letter's colon is followed by a separator, an edition's is not.
        var colon = reference.LastIndexOf(':');
        return colon > 0 && !reference[colon..].Contains('/') && !reference[colon..].Contains('\\')
            ? (reference[..colon], reference[(colon + 1)..])
            : (reference, null);
    }
}
