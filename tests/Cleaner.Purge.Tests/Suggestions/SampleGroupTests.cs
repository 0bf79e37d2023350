using Cleaner.Purge.Scoring;
using Cleaner.Purge.Suggestions;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Suggestions;

public sealed class SampleGroupTests
{
    [Fact]
    public void The_core_of_a_group_is_its_most_typical_three_fifths()
    {
        // Twelve images of one person, eight that are less alike.
        Clusters near = Clusters.Make(5, classes: 1, perClass: 12, spread: 0.3), far = Clusters.Make(5, classes: 1, perClass: 8, spread: 1);
        Vectors vectors = Vectors.From((float[])[.. near.Embeddings, .. far.Embeddings], near.Dim);
        var group = new SampleGroup(vectors, [.. Enumerable.Range(0, 20)]);

        SampleGroup core = group.Core(vectors);

        Assert.Equal(Enumerable.Range(0, RobustCentroid.CoreSize(20)), core.Rows.Order());
        Assert.True(core.Within > group.Within + 0.1f);
    }

    [Fact]
    public void A_group_too_small_to_choose_from_is_its_own_core()
    {
        Clusters few = Clusters.Make(6, classes: 1, perClass: (2 * StableGroups.LeastSamples) - 1);
        Vectors vectors = Vectors.From(few.Embeddings, few.Dim);
        var group = new SampleGroup(vectors, [.. Enumerable.Range(0, few.Labels.Length)]);

        Assert.Same(group, group.Core(vectors));
    }
}
