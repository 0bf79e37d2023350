using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>One person under two names, through the real executable.</summary>
public sealed class ReconcileCommandTests
{
    [Fact]
    public void Spellings_are_suggested_merged_and_taken_back()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "demo-data", "demo", "--identities", "8", "--images", "4", "--size", "32", "--heldout-identities", "2", "--seed", "5").Expect(0);
        var people = Directory.EnumerateDirectories(folder.At("demo", "heldout")).Order().ToArray();
        Directory.CreateDirectory(folder.At("set"));
        Directory.Move(people[0], folder.At("set", "Ann_Lee"));
        Directory.Move(people[1], folder.At("set", "ann lee"));
        Cli.Run(folder.Path, "ingest", "set", "--out", "set.db").Expect(0);

        Assert.Contains("punctuation", Cli.Run(folder.Path, "reconcile", "set.db", "--dry-run").Expect(0).Output);
        using var json = JsonDocument.Parse(Cli.Run(folder.Path, "reconcile", "set.db", "--merge", "apply", "--json").Expect(0).Output);
        Assert.Equal(2, json.RootElement.GetProperty("revision").GetInt32());
        Assert.Equal("applied", json.RootElement.GetProperty("candidates")[0].GetProperty("decision").GetString());
        Assert.Equal(1, Identities(folder.Path, "set.db"));
        Assert.Equal(2, Identities(folder.Path, "set.db@1"));
        Assert.Contains("nothing new", Cli.Run(folder.Path, "reconcile", "set.db", "--merge", "apply").Expect(0).Output);
        Cli.Run(folder.Path, "revert", "set.db", "1").Expect(0);
        Assert.Equal(2, Identities(folder.Path, "set.db"));
    }

    [Fact]
    public void Ingest_looks_for_spellings_in_a_revision_of_its_own()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "demo-data", "demo", "--identities", "8", "--images", "4", "--size", "32", "--heldout-identities", "2", "--seed", "5").Expect(0);
        var people = Directory.EnumerateDirectories(folder.At("demo", "heldout")).Order().ToArray();
        Directory.CreateDirectory(folder.At("set"));
        Directory.Move(people[0], folder.At("set", "Ann_Lee"));
        Directory.Move(people[1], folder.At("set", "ann lee"));

        Assert.Contains("revision 2 written", Cli.Run(folder.Path, "ingest", "set", "--out", "set.db", "--merge", "apply").Expect(0).Output);
        Assert.Equal(1, Identities(folder.Path, "set.db"));
    }

    private static int Identities(string folder, string manifest)
    {
        using var json = JsonDocument.Parse(Cli.Run(folder, "stats", manifest, "--json").Expect(0).Output);
        return json.RootElement.GetProperty("identities").GetInt32();
    }
}
