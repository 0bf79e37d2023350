using Cleaner.Evaluation;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Identifying;

/// <summary>Embeddings of a manifest's samples that exist already: of <c>cleaner embed</c>, or of the training itself.</summary>
internal static class GalleryEmbeddings
{
    /// <summary>Whether a folder was made from a manifest.</summary>
    public static bool AreOf(Manifest manifest, string folder)
    {
        var run = new RunFolder(folder);
        return File.Exists(run.Config) && Guid.TryParse(run.ReadConfig().ManifestUid, out Guid uid) && uid == manifest.Uid;
    }

    /// <summary>Refuses embeddings of other images or by another model.</summary>
    /// <returns>Whether they were made with the mirrored images.</returns>
    public static bool Check(string folder, Manifest manifest, string model)
    {
        if (!AreOf(manifest, folder))
        {
            throw new CleanerException($"{folder}: not embeddings of {manifest.Path}; make them with 'cleaner embed {manifest.Path} --model {model} --out DIR'");
        }

        var config = new RunFolder(folder).ReadConfig();
        // Run folders hold the embeddings of their own model; a model that has been moved since cannot be told from another one.
        string by = config.Option<string>("model") ?? folder;
        if (Path.Exists(by) && FullPath(by) != FullPath(model))
        {
            throw new CleanerException($"{folder}: embedded with {by}, but --model is {model}; embeddings of two models cannot be compared, make them again with 'cleaner embed'");
        }

        return config.Option<bool>("flip");
    }

    /// <summary>Opens the rows of the samples that are kept at a revision, under the identities believed there.</summary>
    /// <returns>The whole file, which must live as long as the rows; the rows; and how many kept samples have none.</returns>
    public static (EmbeddingSet File, EmbeddingSet Rows, int Missing) Open(string folder, Manifest manifest, long? revision)
    {
        var file = EmbeddingFolder.Open(folder);
        var (rows, labels) = (new List<int>(), new List<long>());
        int next = 0, missing = 0;
        // Both go by ascending sample id.
        foreach (var belief in manifest.Beliefs(revision).Where(b => b.State == SampleState.Kept))
        {
            while (next < file.Count && file.Ids[next] < belief.SampleId)
            {
                next++;
            }

            if (next < file.Count && file.Ids[next] == belief.SampleId)
            {
                rows.Add(next);
                labels.Add(belief.IdentityId);
            }
            else
            {
                missing++;
            }
        }

        return rows.Count > 0
            ? (file, file.Select(rows).Relabelled([.. labels]), missing)
            : throw new CleanerException($"{folder}: holds no embedding of a kept image of {manifest.Path}");
    }

    private static string FullPath(string model) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory.Exists(model) ? model : Path.GetDirectoryName(Path.GetFullPath(model))!));
}
