using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cleaner.Manifests.Sqlite;

/// <summary>SQLite's result codes as lines that say what to do.</summary>
internal static class DatabaseErrors
{
    public static CleanerException Translate(SqliteException error, string path) => new(Line(error, path), 1, error);

    /// <summary>The file could not be opened or written because of where it lies, not because of what is in it.</summary>
    public static bool IsPlace(CleanerException error) =>
        error.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_IOERR };

    private static string Line(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => NotAManifest(path, "it is not an SQLite database"),
        raw.SQLITE_CORRUPT => $"{path}: the manifest is damaged ({error.Message}); restore it from a copy or ingest again",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => BeingWritten(path),
        raw.SQLITE_FULL => $"{path}: the disk is full; free some space and run the same command again, nothing was half-written",
        raw.SQLITE_READONLY => Unwritable(path),
        raw.SQLITE_CANTOPEN => $"{path}: cannot be opened; check that the folder exists and that you may read and write it",
        raw.SQLITE_IOERR => $"{path}: reading or writing failed ({error.Message}); check the disk and its free space, then run the same command again",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => $"{path}: no permission; check the file's owner and mode",
        _ => $"{path}: {error.Message}",
    };

    public static string NotAManifest(string path, string why) => $"{path}: not a Cleaner manifest ({why}); make one with 'cleaner ingest'";

    public static string BeingWritten(string path) => $"{path}: another process is writing to this manifest; wait for it to end and try again";

    public static string Unwritable(string path) => $"{path}: cannot be written; copy it to a writable folder or change its permissions";
}
