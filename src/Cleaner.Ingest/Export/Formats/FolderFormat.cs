namespace Cleaner.Ingest.Export.Formats;

/// <summary>One folder an identity, below a split where the sources name splits: what torchvision's ImageFolder and 'cleaner ingest' read.</summary>
internal sealed class FolderFormat : IExportFormat
{
    public string Name => "folder";

    public string Description => "one folder an identity";

    public bool KeepsFiles => true;

    public void Write(ExportRun run)
    {
        var names = new SafeNames(SafeNames.CanNest(run.Identities.Select(identity => identity.Name)));
        foreach (var _ in run.Place(item => names.PathOf(item, run.HasSplits)))
        {
            // Placing is all there is to do.
        }
    }
}
