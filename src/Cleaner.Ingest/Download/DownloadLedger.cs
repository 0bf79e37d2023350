using System.Globalization;
using Cleaner.Manifests;
using Microsoft.Data.Sqlite;

namespace Cleaner.Ingest.Download;

/// <summary>
/// What became of each URL of a list, in an SQLite file beside the downloads; written as each one ends, so that a call after
/// kill -9 goes on where it was. One process at a time.
/// </summary>
internal sealed class DownloadLedger : IDisposable
{
    private const int ApplicationId = 0x434C4E44;   // "CLND"
    private const int Version = 1;

    private const string Schema =
        """
        CREATE TABLE meta (list TEXT NOT NULL, run INTEGER NOT NULL, finished INTEGER NOT NULL) STRICT;
        CREATE TABLE url (
          url    TEXT PRIMARY KEY,
          status TEXT NOT NULL,
          reason TEXT,
          file   TEXT,                -- below the folder of this ledger; NULL without an image
          bytes  INTEGER NOT NULL,
          sha256 BLOB,
          md5    BLOB,
          width  INTEGER NOT NULL,    -- after EXIF orientation
          height INTEGER NOT NULL,
          run    INTEGER NOT NULL     -- the run that tried it last
        ) STRICT, WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _record;

    private DownloadLedger(SqliteConnection connection, string path)
    {
        (_connection, _path) = (connection, path);
        _find = Command("SELECT status, reason, file, bytes, sha256, md5, width, height, run FROM url WHERE url = $url", "$url");
        _record = Command(
            "INSERT OR REPLACE INTO url VALUES ($url, $status, $reason, $file, $bytes, $sha256, $md5, $width, $height, $run)",
            "$url", "$status", "$reason", "$file", "$bytes", "$sha256", "$md5", "$width", "$height", "$run");
    }

    /// <summary>Number of the current run; an unfinished one goes on under its number.</summary>
    public long Run { get; private set; }

    /// <summary>Opens the ledger of a list for writing, makes it where there is none, and begins a run or goes on with one.</summary>
    /// <param name="root">Folder of the list's downloads.</param>
    /// <param name="shard">Each part has a ledger of its own.</param>
    /// <param name="list">Path of the list.</param>
    /// <exception cref="CleanerException">Another process writes it, it belongs to another list, or it is no ledger.</exception>
    public static DownloadLedger Open(string root, Shard shard, string list)
    {
        var path = PathOf(root, shard);
        try
        {
            Directory.CreateDirectory(root);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{root}: cannot be made a folder of downloads ({error.Message}); name another with --downloads", 1, error);
        }
        return Guarded(path, () =>
        {
            var ledger = Connect(path, SqliteOpenMode.ReadWriteCreate);
            try
            {
                ledger.Begin(list);
                return ledger;
            }
            catch
            {
                ledger.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens the ledger to look things up; null where there is none.</summary>
    public static DownloadLedger? OpenForReading(string root, Shard shard)
    {
        var path = PathOf(root, shard);
        return File.Exists(path) ? Guarded(path, () => Connect(path, SqliteOpenMode.ReadWrite)) : null;
    }

    /// <summary>What is known of a URL; null when it was never tried.</summary>
    public LedgerEntry? Find(string url) => Guarded(_path, () =>
    {
        _find.Parameters[0].Value = url;
        using var row = _find.ExecuteReader();
        return row.Read()
            ? new LedgerEntry(Enum.Parse<DownloadStatus>(row.GetString(0)), row.IsDBNull(1) ? null : row.GetString(1))
            {
                File = row.IsDBNull(2) ? null : row.GetString(2),
                Bytes = row.GetInt64(3),
                Sha256 = row.IsDBNull(4) ? null : (byte[])row.GetValue(4),
                Md5 = row.IsDBNull(5) ? null : (byte[])row.GetValue(5),
                Width = row.GetInt32(6),
                Height = row.GetInt32(7),
                Run = row.GetInt64(8),
            }
            : null;
    });

    /// <summary>Writes down what became of a URL; it outlives the process at once.</summary>
    public void Record(string url, LedgerEntry entry) => Guarded(_path, () =>
    {
        object?[] values = [url, entry.Status.ToString(), entry.Reason, entry.File, entry.Bytes, entry.Sha256, entry.Md5, entry.Width, entry.Height, Run];
        for (var i = 0; i < values.Length; i++)
            _record.Parameters[i].Value = values[i] ?? DBNull.Value;
        return _record.ExecuteNonQuery();
    });

    /// <summary>The whole list was gone through: the next run tries again what failed in this one.</summary>
    public void FinishRun() => Guarded(_path, () => Execute("UPDATE meta SET finished = 1"));

    public void Dispose()
    {
        _find.Dispose();
        _record.Dispose();
        _connection.Dispose();
    }

    private static string PathOf(string root, Shard shard) => Path.Combine(root, shard == Shard.All
        ? "ledger.db"
        : string.Create(CultureInfo.InvariantCulture, $"ledger-{shard.Index}-of-{shard.Count}.db"));

    private static DownloadLedger Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            Prepare(connection, path);
            return new DownloadLedger(connection, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        // Held until it is closed: a second process finds out at its first statement.
        Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = NORMAL");
        var (application, version) = (Scalar(connection, "PRAGMA application_id"), Scalar(connection, "PRAGMA user_version"));
        if (application == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_schema") == 0)
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; {Schema} COMMIT"));
        else if (application != ApplicationId || version != Version)
            throw new CleanerException($"{path}: not a ledger of downloads that this version reads; move it away, or name another folder with --downloads");
    }

    private void Begin(string list)
    {
        using var select = Command("SELECT list, run, finished FROM meta");
        using var row = select.ExecuteReader();
        if (!row.Read())
        {
            Run = 1;
            Write("INSERT INTO meta VALUES ($list, 1, 0)", list);
            return;
        }
        var known = row.GetString(0);
        var (run, finished) = (row.GetInt64(1), row.GetInt64(2) != 0);
        row.Close();
        if (known != list && File.Exists(known))
            throw new CleanerException($"{_path}: belongs to the list {known}; name another folder for this list with --downloads");
        Run = finished ? run + 1 : run;
        Write(string.Create(CultureInfo.InvariantCulture, $"UPDATE meta SET list = $list, run = {Run}, finished = 0"), list);
    }

    private void Write(string sql, string list)
    {
        using var command = Command(sql, "$list");
        command.Parameters[0].Value = list;
        command.ExecuteNonQuery();
    }

    private int Execute(string sql) => Execute(_connection, sql);

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter(name, null));
        return command;
    }

    /// <summary>SQLite's failures as one line each.</summary>
    private static T Guarded<T>(string path, Func<T> body)
    {
        const int Busy = 5, Locked = 6, Full = 13;
        try
        {
            return body();
        }
        catch (SqliteException error)
        {
            throw new CleanerException(error.SqliteErrorCode switch
            {
                Busy or Locked => $"{path}: another process downloads into this folder; wait for it to end, or name another folder with --downloads",
                Full => $"{path}: the disk is full; free some space and run the same command again, nothing is lost",
                _ => $"{path}: the ledger of the downloads cannot be used ({error.Message}); move it away to download again",
            }, 1, error);
        }
    }
}
