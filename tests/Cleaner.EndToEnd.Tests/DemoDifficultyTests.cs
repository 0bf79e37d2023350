using System.Text.Json.Nodes;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary>The drawn faces are worth training on: what an untrained network cannot do, a trained one can (raw pixels are tested beside the drawing).</summary>
public sealed class DemoDifficultyTests
{
    [Fact]
    public void An_untrained_network_fails_on_unseen_faces_and_a_trained_one_succeeds()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "demo-data", "demo", "--identities", "60", "--images", "20", "--size", "40", "--noise", "0", "--heldout-identities", "15", "--seed", "2").Expect(0);
        Cli.Run(folder.Path, "ingest", "demo/images", "--out", "m.db").Expect(3);

        var untrained = HeldOutAuc(folder, "untrained", "--epochs", "1", "--learning-rate", "1e-9");
        var trained = HeldOutAuc(folder, "trained", "--epochs", "20");

        Assert.InRange(untrained, 0.4, 0.7);
        Assert.InRange(trained, 0.85, 1);
    }

    private static double HeldOutAuc(TemporaryFolder folder, string run, params string[] training)
    {
        Cli.Run(folder.Path, ["train", "m.db", "--out", run, "--input-size", "32", "--seed", "1", "--device", "cpu", .. training]).Expect(0);
        Cli.Run(folder.Path, "embed", "--folder", "demo/heldout", "--model", run, "--out", $"{run}-heldout").Expect(0);
        var evaluation = JsonNode.Parse(Cli.Run(folder.Path, "evaluate", "--embeddings", $"{run}-heldout", "--json").Expect(0).Output)!;
        return evaluation["verification"]![0]!["auc"]!.GetValue<double>();
    }
}
