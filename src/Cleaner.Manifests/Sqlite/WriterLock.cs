namespace Cleaner.Manifests.Sqlite;

/// <summary>
/// An advisory lock on "FILE.lock" held as long as a revision is being written. SQLite's own lock is free between the batches of a
/// staged revision; this one tells a live writer from one that was killed, since the system frees it with the process.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private readonly FileStream file;

    private WriterLock(FileStream file) => this.file = file;

    public static WriterLock Take(string manifestPath)
    {
        string path = manifestPath + ".lock";
        try
        {
            while (true)
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);

                // The writer before us may have removed the file between our opening and locking it; then the lock guards nothing.
                if (File.Exists(path))
                {
                    return new WriterLock(file);
                }

                file.Dispose();
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw new CleanerException(DatabaseErrors.Unwritable(manifestPath), 1, error);
        }
        catch (IOException error)
        {
            throw new CleanerException(DatabaseErrors.BeingWritten(manifestPath), 1, error);
        }
    }

    public void Dispose() => file.Dispose();
}
