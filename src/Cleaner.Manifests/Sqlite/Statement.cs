using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cleaner.Manifests.Sqlite;

/// <summary>
/// A prepared statement without ADO.NET's parameter objects: ingest binds some thirty values a row at 100,000 rows a second. Half of
/// them are those of the row before, and SQLite keeps what was bound: they are not handed over again.
/// Parameters count from 1, columns from 0, as in SQLite.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly Database database;
    private readonly sqlite3_stmt handle;
    private readonly Bound[] bound;

    public Statement(Database database, string sql)
    {
        this.database = database;
        database.Check(raw.sqlite3_prepare_v3(database.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out handle));
        bound = new Bound[raw.sqlite3_bind_parameter_count(handle) + 1];
    }

    public Statement Bind(int index, long value)
    {
        if (IsNew(index, new Bound(Kind.Integer, value, null)))
        {
            raw.sqlite3_bind_int64(handle, index, value);
        }

        return this;
    }

    public Statement Bind(int index, long? value) => value is { } v ? Bind(index, v) : BindNull(index);

    /// <summary>NaN is stored as NULL, as SQLite does.</summary>
    public Statement Bind(int index, double value)
    {
        if (IsNew(index, new Bound(Kind.Double, BitConverter.DoubleToInt64Bits(value), null)))
        {
            raw.sqlite3_bind_double(handle, index, value);
        }

        return this;
    }

    public Statement Bind(int index, double? value) => value is { } v ? Bind(index, v) : BindNull(index);

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        if (IsNew(index, new Bound(Kind.Text, 0, value)))
        {
            raw.sqlite3_bind_text(handle, index, value);
        }

        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        bound[index] = default;
        raw.sqlite3_bind_blob(handle, index, value);
        return this;
    }

    public Statement Bind(int index, float[]? value) =>
        value is null ? BindNull(index) : Bind(index, MemoryMarshal.AsBytes(value.AsSpan()));

    public Statement BindNull(int index)
    {
        if (IsNew(index, new Bound(Kind.Null, 0, null)))
        {
            raw.sqlite3_bind_null(handle, index);
        }

        return this;
    }

    /// <summary>True while there is a row.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(handle);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        if (code is not raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(handle);
            database.Check(code);
        }

        return false;
    }

    /// <summary>Runs to the end and makes the statement ready for the next values.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public int Int32(int column) => raw.sqlite3_column_int(handle, column);

    public double Double(int column) => raw.sqlite3_column_double(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    public string? NullableText(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public byte[]? NullableBlob(int column) => IsNull(column) ? null : Blob(column).ToArray();

    public float[]? Floats(int column) => IsNull(column) ? null : MemoryMarshal.Cast<byte, float>(Blob(column)).ToArray();

    public void Dispose() => handle.Dispose();

    /// <summary>Whether a parameter has another value now.</summary>
    private bool IsNew(int index, in Bound value)
    {
        if (bound[index] == value)
        {
            return false;
        }

        bound[index] = value;
        return true;
    }

    private enum Kind : byte
    {
        Unknown,
        Null,
        Integer,
        Double,
        Text,
    }

    /// <summary>What a parameter was given: a number by its bits, or a text.</summary>
    private readonly record struct Bound(Kind Kind, long Bits, string? Text);
}
