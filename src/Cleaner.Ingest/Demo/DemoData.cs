using System.Runtime.ExceptionServices;
using System.Text;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Demo;

/// <summary>What was written.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Files">Files in the noisy set, by kind, in the order of the ground truth's documentation.</param>
/// <param name="HeldOut">Files of held-out people.</param>
public sealed record DemoSummary(string Folder, IReadOnlyDictionary<string, int> Files, int HeldOut);

/// <summary>
/// Draws a noisy, identity-labelled set of faces for demonstrations and tests, with the truth about it:
/// <c>images/NAME/nnn.jpg</c> (also png and webp), <c>heldout/NAME/nnn.jpg</c> of people who are not in it, <c>truth.csv</c> and <c>README.txt</c>.
/// The same options give the same bytes on the same codec provider, whatever the number of threads.
/// </summary>
public static class DemoData
{
    /// <summary>Folder of the noisy set, to be ingested.</summary>
    public const string ImagesFolder = "images";

    /// <summary>Folder of the people for evaluation.</summary>
    public const string HeldOutFolder = "heldout";

    /// <summary>Ground truth, for evaluation alone.</summary>
    public const string TruthFile = "truth.csv";

    private const string ReadmeFile = "README.txt";
    private const string ReadmeStart = "Drawn faces with planted defects";

    private static readonly string[] Kinds =
    [
        DemoKind.Clean, DemoKind.Open, DemoKind.Closed, DemoKind.Split, DemoKind.Merged, DemoKind.ExactDuplicate, DemoKind.NearDuplicate, DemoKind.Damaged, DemoKind.Foreign,
    ];

    /// <summary>Writes the set. It is built beside the folder and moved into place when complete; a call that was killed leaves nothing in it.</summary>
    /// <param name="folder">Must not exist yet, or be empty.</param>
    /// <param name="options">How large, and what is wrong with it.</param>
    /// <param name="progress">Told the number of files done and in all, from several threads; may be null.</param>
    /// <param name="stop">Ends the work early; nothing stays behind.</param>
    /// <exception cref="UsageException">An option is out of range.</exception>
    /// <exception cref="CleanerException">The folder is not empty or cannot be written.</exception>
    public static DemoSummary Write(string folder, DemoOptions options, IProgress<(int Done, int Total)>? progress = null, CancellationToken stop = default)
    {
        options.Validate();
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        RequireFree(folder);
        var plan = DemoPlan.Make(options);
        var summary = Summarise(folder, plan);
        string draft = folder + ".partial";
        try
        {
            Discard(draft);
            Directory.CreateDirectory(draft);
            File.WriteAllText(Path.Combine(draft, ReadmeFile), Readme(options, summary));
            WriteFiles(draft, plan, options, progress, stop);
            File.WriteAllText(Path.Combine(draft, TruthFile), Truth(plan), new UTF8Encoding(false));
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            Directory.Move(draft, folder);
            return summary;
        }
        catch (Exception error)
        {
            Discard(draft);
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new CleanerException($"{folder} cannot be written: {error.Message.Split('\n')[0]}", inner: error);
            }

            throw;
        }
    }

    private static void WriteFiles(string draft, DemoPlan plan, DemoOptions options, IProgress<(int, int)>? progress, CancellationToken stop)
    {
        var files = plan.Files.Select(f => (File: f, Below: ImagesFolder)).Concat(plan.HeldOut.Select(f => (File: f, Below: HeldOutFolder))).ToArray();
        foreach (var directory in files.Select(f => Path.Combine(draft, f.Below, f.File.Label)).Distinct())
        {
            Directory.CreateDirectory(directory);
        }

        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads, CancellationToken = stop };
        try
        {
            Parallel.ForEach(files, parallel, item =>
            {
                File.WriteAllBytes(Path.Combine(draft, item.Below, item.File.Path), DemoBytes.Make(item.File, options));
                progress?.Report((Interlocked.Increment(ref done), files.Length));
            });
        }
        catch (AggregateException several)
        {
            // Whatever stopped one file would have stopped the others: the first says it all.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    private static void RequireFree(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new CleanerException($"{folder} is there already and not empty; name another folder, or delete it");
        }
    }

    // What a killed call left behind; anything else of that name is not ours to delete.
    private static void Discard(string draft)
    {
        if (!Directory.Exists(draft))
        {
            return;
        }

        var readme = Path.Combine(draft, ReadmeFile);
        if (File.Exists(readme) ? !File.ReadAllText(readme).StartsWith(ReadmeStart, StringComparison.Ordinal) : Directory.EnumerateFileSystemEntries(draft).Any())
        {
            throw new CleanerException($"{draft} is in the way; move it or delete it");
        }

        Directory.Delete(draft, recursive: true);
    }

    private static DemoSummary Summarise(string folder, DemoPlan plan)
    {
        var counts = plan.Files.GroupBy(f => f.Kind).ToDictionary(g => g.Key, g => g.Count());
        return new DemoSummary(folder, Kinds.Where(counts.ContainsKey).ToDictionary(k => k, k => counts[k]), plan.HeldOut.Length);
    }

    private static string Truth(DemoPlan plan)
    {
        var text = new StringBuilder("path,true_identity,label,kind\n");
        foreach (var file in plan.Files)
        {
            text.Append(file.Path).Append(',').Append(file.TrueIdentity).Append(',').Append(file.Label).Append(',').Append(file.Kind).Append('\n');
        }

        return text.ToString();
    }

    private static string Readme(DemoOptions options, DemoSummary summary)
    {
        var counts = string.Join('\n', summary.Files.Select(f => FormattableString.Invariant($"  {f.Key,-16}{f.Value,7}")));
        return FormattableString.Invariant($"""
            {ReadmeStart}, made by "cleaner demo-data" (seed {options.Seed}, {options.Identities} names, {options.Size} pixels).
            Nobody in them exists; they may be used for anything.

            {ImagesFolder}/NAME/nnn.jpg   the noisy set: one folder a name, as a crawl would leave it
            {HeldOutFolder}/NAME/nnn.jpg  {options.HeldOutIdentities} people who are not in it, {options.HeldOutImages} clean pictures each, for evaluation
            {TruthFile}             what every file of the noisy set really is; for evaluation alone, never for training

            Files in the noisy set by kind (the column "kind" of {TruthFile}):
            {counts}

              clean            shows the person it is filed under
              open             shows a stranger
              closed           shows somebody else of the set
              split            right, but the person also stands under a second name
              merged           right, but two people share the name
              exact-duplicate  a copy, byte for byte, of a right picture in the same folder
              near-duplicate   such a copy, encoded again, resized or cropped
              damaged          cut off, or zeros from some place on
              foreign          not an image, whatever its name says

            """);
    }
}
