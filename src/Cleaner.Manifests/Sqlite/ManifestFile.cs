using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cleaner.Manifests.Sqlite;

/// <summary>Makes and opens the file: places, permissions, foreign files and versions, each with its own line.</summary>
internal static class ManifestFile
{
    /// <summary>Writes an empty manifest under a temporary name and moves it into place, so that a half-made one is never seen.</summary>
    public static void Create(string path)
    {
        if (File.Exists(path))
        {
            throw new CleanerException($"{path}: there is a file already; open it or choose another name");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new CleanerException($"{path}: the folder {folder} does not exist; create it first");
        }

        string temporary = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (Database database = Database.Open(temporary, SqliteOpenMode.ReadWriteCreate))
            {
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {Manifest.ApplicationId}"));
                Schema.Migrate(database, 0);
                using (Statement uid = database.Prepare("INSERT INTO meta (key, value) VALUES ('uid', ?1)"))
                {
                    uid.Bind(1, Guid.NewGuid().ToString()).Run();
                }

                // Last: with a WAL, a disk that is full would first be noticed, and not told, when the file is closed.
                database.Execute("PRAGMA journal_mode = WAL");
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException error)
        {
            throw new CleanerException($"{path}: cannot be created ({error.Message})", 1, error);
        }
        catch (CleanerException error)
        {
            throw new CleanerException(error.Message.Replace(temporary, path, StringComparison.Ordinal), error.ExitCode, error.InnerException);
        }
        finally
        {
            foreach (string helper in (string[])["", "-wal", "-shm"])
            {
                File.Delete(temporary + helper);
            }
        }
    }

    /// <summary>Opens an existing manifest and checks that it is one, and of a version that this build reads.</summary>
    public static Database Open(string path, bool writable)
    {
        if (Directory.Exists(path))
        {
            throw new CleanerException($"{path}: is a folder, not a manifest; name the .db file in it");
        }

        if (!File.Exists(path))
        {
            throw new CleanerException($"{path}: no such manifest; make one with 'cleaner ingest'");
        }

        Database database = writable ? OpenForWriting(path) : OpenForReading(path);
        try
        {
            CheckVersion(database, writable);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static Database OpenForWriting(string path)
    {
        Database database = Database.Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            // A first read finds out whether this is a database at all, before anything is set on it.
            database.Scalar("PRAGMA schema_version");
            database.Execute("PRAGMA synchronous = NORMAL");
            database.Execute("PRAGMA cache_size = -65536");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A database in WAL mode wants two helper files beside it, even for reading. Only a connection that could write removes them again,
    /// so a file at rest is opened as one and barred from writing; a file with a WAL belongs to a writer, alive or killed, and is opened
    /// read-only. Where the helper files cannot be made (a read-only mount) and no writer left any, nothing can change the file under us
    /// and SQLite may take it as immutable.
    /// </summary>
    private static Database OpenForReading(string path)
    {
        bool atRest = new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 };
        try
        {
            return OpenAndTouch(path, atRest ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly);
        }
        catch (CleanerException error) when (DatabaseErrors.IsPlace(error))
        {
            if (!atRest)
            {
                throw new CleanerException(
                    $"{path}: a writer was killed and left {path}-wal, and this folder cannot be written; copy both files to a writable folder", 1, error);
            }

            return OpenAndTouch(path, SqliteOpenMode.ReadOnly, "?immutable=1");
        }
    }

    private static Database OpenAndTouch(string path, SqliteOpenMode mode, string? uriSuffix = null)
    {
        Database database = Database.Open(path, mode, uriSuffix);
        try
        {
            database.Execute("PRAGMA query_only = ON");
            database.Scalar("PRAGMA schema_version");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void CheckVersion(Database database, bool writable)
    {
        string path = database.Path;
        long application = database.Scalar("PRAGMA application_id");
        if (application != Manifest.ApplicationId)
        {
            throw new CleanerException(DatabaseErrors.NotAManifest(
                path, new FileInfo(path).Length == 0 ? "it is empty" : "it is a database of another program"));
        }

        int version = (int)database.Scalar("PRAGMA user_version");
        if (version > Manifest.SchemaVersion)
        {
            throw new CleanerException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: written by a newer Cleaner (schema {version}, this one reads up to {Manifest.SchemaVersion}); update Cleaner"));
        }

        if (version == Manifest.SchemaVersion)
        {
            return;
        }

        if (!writable)
        {
            throw new CleanerException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: written by an older Cleaner (schema {version}); run any command that writes to it once to bring it to schema {Manifest.SchemaVersion}"));
        }

        Schema.Migrate(database, version);
    }
}
