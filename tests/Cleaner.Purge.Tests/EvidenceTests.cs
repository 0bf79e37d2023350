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

    private RunFolder WriteRun(float[] embeddings) => Some.Run(_folder.At("run"), _manifest, embeddings, 2, new float[6], 1);
}
