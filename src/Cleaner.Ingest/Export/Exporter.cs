using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>
/// Carries the kept samples of a revision to other tools: their bytes unchanged, their believed identities as labels 0, 1, 2, … with
/// a file that maps them to names. The same state gives the same bytes.
/// </summary>
public static class Exporter
{
    /// <summary>Name of the file that maps labels to identities.</summary>
    public const string LabelsFile = "labels.csv";

    /// <summary>Writes an export.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="options">What and how.</param>
    /// <param name="progress">Told samples done and in all.</param>
    /// <param name="stop">Ends early; nothing is left.</param>
    /// <exception cref="CleanerException">Nothing is kept, or the output is not empty or cannot be written.</exception>
    public static ExportSummary Run(Manifest manifest, ExportOptions options, Action<long, long>? progress = null, CancellationToken stop = default)
    {
        IExportFormat format = options.Validate();
        long revision = options.Revision ?? manifest.Head;
        LabelMap labels = LabelMap.Of(manifest, options.Revision);
        if (labels.Samples == 0)
        {
            throw new CleanerException(FormattableString.Invariant($"{manifest.Path}@{revision}: keeps no sample; export an earlier revision (FILE@N, see 'cleaner log')"));
        }

        if (options.ShuffleSeed is { } seed)
        {
            labels.Shuffle(seed);
        }

        try
        {
            using OutputFolder output = OutputFolder.Prepare(options.Output, options.Force);
            using var reader = new SampleReader(manifest);
            var run = new ExportRun(manifest, reader, labels, options, output.Staging, progress, stop);
            format.Write(run);
            WriteLabels(run);
            ExportSummary summary = run.Summary(format.Name, revision);
            output.Commit(new { summary.Format, summary.Revision, summary.Samples, summary.Identities });
            return summary;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{options.Output}: cannot be written ({error.Message}); check the folder and the free space", 1, error);
        }
    }

    private static void WriteLabels(ExportRun run)
    {
        using var writer = new StreamWriter(run.File(LabelsFile)) { NewLine = "\n" };
        writer.WriteLine("label,identity,samples");
        foreach (ExportedIdentity identity in run.Identities)
        {
            writer.WriteLine(CsvText.Row(FormattableString.Invariant($"{identity.Label}"), identity.Name, FormattableString.Invariant($"{identity.Samples}")));
        }
    }
}
