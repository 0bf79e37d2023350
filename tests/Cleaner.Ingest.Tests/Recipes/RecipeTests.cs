using Cleaner.Ingest.Recipes;
using Cleaner.Ingest.Sources;
using Cleaner.Ingest.Tests.Support;
using Cleaner.Manifests;
using Json.Schema;

namespace Cleaner.Ingest.Tests.Recipes;

public class RecipeTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Archives.PathOf("recipe.schema.json")));

    public static TheoryData<string> Files => new(Directory.EnumerateFiles(RecipeCatalog.Folder, "*.json").Select(f => Path.GetFileName(f)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_recipe_conforms_to_the_schema_and_bears_the_name_of_its_file(string file)
    {
        var path = Path.Combine(RecipeCatalog.Folder, file);

        Assert.True(Conforms(File.ReadAllText(path)), file);
        Assert.Equal(file, RecipeCatalog.Load(path).Name + ".json");
    }

    [Fact]
    public void The_known_sets_of_the_field_are_there()
    {
        string[] known =
        [
            "casia-webface", "vggface2", "ms1mv0", "ms1mv2", "ms1mv3", "celeb500k", "ibug-500k", "glint360k", "webface", "lfw", "cfp-fp",
            "agedb-30", "cplfw", "calfw", "megaface", "ijb-b", "ijb-c", "lfr2019", "market-1501",
        ];
        Assert.Empty(known.Except(RecipeCatalog.All().Select(r => r.Name)));
    }

    [Theory]
    [InlineData("\"licence\": \"free\",", "")]
    [InlineData("\"licence\"", "\"license\"")]
    [InlineData("\"format\": \"casia-webface\"", "\"format\": \"casia\"")]
    [InlineData("\"count\": 10575", "\"count\": 0")]
    [InlineData("\"use\": \"training\"", "\"use\": \"fun\"")]
    [InlineData("\"read\": {\"format\": \"casia-webface\"},", "")]
    public void A_recipe_with_a_mistake_is_refused_by_the_schema_and_by_the_tool(string right, string wrong)
    {
        const string Text = """
            {"name": "mine", "title": "Mine", "use": "training", "reference": "-", "licence": "free",
             "editions": [{"name": "only", "layout": "any", "read": {"format": "casia-webface"}, "expected": [{"identities": {"count": 10575}, "source": "-"}]}]}
            """;
        using var folder = new TemporaryFolder();
        Assert.True(Conforms(Text));
        Assert.Equal("mine", RecipeCatalog.Load(folder.Write("right.json", Text)).Name);
        Assert.Contains(right, Text);
        var damaged = Text.Replace(right, wrong);

        Assert.False(Conforms(damaged));
        var error = Assert.Throws<CleanerException>(() => RecipeCatalog.Load(folder.Write("wrong.json", damaged)));
        Assert.Contains("wrong.json: not a recipe", error.Message);
    }

    [Fact]
    public void A_rounded_figure_agrees_within_half_of_its_rounding_and_an_exact_one_only_with_itself()
    {
        var exact = new PublishedCount { Count = 10575 };
        var rounded = new PublishedCount { Count = 3_310_000, RoundedTo = 10_000 };

        Assert.True(exact.Agrees(10575));
        Assert.False(exact.Agrees(10574));
        Assert.True(rounded.Agrees(3_311_286));
        Assert.True(rounded.Agrees(3_305_000));
        Assert.False(rounded.Agrees(3_304_999));
    }

    [Fact]
    public void A_folder_is_counted_by_split_without_junk_and_its_strays_are_told()
    {
        using var folder = new TemporaryFolder();
        var image = Pictures.Jpeg(1);
        folder.Write("data/bounding_box_train/0002_c1s1_000451_03.jpg", image);
        folder.Write("data/bounding_box_test/0003_c1s1_000451_03.jpg", image);
        folder.Write("data/bounding_box_test/-1_c1s1_000451_03.jpg", image);
        folder.Write("data/elsewhere/0003_c1s1_000452_03.jpg", image);
        var (source, options) = RecipeSource.Open("market-1501", new IngestOptions { Path = folder.At("data") });

        var listed = source.Items(new SourceNotes(), CancellationToken.None).Count();
        var check = source.Check();

        Assert.Equal("market1501", options.Format);
        Assert.Equal(4, listed);
        Assert.Equal([("identities", null, 2L), ("images", "train", 1L), ("images", "test", 2L)], check.Counts.Select(c => (c.What, c.Split, c.Found)));
        Assert.Equal((1, "elsewhere/0003_c1s1_000452_03.jpg"), (check.Misplaced, check.FirstMisplaced));
        Assert.Equal(4, check.Differences().Count());
        Assert.Contains("market-1501: 1,501 identities expected, 2 found (1,499 fewer; zheng-lab.cecs.anu.edu.au/Project/project_reid.html)", check.Differences());
    }

    [Fact]
    public void Of_several_editions_the_one_that_lies_there_is_read()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("packed"));
        File.Copy(Archives.PathOf("insightface.rec"), folder.At("packed/train.rec"));
        folder.Write("loose/0000045/001.jpg", Pictures.Jpeg(1));

        Assert.Equal("insightface", RecipeSource.Open("casia-webface", new IngestOptions { Path = folder.At("packed") }).Source.Edition.Name);
        Assert.Equal("original", RecipeSource.Open("casia-webface", new IngestOptions { Path = folder.At("loose") }).Source.Edition.Name);
    }

    [Fact]
    public void Where_the_identity_stands_in_the_file_name_the_pattern_of_the_recipe_finds_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data/0_MariaCallas_35_f.jpg", Pictures.Jpeg(1));
        folder.Write("data/1_MariaCallas_40_f.jpg", Pictures.Jpeg(2));
        folder.Write("data/7_Gary_Cooper_22_m.jpg", Pictures.Jpeg(3));
        folder.Write("data/readme.txt", "x");
        var (source, _) = RecipeSource.Open("agedb-30", new IngestOptions { Path = folder.At("data") });
        var notes = new SourceNotes();

        Assert.Equal(["MariaCallas", "MariaCallas", "Gary_Cooper"], source.Items(notes, CancellationToken.None).Select(i => i.Label));
        Assert.Equal(".txt file", notes.Ignored.Single().Reason);
    }

    [Theory]
    [InlineData("nonsense", "no such recipe")]
    [InlineData("casia-webface:nonsense", "no edition 'nonsense'; it has original, insightface")]
    [InlineData("../secret", "no such recipe")]
    public void A_name_that_is_none_is_answered_with_those_there_are(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => RecipeCatalog.Find(name)).Message);

    [Fact]
    public void A_set_of_pairs_is_sent_to_the_command_that_reads_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("lfw.bin", "x");

        var error = Assert.Throws<CleanerException>(() => RecipeSource.Open("lfw:pack", new IngestOptions { Path = folder.At("lfw.bin") }));
        Assert.Contains("cleaner evaluate --pairs lfw.bin --model RUN", error.Message);
        Assert.Contains("cleaner evaluate", Assert.Throws<CleanerException>(() => RecipeSource.Open("ijb-c", new IngestOptions { Path = folder.Path })).Message);
    }

    private static bool Conforms(string text) => Schema.Evaluate(System.Text.Json.JsonDocument.Parse(text).RootElement).IsValid;
}
