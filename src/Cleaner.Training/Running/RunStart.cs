using System.Text.Json;
using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Training.Checkpoints;

namespace Cleaner.Training.Running;

/// <summary>Decides whether a run folder is new, to be continued, or not ours to touch.</summary>
internal static class RunStart
{
    private const string RequestKey = "request";

    /// <summary>What identifies a training: another one must not go on in its folder.</summary>
    public static string Request(Manifest manifest, long revision, TrainOptions options) => JsonSerializer.Serialize(new
    {
        Manifest = manifest.Uid,
        Revision = revision,
        Options = options with { Resume = false, Overwrite = false },
    });

    /// <summary>The revision to train on: the one asked for, or when going on the one that the run was begun with.</summary>
    public static long Revision(Manifest manifest, long? asked, RunFolder folder, TrainOptions options)
    {
        if (asked is { } given)
            return given;
        if (!options.Overwrite && File.Exists(folder.Config) && !folder.IsDone)
        {
            var begun = folder.ReadConfig();
            if (begun.ManifestUid == manifest.Uid.ToString())
                return begun.ManifestRevision;
        }
        return manifest.Head;
    }

    /// <summary>
    /// Makes the folder ready. Returns the checkpoint to go on from, or null to start anew. An unfinished run of the same request goes on;
    /// anything else in the folder is an error, unless <see cref="TrainOptions.Overwrite"/>.
    /// </summary>
    public static string? Prepare(RunFolder folder, string request, TrainOptions options)
    {
        var store = new CheckpointStore(folder.Checkpoints, options.KeepCheckpoints);
        if (options.Overwrite)
            Clear(folder);
        if (!File.Exists(folder.Config))
        {
            if (options.Resume)
                throw new CleanerException($"'{folder.Path}' holds no run to continue: leave out --resume, or name the folder of the run");
            if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
                throw new CleanerException($"'{folder.Path}' is not empty and not a run folder: name a new one with --out");
            MakeFolder(folder.Path);
            return null;
        }
        if (folder.IsDone)
            throw new CleanerException($"the run in '{folder.Path}' is done: name another folder with --out, or replace it with --overwrite");
        if (folder.ReadConfig().Option<string>(RequestKey) != request)
            throw new CleanerException($"'{folder.Path}' holds an unfinished run with other settings or another manifest: repeat its command (config.json), use another --out, or replace it with --overwrite");
        return store.Newest();
    }

    /// <summary>Writes <c>config.json</c>: every decided value, and the request for a later call to compare with.</summary>
    public static void WriteConfig(RunFolder folder, RunConfig config, object plan, TrainOptions options, string request) =>
        (config with { Rest = new() { [RequestKey] = JsonSerializer.SerializeToElement(request) } }).With(options).With(plan).Write(folder.Config);

    /// <summary>Deletes what a run wrote; nothing else.</summary>
    private static void Clear(RunFolder folder)
    {
        if (!File.Exists(folder.Config))
            return;
        foreach (var sub in new[] { folder.Checkpoints, folder.Scores, folder.Snapshots, folder.Folds }.Where(Directory.Exists))
            Directory.Delete(sub, recursive: true);
        string[] files = [folder.Done, folder.Metrics, folder.Log, folder.Model, folder.Head, folder.Ids, folder.Labels, folder.Embeddings, folder.Classes, folder.Centers, folder.Config];
        foreach (var file in files.Concat(Directory.EnumerateFiles(folder.Path, "events.out.tfevents.*")))
            File.Delete(file);
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var probe = Path.Combine(path, ".write");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"'{path}' cannot be written to: {failure.Message} Name another folder with --out", inner: failure);
        }
    }
}
