using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>Refuses a source without a single image, before anything is written.</summary>
public static class SourceCheck
{
    /// <summary>Lists up to the first image.</summary>
    /// <exception cref="CleanerException">There is none; the message says what lies there instead.</exception>
    public static void RequireImages(IDatasetSource source, CancellationToken stop)
    {
        var notes = new SourceNotes();
        if (source.Items(notes, stop).Any())
            return;
        var strays = notes.Ignored.FirstOrDefault(i => i.Reason == SourceNotes.OutsideIdentity).Count;
        if (strays > 0)
            throw new CleanerException(FormattableString.Invariant(
                $"{source.Root}: {strays} images lie outside an identity folder; {SourceCatalog.OtherWay(source.Root)}"));
        var others = string.Join(", ", notes.Ignored.Take(5).Select(i => FormattableString.Invariant($"{i.Count} × {i.Reason}")));
        throw new CleanerException(others.Length == 0
            ? $"{source.Root}: is empty; expected a folder with one folder of images for each identity"
            : $"{source.Root}: holds no images ({others}); expected a folder with one folder of images for each identity");
    }
}
