using Cleaner.Manifests;
using Cleaner.Purge.Rules;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests;

public sealed class RelabellingTests
{
    [Fact]
    public void Samples_of_another_identity_come_back_under_it_and_strangers_do_not()
    {
        Clusters set = Clusters.Make(31, classes: 30, perClass: 20, closed: 0.15, open: 0.15);
        using Evidence evidence = set.Evidence();
        Decision[] decisions = Drops(evidence);
        Relabelling relabelling = Relabelling.Judge(evidence, evidence.Margins(0), decisions);
        int[] relabelled = [.. Enumerable.Range(0, decisions.Length).Where(row => decisions[row] == Decision.Relabel)];
        Assert.InRange(relabelled.Length, 60, 100);
        Assert.All(relabelled, row => Assert.True(set.IsNoise[row]));
        Assert.All(relabelled, row => Assert.Equal(Shown(set, row), relabelling.To(row)));
    }

    [Fact]
    public void Where_all_noise_is_strangers_nothing_is_relabelled()
    {
        using Evidence evidence = Clusters.Make(32, classes: 30, perClass: 20, open: 0.3).Evidence();
        Decision[] decisions = Drops(evidence);
        Relabelling.Judge(evidence, evidence.Margins(0), decisions);
        Assert.Contains(Decision.Drop, decisions);
        Assert.DoesNotContain(Decision.Relabel, decisions);
    }

    [Fact]
    public void Kept_samples_and_those_left_alone_are_not_touched()
    {
        using Evidence evidence = Clusters.Make(33, classes: 20, perClass: 10, closed: 0.2).Evidence();
        var decisions = new Decision[evidence.Count];
        Array.Fill(decisions, Decision.Untouched, 0, 50);
        Decision[] before = [.. decisions];
        Relabelling.Judge(evidence, evidence.Margins(0), decisions);
        Assert.Equal(before, decisions);
    }

    [Fact]
    public void Relabelling_by_another_rule_is_wrong_usage() =>
        Assert.Contains("--relabel is of rule 'auto'", Assert.Throws<UsageException>(() => new PurgeOptions { Relabel = true, Rule = "knn" }.Validated()).Message);

    private static Decision[] Drops(Evidence evidence) =>
        Array.ConvertAll(new AutoRule().Evaluate(evidence, new PurgeOptions { Round = 2 }).Drop, drop => drop ? Decision.Drop : Decision.Keep);

    /// <summary>The identity whose clean samples are nearest on average.</summary>
    private static int Shown(Clusters set, int row) => Enumerable.Range(0, set.Labels.Max() + 1).MaxBy(c => Enumerable.Range(0, set.Labels.Length)
        .Where(other => set.Labels[other] == c && !set.IsNoise[other])
        .Average(other => Naive.Dot(Naive.Row(set.Embeddings, set.Dim, row), Naive.Row(set.Embeddings, set.Dim, other))));
}
