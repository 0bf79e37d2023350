using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Tests.Support;

namespace Cleaner.Purge.Tests;

public sealed class EvidenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Manifest _manifest;

    public EvidenceTests() => _manifest = Some.Manifest(_folder.Path, identities: 2, perIdentity: 3);

    public void Dispose()
    {
        _manifest.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Load_maps_ids_classes_and_snapshots()
    {
        RunFolder run = WriteRun(new float[12]);
        Directory.CreateDirectory(Path.GetDirectoryName(run.SnapshotEmbeddings(12))!);
        Npy.Write<float>(run.SnapshotEmbeddings(12), new float[12], 6, 2);
        using Evidence evidence = Evidence.Load(run);
        Assert.Equal([1, 2, 3, 4, 5, 6], evidence.SampleIds);
        Assert.Equal([0, 0, 0, 1, 1, 1], evidence.ClassOfRow);
        Assert.Single(evidence.Snapshots);
        Assert.NotSame(evidence.Embeddings, evidence.Snapshots[0]);
    }

    [Fact]
    public void The_training_accuracy_is_the_share_of_labels_that_lie_nearest_to_a_center_of_their_own()
    {
        RunFolder run = WriteRun(new float[12]);
        using (Evidence bare = Evidence.Load(run))
        {
            Assert.Null(bare.TrainingAccuracy());
        }

        Directory.CreateDirectory(run.Scores);
        Npy.Write<float>(run.OwnCosines, [0.9f, 0.1f, 0.2f, 0.6f, 0.3f, 0.4f, 0.5f, 0.5f, 0.1f, 0.2f, 0.8f, 0.7f], 6, 2);
        Npy.Write<float>(run.OtherCosine, [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f], 6);
        using Evidence evidence = Evidence.Load(run);
        Assert.Equal(3 / 6.0, evidence.TrainingAccuracy());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Load_refuses_an_embedding_that_is_not_a_number_and_names_the_sample(float bad)
    {
        var embeddings = new float[12];
        embeddings[9] = bad;
        CleanerException error = Assert.Throws<CleanerException>(() => Evidence.Load(WriteRun(embeddings)));
        Assert.Contains("sample 5 (row 4)", error.Message);
    }

    [Fact]
    public void Load_refuses_arrays_of_different_lengths()
    {
        RunFolder run = WriteRun(new float[12]);
        Npy.Write<float>(run.Embeddings, new float[10], 5, 2);
        Assert.Contains("embeddings.npy: has 5 rows, ids.npy has 6", Assert.Throws<CleanerException>(() => Evidence.Load(run)).Message);
    }

    [Fact]
    public void Load_names_the_folder_that_is_missing() =>
        Assert.Contains("nowhere: no such run folder", Assert.Throws<CleanerException>(() => Evidence.Load(new RunFolder("nowhere"))).Message);

    [Fact]
    public void Concatenation_of_normalised_arrays_has_the_mean_of_their_cosines()
    {
        Vectors both = Vectors.Concatenate([Vectors.From(new[] { 3f, 4f, 1f, 0f }, 2), Vectors.From(new[] { 0f, 2f, 0f, 5f }, 2)]);
        var rows = new float[2 * both.Dim];
        both.CopyRows(0, 2, rows);
        Assert.Equal(1, VectorMath.Dot(rows.AsSpan(0, 4), rows.AsSpan(0, 4)), 5);
        Assert.Equal((0.6f + 1f) / 2, VectorMath.Dot(rows.AsSpan(0, 4), rows.AsSpan(4, 4)), 5);
    }

    [Fact]
    public void Several_runs_stand_side_by_side_with_the_mean_of_their_dynamics_and_the_centers_of_the_one_that_has_some()
    {
        // As 'cleaner embed' leaves it: no centers, no dynamics.
        RunFolder bare = Some.Run(_folder.At("bare"), _manifest, [0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], 2, new float[6], 1);
        File.Delete(bare.OwnCosines);
        RunFolder first = WithDynamics("first", 1, [3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4]), second = WithDynamics("second", 2, new float[12]);
        Npy.Write<float>(first.HeldOutFirst, [.. Enumerable.Range(0, 18).Select(i => (float)i)], 6, 3);
        Npy.Write<float>(first.HeldOutRanks, [0, 0, 0, 0.25f, 0, 0], 6);

        using Evidence joined = Evidence.Load([bare, first, second]);

        Assert.Equal([1, 2, 3, 4, 5, 6], joined.SampleIds);
        Assert.Equal(3, joined.Snapshots.Count);
        var row = new float[6];
        joined.Embeddings.CopyRow(0, row);
        float share = 1 / MathF.Sqrt(3);
        Assert.Equal([0.6f * share, 0.8f * share, 0, 0, 0, share], row, (a, b) => MathF.Abs(a - b) < 1e-6f);
        joined.Snapshots[0].CopyRow(0, row);
        Assert.Equal([3, 4], row[..2]); // of the run that recorded its training
        joined.DynamicsFirst!.CopyRow(5, row);
        Assert.Equal([1.5f, 2.5f, 3.5f], row[..3]);
        joined.OwnCosines!.CopyRow(0, row);
        Assert.Equal(1, row[0]);
        joined.HeldOutRanks!.CopyRow(3, row);
        Assert.Equal(0.25f, row[0]); // of the run that has some
        joined.HeldOutFirst!.CopyRow(2, row);
        Assert.Equal([6, 7, 8], row[..3]);
    }

    [Fact]
    public void Runs_of_other_samples_or_labels_are_not_judged_together()
    {
        RunFolder first = WriteRun(new float[12]), labels = Some.Run(_folder.At("labels"), _manifest, new float[12], 2, new float[6], 1);
        Npy.Write<long>(labels.Labels, [1, 1, 2, 2, 2, 2]);
        Refuses(labels, "sample 3 has another label in each");

        RunFolder fewer = Some.Run(_folder.At("fewer"), _manifest, new float[12], 2, new float[6], 1);
        Npy.Write<long>(fewer.Ids, [1, 2, 4, 5, 6]);
        Npy.Write<long>(fewer.Labels, [1, 1, 2, 2, 2]);
        Npy.Write<float>(fewer.Embeddings, new float[10], 5, 2);
        Npy.Write<float>(fewer.OwnCosines, new float[5], 5, 1);
        Refuses(fewer, "sample 3 is in one of them only");

        void Refuses(RunFolder other, string why)
        {
            string message = Assert.Throws<CleanerException>(() => Evidence.Load([first, other])).Message;
            Assert.StartsWith($"{first.Path} and {other.Path}: {why}", message);
        }
    }

    /// <summary>A run whose samples all have the same dynamics: d, d + 1, d + 2.</summary>
    private RunFolder WithDynamics(string name, float d, float[] embeddings)
    {
        RunFolder run = Some.Run(_folder.At(name), _manifest, embeddings, 2, [d, d, d, d, d, d], 1);
        Npy.Write<float>(run.DynamicsFirst, [.. Enumerable.Range(0, 18).Select(i => d + (i % 3))], 6, 3);
        return run;
    }

    private RunFolder WriteRun(float[] embeddings) => Some.Run(_folder.At("run"), _manifest, embeddings, 2, new float[6], 1);
}
