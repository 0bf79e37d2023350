using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary><c>--added-loss</c> from the command line to the run's record, and what <c>cleaner heads</c> says of it.</summary>
[Collection(nameof(SmallDemo))]
public sealed class AddedLossCommandTests(SmallDemo demo)
{
    [Fact]
    public void A_training_with_every_added_loss_records_weights_numbers_and_sampler()
    {
        using var folder = demo.Copy();
        Cli.Run(folder.Path, ["train", "manifest.db@1", "--out", "run", "--epochs", "1", "--input-size", "32", "--batch-size", "32", "--device", "cpu",
            "--added-loss", "center,contrastive,triplet-semi-hard,triplet-batch-hard,intra,inter", "--added-weight", "0.01,0.2,0.3,0.4,0.5,0.6", "--added-option", "alpha=0.25"]).Expect(0);
        using var config = JsonDocument.Parse(File.ReadAllText(folder.At("run", "config.json")));
        Assert.Equal("pk", config.RootElement.GetProperty("sampler").GetString());
        var center = config.RootElement.GetProperty("added_losses")[0];
        Assert.Equal(("center", 0.01, 0.25), (center.GetProperty("name").GetString(), center.GetProperty("weight").GetDouble(), center.GetProperty("values").GetProperty("alpha").GetDouble()));
    }

    [Fact]
    public void Heads_lists_the_added_losses_with_weight_parameters_and_paper()
    {
        using var folder = new TemporaryFolder();
        using var json = JsonDocument.Parse(Cli.Run(folder.Path, "heads", "--json").Expect(0).Output);
        var added = json.RootElement.GetProperty("added_losses").EnumerateArray().ToList();
        Assert.Equal(["center", "contrastive", "triplet-semi-hard", "triplet-batch-hard", "intra", "inter"], added.Select(a => a.GetProperty("name").GetString()));
        Assert.All(json.RootElement.GetProperty("heads").EnumerateArray(), head => Assert.NotEqual("", head.GetProperty("formula").GetString()));
        var text = Cli.Run(folder.Path, "heads").Expect(0).Output;
        Assert.All(added, a => Assert.Contains(a.GetProperty("name").GetString()!, text));
    }

    [Fact]
    public void An_unknown_added_loss_is_wrong_usage_and_leaves_no_folder()
    {
        using var folder = demo.Copy();
        var result = Cli.Run(folder.Path, "train", "manifest.db", "--out", "run", "--added-loss", "cosine").Expect(2);
        Assert.Matches("^cleaner: --added-loss 'cosine' is unknown: it takes some of [^\n]+\n$", result.Error);
        Assert.False(Directory.Exists(folder.At("run")));
    }
}
