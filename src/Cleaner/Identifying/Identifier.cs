using System.Globalization;
using Cleaner.Evaluating;
using Cleaner.Evaluation.Identification;
using Cleaner.Hosting;

namespace Cleaner.Identifying;

/// <summary>Registers a gallery, calibrates its threshold, and names or rejects the probes.</summary>
internal sealed class Identifier(IdentifyOptions options, ImageEmbedder embedder, Ui ui, CancellationToken stop)
{
    public IdentificationDocument Run()
    {
        using var registered = RegisteredGallery.Open(options, embedder, ui);
        WarnOfOtherCrops(registered);
        var gallery = Calibrate(registered);
        int before = embedder.Unreadable.Count;
        var answers = new List<NamedAnswer>();
        foreach (var probes in ProbeSet.Open(options.Probes, options.Model, registered.Flip, embedder))
        {
            using (probes)
            {
                answers.AddRange(gallery.Identify(probes.Embeddings, options.Candidates, stop).Select((answer, row) => Named(answer, probes, row, registered.Names)));
            }
        }

        return new IdentificationDocument(
            options.Gallery, gallery.Templates.Count, registered.Embeddings.Count, gallery.Calibration.Threshold, Origin(gallery.Calibration, registered.TrainedOn),
            answers, [.. embedder.Unreadable.Skip(before).Select(u => new UnreadProbe(u.Where, u.Reason))]);
    }

    private void WarnOfOtherCrops(RegisteredGallery registered)
    {
        if (registered.Aligned is not { } aligned || aligned == embedder.FindsFaces || options.Probes.All(InputPath.IsManifest))
        {
            return;
        }

        ui.Note(aligned
            ? "the gallery's images are aligned to the faces, what is to be named is taken as it is: give --faces or --detect, unless it is cut alike"
            : "what is to be named is aligned to the faces, the gallery's images are not: 'cleaner ingest --detect' aligns those of a new manifest");
    }

    private Gallery Calibrate(RegisteredGallery registered)
    {
        if (options.Threshold is { } threshold)
        {
            return Gallery.WithThreshold(registered.Embeddings, threshold);
        }

        if (options.Strangers is null)
        {
            return Gallery.Register(registered.Embeddings, options.Fpir, stop);
        }

        using var strangers = ProbeSet.Open([options.Strangers], options.Model, registered.Flip, embedder).Single();
        WarnOfNamesake(strangers, registered);
        return Gallery.Register(registered.Embeddings, strangers.Embeddings, options.Fpir, stop);
    }

    private void WarnOfNamesake(ProbeSet strangers, RegisteredGallery registered)
    {
        HashSet<string> names = [.. registered.Embeddings.Labels.ToArray().Distinct().Select(l => registered.Names[l])];
        string[] both = [.. strangers.Identities.Where(names.Contains)];
        if (both.Length > 0)
        {
            ui.Warn(string.Create(
                CultureInfo.InvariantCulture, $"{both.Length:N0} identities of {options.Strangers} are registered too, by name (first: {both[0]}); if they are the same, the threshold is too high"));
        }
    }

    private ThresholdOrigin Origin(Calibration calibration, bool trainedOn) => options.Threshold is not null
        ? new ThresholdOrigin("given", null, null, null, TrainedOn: false)
        : new ThresholdOrigin(
            options.Strangers is null ? "gallery" : "strangers", options.Fpir, calibration.MeasuredFpir, calibration.Strangers, options.Strangers is null && trainedOn);

    private static NamedAnswer Named(Answer answer, ProbeSet probes, int row, IReadOnlyDictionary<long, string> names) => new(
        probes.NameOf(row), answer.Label is { } label ? names[label] : null,
        [.. answer.Candidates.Select(c => new NamedCandidate(names[c.Label], c.Score))], probes.FiledUnder(row));
}
