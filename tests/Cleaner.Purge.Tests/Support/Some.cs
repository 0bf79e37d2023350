using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Tests.Support;

/// <summary>Builders of test data.</summary>
internal static class Some
{
    /// <summary>Evidence with cosines to the own centers alone; sample ids are 1, 2, …; identity ids 100, 101, …</summary>
    public static Evidence WithCosines(int[] classOfRow, Vectors ownCosines) => new(
        Ids(classOfRow.Length), classOfRow, Identities(classOfRow.Max() + 1), Vectors.From(new float[classOfRow.Length], 1), ownCosines: ownCosines);

    /// <summary>Evidence with embeddings alone.</summary>
    public static Evidence WithEmbeddings(int[] classOfRow, float[] embeddings, int dim) => new(
        Ids(classOfRow.Length), classOfRow, Identities(classOfRow.Max() + 1), Vectors.From(embeddings, dim));

    public static long[] Ids(int count) => [.. Enumerable.Range(1, count).Select(i => (long)i)];

    public static long[] Identities(int count) => [.. Enumerable.Range(100, count).Select(i => (long)i)];

    /// <summary>A manifest with one revision: identity names id0, id1, … with <paramref name="perIdentity"/> kept samples each.</summary>
    public static Manifest Manifest(string folder, int identities, int perIdentity)
    {
        var manifest = Manifests.Manifest.Create(Path.Combine(folder, "manifest.db"));
        long source = manifest.AddSource("folder", folder, "{}");
        AddSamples(manifest, source, identities, perIdentity, "ingest");
        return manifest;
    }

    public static void AddSamples(Manifest manifest, long source, int identities, int perIdentity, string prefix)
    {
        using RevisionWriter writer = manifest.Begin("cleaner ingest", new { });
        for (int c = 0; c < identities; c++)
        {
            long identity = manifest.IdentityId($"id{c}");
            for (int i = 0; i < perIdentity; i++)
            {
                var facts = new Sample { SourceId = source, Locator = $"{prefix}/id{c}/{i}.png", Label = $"id{c}" };
                long id = writer.Add(facts, identity);
                writer.Set(new Belief(id, SampleState.Kept, identity));
            }
        }

        writer.Commit(new { });
    }

    /// <summary>A run folder over every kept sample of the manifest's newest revision, with the arrays given (row-major).</summary>
    public static RunFolder Run(string folder, Manifest manifest, float[] embeddings, int dim, float[] ownCosines, int centers)
    {
        var run = new RunFolder(folder);
        Directory.CreateDirectory(run.Scores);
        Belief[] kept = [.. manifest.Beliefs().Where(belief => belief.State == SampleState.Kept)];
        Npy.Write<long>(run.Ids, kept.Select(belief => belief.SampleId).ToArray());
        Npy.Write<long>(run.Labels, kept.Select(belief => belief.IdentityId).ToArray());
        Npy.Write<long>(run.Classes, kept.Select(belief => belief.IdentityId).Distinct().Order().ToArray());
        Npy.Write<float>(run.Embeddings, embeddings, kept.Length, dim);
        Npy.Write<float>(run.OwnCosines, ownCosines, kept.Length, centers);
        new RunConfig { ManifestUid = manifest.Uid.ToString(), ManifestPath = manifest.Path, ManifestRevision = manifest.Head, K = centers, EmbeddingDim = dim }.Write(run.Config);
        return run;
    }
}
