using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cleaner.Manifests.Sqlite;

/// <summary>One SQLite connection and the one place where its result codes become exceptions.</summary>
internal sealed class Database : IDisposable
{
    /// <summary>How long to wait for another connection's lock before giving up. A commit of a batch takes far less.</summary>
    private const int BusyMilliseconds = 5000;

    private readonly SqliteConnection connection;

    private Database(SqliteConnection connection, string path)
    {
        this.connection = connection;
        Path = path;
    }

    public string Path { get; }

    public sqlite3 Handle => connection.Handle!;

    /// <summary>Opens a file; <paramref name="uriSuffix"/> such as "?immutable=1" goes through SQLite's URI syntax.</summary>
    public static Database Open(string path, SqliteOpenMode mode, string? uriSuffix = null)
    {
        string source = uriSuffix is null ? path : "file:" + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal) + uriSuffix;
        var settings = new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle!, BusyMilliseconds);
            return new Database(connection, path);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw DatabaseErrors.Translate(error, path);
        }
    }

    public Statement Prepare(string sql) => new(this, sql);

    public void Execute(string sql)
    {
        using Statement statement = Prepare(sql);
        statement.Run();
    }

    /// <summary>Runs several statements, as a schema file holds them.</summary>
    public void ExecuteScript(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    public long Scalar(string sql)
    {
        using Statement statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public long LastInsertedRow => raw.sqlite3_last_insert_rowid(Handle);

    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Ends the transaction if there still is one; a full disk makes SQLite roll back by itself.</summary>
    public void Rollback()
    {
        if (InTransaction)
        {
            Execute("ROLLBACK");
        }
    }

    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        var error = new SqliteException(raw.sqlite3_errmsg(Handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(Handle));
        throw DatabaseErrors.Translate(error, Path);
    }

    public void Dispose() => connection.Dispose();
}
