using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Manifests;

namespace Cleaner.EndToEnd.Tests;

/// <summary>diff, log, revert, stats and merge, as a user types them.</summary>
public sealed class ManifestCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Diff_of_one_file_shows_its_last_revision_in_every_format()
    {
        Purged("m.db");
        var table = Run("diff", "m.db").Output;
        Assert.Contains("m.db@1 → m.db@2", table);
        Assert.Contains("20 samples, 20 kept → 20 samples, 18 kept", table);
        Assert.Contains("angle 81.5: far from its center", table);

        Assert.Equal("anna/02.jpg\nanna/<b>|3.jpg\nbert/12.jpg\n", Run("diff", "m.db", "--name-only").Output);
        Assert.Contains("| dropped | anna/\\<b>\\|3.jpg | anna |", Run("diff", "m.db", "--format", "markdown").Output);
        Assert.Contains("<td>anna/&lt;b&gt;|3.jpg</td>", Run("diff", "m.db", "--format", "html").Output);
        Assert.Contains("relabelled,bert/12.jpg,bert/12.jpg,bert,anna,kept,kept,person,,\"looks like \"\"anna\"\"\",12,12", Run("diff", "m.db", "--format", "csv").Output);
        Assert.Contains("10 → 9", Run("diff", "m.db", "--stat").Output);

        var lines = Run("diff", "m.db", "--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["dropped", "dropped", "relabelled"], lines.Select(line => line.GetProperty("change").GetString()));
        Assert.Equal(81.5, lines[0].GetProperty("after").GetProperty("score").GetDouble());
        Assert.Equal(JsonValueKind.Null, lines[2].GetProperty("after").GetProperty("score").ValueKind);

        var document = JsonDocument.Parse(Run("diff", "m.db", "--format", "json").Output).RootElement;
        Assert.Equal(3, document.GetProperty("changes").GetArrayLength());
        Assert.Equal(2, document.GetProperty("summary").GetProperty("kinds").GetProperty("dropped").GetInt32());
    }

    [Fact]
    public void Diff_filters_and_tells_by_its_exit_code_as_git_does()
    {
        Purged("m.db");
        Assert.Equal("bert/12.jpg\n", Run("diff", "m.db", "--name-only", "--reason", "person").Output);
        Assert.Equal("bert/12.jpg\n", Run("diff", "m.db", "--name-only", "--identity", "b*").Output);
        Assert.Equal("anna/02.jpg\n", Run("diff", "m.db", "--name-only", "--kind", "dropped", "--limit", "1").Output);
        Cli.Run(_folder.Path, "diff", "m.db@1", "@2", "--exit-code", "--stat").Expect(1);
        Assert.Contains("no changes", Cli.Run(_folder.Path, "diff", "m.db@2", "m.db@2", "--exit-code").Expect(0).Output);
        Assert.Contains("no changes", Cli.Run(_folder.Path, "diff", "m.db", "--exit-code", "--identity", "nobody").Expect(0).Output);
        Assert.Contains("no revision 9", Cli.Run(_folder.Path, "diff", "m.db@9", "m.db").Expect(1).Error);
        Assert.Contains("give one of them", Cli.Run(_folder.Path, "diff", "m.db", "--stat", "--name-only").Expect(2).Error);
    }

    [Fact]
    public void Log_and_revert_take_a_purge_back()
    {
        Purged("m.db");
        Assert.Contains("dropped 2", Run("log", "m.db").Output);
        Assert.Contains("dry run", Run("revert", "m.db", "1", "--dry-run").Output);
        Assert.Equal(2, Log("m.db").GetArrayLength());
        Run("revert", "m.db", "1", "--actor", "maria");
        var log = Log("m.db");
        Assert.Equal(3, log.GetArrayLength());
        Assert.Equal("maria", log[2].GetProperty("actor").GetString());
        Assert.Equal("cleaner revert m.db 1 --actor maria", log[2].GetProperty("command").GetString());
        Assert.Equal(3, log[2].GetProperty("counts").GetProperty("restored").GetInt32());
        Cli.Run(_folder.Path, "diff", "m.db@1", "m.db@3", "--exit-code").Expect(0);
        Assert.Contains("nothing to change", Run("revert", "m.db", "3").Output);
        Assert.Contains("from 1 to 3", Cli.Run(_folder.Path, "revert", "m.db", "7").Expect(1).Error);
        Cli.Run(_folder.Path, "revert", "m.db").Expect(2);
    }

    [Fact]
    public void An_unfinished_revision_is_told_and_can_be_dropped()
    {
        Purged("m.db");
        using (var manifest = Manifest.Open(_folder.At("m.db"), writable: true))
            manifest.BeginStaged("cleaner ingest more", "{}").Dispose();
        Assert.Contains("unfinished: 'cleaner ingest more'", Run("log", "m.db").Error);
        Assert.Contains("unfinished 'cleaner ingest more'", Cli.Run(_folder.Path, "revert", "m.db", "1").Expect(1).Error);
        Run("revert", "m.db", "--unfinished");
        Run("revert", "m.db", "1");
    }

    [Fact]
    public void Stats_count_what_is_there()
    {
        Purged("m.db");
        Assert.Contains("20 samples, 2 identities", Run("stats", "m.db").Output);
        var now = JsonDocument.Parse(Run("stats", "m.db", "--json").Output).RootElement;
        var before = JsonDocument.Parse(Run("stats", "m.db@1", "--json").Output).RootElement;
        Assert.Equal((18, 20), (States(now), States(before)));
        Assert.Equal(1, now.GetProperty("relabelled").GetInt32());
        Assert.Equal(20, now.GetProperty("quality").GetProperty("Dark").GetInt32());

        static int States(JsonElement stats) => stats.GetProperty("states").GetProperty("kept").GetInt32();
    }

    [Fact]
    public void Merge_joins_manifests_once()
    {
        Purged("a.db");
        Purged("b.db", "/elsewhere");
        Run("merge", "out.db", "a.db", "b.db");
        Assert.Contains("nothing new", Run("merge", "out.db", "a.db").Output);
        Assert.Contains("40 samples, 2 identities", Run("stats", "out.db").Output);
        Assert.Contains("is the output and an input", Cli.Run(_folder.Path, "merge", "out.db", "out.db").Expect(2).Error);
    }

    [Fact]
    public void Export_lists_the_kept_samples_of_a_revision_and_refuses_a_full_folder()
    {
        Purged("m.db");
        Run("export", "m.db", "now", "--format", "csv");
        Run("export", "m.db@1", "before", "--format", "csv");
        Assert.Equal("label,identity,samples\n0,anna,9\n1,bert,9\n", File.ReadAllText(_folder.At("now", "labels.csv")));
        Assert.Equal("label,identity,samples\n0,anna,10\n1,bert,10\n", File.ReadAllText(_folder.At("before", "labels.csv")));
        Assert.Contains("is not empty", Cli.Run(_folder.Path, "export", "m.db", "now", "--format", "csv").Expect(1).Error);
        Assert.Contains("not a format", Cli.Run(_folder.Path, "export", "m.db", "zip", "--format", "zip").Expect(2).Error);
        Assert.Contains("is gone", Cli.Run(_folder.Path, "export", "m.db", "files").Expect(3).Error);
    }

    /// <summary>Ten images each of anna and bert; then one of bert goes to anna, and two of anna go.</summary>
    private void Purged(string name, string root = "/data")
    {
        using var manifest = Manifest.Create(_folder.At(name));
        using (var writer = manifest.Begin("cleaner ingest", "{}"))
        {
            var source = manifest.AddSource("imagefolder", root, "{}");
            for (var i = 1; i <= 20; i++)
            {
                var label = i <= 10 ? "anna" : "bert";
                var identity = manifest.IdentityId(label);
                var sample = new Sample
                {
                    SourceId = source,
                    Locator = i == 3 ? "anna/<b>|3.jpg" : $"{label}/{i:D2}.jpg",
                    Label = label,
                    Format = "jpeg",
                    Width = 112,
                    Height = 112,
                    Sha256 = [.. Enumerable.Repeat((byte)i, 32)],
                    Quality = new Quality(0, 0, 0, 0, 1, false, 1),
                };
                writer.Set(new Belief(writer.Add(sample, identity), SampleState.Kept, identity));
            }
            writer.Commit(new { added = 20 });
        }
        using (var writer = manifest.Begin("cleaner purge", "{}"))
        {
            writer.Set(new Belief(2, SampleState.Dropped, 1, 0, "angle", 81.5, "far from its center"));
            writer.Set(new Belief(3, SampleState.Dropped, 1, 0, "angle", 77, "far from its center"));
            writer.Set(new Belief(12, SampleState.Kept, 1, 0, "person", double.NaN, "looks like \"anna\""));
            writer.Commit(new { dropped = 2 });
        }
    }

    private CliResult Run(params string[] arguments) => Cli.Run(_folder.Path, arguments).Expect(0);

    private JsonElement Log(string manifest) => JsonDocument.Parse(Run("log", manifest, "--json").Output).RootElement;
}
