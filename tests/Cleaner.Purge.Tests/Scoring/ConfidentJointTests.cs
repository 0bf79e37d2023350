using Cleaner.Purge.Scoring;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests.Scoring;

/// <summary>Fixtures: Fixtures/make_confident.py, made by cleanlab itself.</summary>
public sealed class ConfidentJointTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Finds_the_issues_that_cleanlab_finds(int index)
    {
        int[] labels = Array.ConvertAll(Fixture.Read<long>($"confident/labels{index}.npy"), label => (int)label);
        double[] dense = Fixture.Read<double>($"confident/probabilities{index}.npy");
        int classes = dense.Length / labels.Length;
        (int Class, double Share)[][] probabilities = [.. Enumerable.Range(0, labels.Length)
            .Select(i => ((int Class, double Share)[])[.. Enumerable.Range(0, classes).Select(c => (c, dense[(i * classes) + c]))])];
        bool[] expected = Array.ConvertAll(Fixture.Read<byte>($"confident/issues{index}.npy"), value => value != 0);
        Assert.Equal(expected, ConfidentJoint.FindIssues(labels, classes, probabilities));
    }

    [Fact]
    public void A_class_without_samples_does_no_harm()
    {
        (int Class, double Share)[][] probabilities = [[(0, 1.0)], [(0, 0.9), (2, 0.1)], [(2, 1.0)], [(2, 1.0)]];
        Assert.Equal([false, false, false, false], ConfidentJoint.FindIssues([0, 0, 2, 2], 3, probabilities));
    }
}
