using System.Text.RegularExpressions;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Recipes;

/// <summary>A source that is read by a recipe, and counted meanwhile.</summary>
public sealed class RecipeSource : IDatasetSource
{
    private readonly IDatasetSource _inner;
    private readonly Regex? _locator;
    private readonly Dictionary<string, Tally> _splits = new(StringComparer.Ordinal);
    private Tally _whole = new();
    private long _misplaced;
    private string? _firstMisplaced;

    private RecipeSource(IDatasetSource inner, Recipe recipe, RecipeEdition edition)
    {
        _inner = inner;
        Recipe = recipe;
        Edition = edition;
        _locator = edition.Locator is { } pattern ? new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) : null;
    }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>The edition of it that the path holds.</summary>
    public RecipeEdition Edition { get; }

    /// <inheritdoc/>
    public string Kind => _inner.Kind;

    /// <inheritdoc/>
    public string Root => _inner.Root;

    /// <inheritdoc/>
    public long ExpectedCount => _inner.ExpectedCount;

    /// <summary>Opens a path by a recipe: in the edition that was named, else in the first whose format recognises it.</summary>
    /// <param name="reference">See <see cref="RecipeCatalog.Find"/>.</param>
    /// <param name="options">Options of ingest; its format is that of the recipe.</param>
    /// <returns>The source, and the options as the recipe completes them.</returns>
    /// <exception cref="CleanerException">No such recipe, the path is in none of its forms, or ingest does not read them.</exception>
    public static (RecipeSource Source, IngestOptions Options) Open(string reference, IngestOptions options)
    {
        if (options.Format != "auto")
            throw new UsageException($"--recipe {reference} says how the set is read: leave --format out");
        var (recipe, named) = RecipeCatalog.Find(reference);
        if (!File.Exists(options.Path) && !Directory.Exists(options.Path))
            throw new CleanerException($"{options.Path}: no such folder or file");
        var edition = named ?? recipe.Editions.FirstOrDefault(e => e.Read is { } r && Recognises(r, options.Path))
            ?? throw new CleanerException($"{options.Path}: is in none of the forms of {recipe.Title}: {string.Join("; ", recipe.Editions.Select(Describe))}");
        if (edition.Read is not { } read)
            throw new CleanerException($"{recipe.Title} ({edition.Name}) holds pairs or templates and no training images: {edition.Evaluate}");
        var completed = RecipeRules.Apply(read, options);
        return (new RecipeSource(SourceCatalog.Open(completed), recipe, edition), completed);
    }

    /// <inheritdoc/>
    public IEnumerable<SourceItem> Items(SourceNotes notes, CancellationToken stop)
    {
        _whole = new Tally();
        _splits.Clear();
        (_misplaced, _firstMisplaced) = (0, null);
        foreach (var item in _inner.Items(notes, stop))
        {
            Count(item);
            yield return item;
        }
    }

    /// <summary>What was counted while the source was listed to its end, beside what was published.</summary>
    public RecipeCheck Check()
    {
        var counts = new List<RecipeCount>();
        foreach (var expected in Edition.Expected)
        {
            var tally = expected.Split is null ? _whole : _splits.GetValueOrDefault(expected.Split, new Tally());
            if (expected.Identities is { } identities)
                counts.Add(new RecipeCount("identities", expected.Split, identities.Count, identities.RoundedTo, tally.Labels.Count, identities.Agrees(tally.Labels.Count), expected.Source));
            if (expected.Images is { } images)
                counts.Add(new RecipeCount("images", expected.Split, images.Count, images.RoundedTo, tally.Images, images.Agrees(tally.Images), expected.Source));
        }
        return new RecipeCheck(Recipe.Name, Edition.Name, counts, _misplaced, _firstMisplaced, Edition.Layout);
    }

    private void Count(SourceItem item)
    {
        _whole.Add(item);
        if (item.Split is { } split)
        {
            if (!_splits.TryGetValue(split, out var tally))
                _splits[split] = tally = new Tally();
            tally.Add(item);
        }
        if (_locator?.IsMatch(item.Locator) == false)
        {
            _misplaced++;
            _firstMisplaced ??= item.Locator;
        }
    }

    private static bool Recognises(RecipeRead read, string path)
    {
        if (read.IdentityPattern is { } pattern)
            return PatternFolderSource.Recognises(path, pattern);
        return SourceCatalog.Formats.First(f => f.Name == read.Format).Detect(path);
    }

    private static string Describe(RecipeEdition edition) => $"{edition.Name} ({edition.Layout}){(edition.Evaluate is { } command ? $", read by '{command}'" : "")}";

    /// <summary>Images listed, and the identities among those that are not left out on purpose.</summary>
    private sealed class Tally
    {
        public long Images { get; private set; }

        public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);

        public void Add(SourceItem item)
        {
            Images++;
            if (item.Status != SampleStatus.Skipped)
                Labels.Add(item.Label);
        }
    }
}
