using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Ingest.Recipes;
using Spectre.Console;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary><c>cleaner recipes</c>: the data sets that ingest knows by name.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "Show this one in full: a name, or the path of a recipe's file.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print the recipes as JSON." };
        var command = new Command("recipes", "Lists the data sets that 'cleaner ingest --recipe' knows, with published counts and their sources.") { name, json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            if (context.Get(name) is { } one)
            {
                Recipe recipe = RecipeCatalog.Find(one).Recipe;
                Show(context, recipe, () => Describe(context.Ui, recipe));
            }
            else
            {
                IReadOnlyList<Recipe> all = RecipeCatalog.All();
                Show(context, all, () => List(context.Ui, all));
            }

            return 0;

            void Show(CommandContext shown, object document, Action table)
            {
                if (shown.Get(json))
                {
                    shown.Ui.Json(document);
                }
                else
                {
                    table();
                }
            }
        }));
        return command;
    }

    private static void List(Ui ui, IReadOnlyList<Recipe> recipes)
    {
        Table table = Ui.NewTable("recipe", "data set", "use", "identities", "images", "editions");
        foreach (Recipe recipe in recipes)
        {
            ExpectedCounts[] expected = [.. recipe.Editions.SelectMany(e => e.Expected).Where(e => e.Split is null)];
            string[] cells =
            [
                recipe.Name,
                recipe.Title,
                recipe.Use,
                Figure(expected.FirstOrDefault()?.Identities),
                Figure(expected.FirstOrDefault()?.Images),
                string.Join(", ", recipe.Editions.Select(e => e.Name)),
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        ui.Show(table);
        ui.Line("Counts are those published for the first edition; 'cleaner recipes NAME' names their sources and the licence.");
    }

    private static void Describe(Ui ui, Recipe recipe)
    {
        ui.Line($"{recipe.Name}: {recipe.Title} ({recipe.Use})");
        ui.Line(recipe.Reference);
        ui.Line($"licence: {recipe.Licence}");
        foreach (string note in recipe.Notes)
        {
            ui.Line($"note: {note}");
        }

        foreach (RecipeEdition edition in recipe.Editions)
        {
            ui.Line();
            ui.Line($"{recipe.Name}:{edition.Name}: {edition.Layout}");
            ui.Line(edition.Read is { } read ? $"  cleaner ingest PATH --recipe {recipe.Name}:{edition.Name}{Options(read)}" : $"  {edition.Evaluate}");
            foreach (ExpectedCounts expected in edition.Expected)
            {
                ui.Line($"  {expected.Split ?? "all"}: {Figure(expected.Identities)} identities, {Figure(expected.Images)} images ({expected.Source})");
            }
        }
    }

    private static string Options(RecipeRead read) =>
        $"   (--format {read.Format}{(read.IdentityPattern is { } pattern ? $" --identity-pattern '{pattern}'" : "")}{(read.Align > 0 ? Invariant($" --align {read.Align}") : "")})";

    private static string Figure(PublishedCount? count) => count is null ? "-" : Invariant($"{(count.RoundedTo > 1 ? "about " : "")}{count.Count:N0}");
}
