using Cleaner.Manifests.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Cleaner.Manifests.Tests;

public sealed class ManifestFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_manifest_carries_its_application_id_and_version_and_keeps_its_uid()
    {
        string path = folder.At("a.db");
        Guid uid;
        using (Manifest manifest = Manifest.Create(path))
        {
            uid = manifest.Uid;
            Assert.Equal(0, manifest.Head);
        }

        Assert.Equal(Manifest.ApplicationId, Query(path, "PRAGMA application_id"));
        Assert.Equal(Manifest.SchemaVersion, Query(path, "PRAGMA user_version"));
        using Manifest again = Manifest.Open(path);
        Assert.Equal(uid, again.Uid);
        Assert.NotEqual(Guid.Empty, uid);
    }

    [Fact]
    public void There_is_one_schema_file_for_each_version() => Assert.Equal(Manifest.SchemaVersion, Sqlite.Schema.Version);

    [Fact]
    public void Create_refuses_to_replace_a_file()
    {
        string path = folder.Write("a.db", [1, 2, 3]);
        Assert.Contains("there is a file already", Refused(() => Manifest.Create(path)));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Create_in_a_missing_folder_names_the_folder() =>
        Assert.Contains("does not exist; create it first", Refused(() => Manifest.Create(folder.At("no/a.db"))));

    [Fact]
    public void Open_of_a_missing_file_says_how_to_make_one() =>
        Assert.Contains("no such manifest", Refused(() => Manifest.Open(folder.At("a.db"))));

    [Fact]
    public void Open_of_a_folder_says_so() =>
        Assert.Contains("is a folder", Refused(() => Manifest.Open(folder.Path)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_of_a_file_that_is_no_database_says_so(bool writable)
    {
        byte[] text = [.. Enumerable.Repeat((byte)'x', 5000)];
        string path = folder.Write("a.db", text);
        Assert.Contains("not an SQLite database", Refused(() => Manifest.Open(path, writable)));
        Assert.Equal(text, File.ReadAllBytes(path));
    }

    [Fact]
    public void Open_of_an_empty_file_says_so() =>
        Assert.Contains("it is empty", Refused(() => Manifest.Open(folder.Write("a.db", []))));

    [Fact]
    public void Open_of_another_programs_database_says_so_and_leaves_it_alone()
    {
        string path = folder.At("a.db");
        Execute(path, "CREATE TABLE t (x); PRAGMA application_id = 7;");
        byte[] before = File.ReadAllBytes(path);
        Assert.Contains("database of another program", Refused(() => Manifest.Open(path, writable: true)));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Open_of_a_newer_schema_says_to_update()
    {
        string path = folder.At("a.db");
        Manifest.Create(path).Dispose();
        Execute(path, "PRAGMA user_version = 99");
        Assert.Contains("newer Cleaner (schema 99", Refused(() => Manifest.Open(path)));
    }

    [Fact]
    public void Open_of_an_older_schema_for_reading_says_to_write_once()
    {
        string path = folder.At("a.db");
        Manifest.Create(path).Dispose();
        Execute(path, "PRAGMA user_version = 0");
        Assert.Contains("older Cleaner (schema 0)", Refused(() => Manifest.Open(path)));
    }

    [Fact]
    public void A_manifest_cut_in_half_is_reported_as_damaged()
    {
        string path = folder.At("a.db");
        Some.Manifest(path, 500).Dispose();
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Contains("damaged", Refused(() =>
        {
            using Manifest manifest = Manifest.Open(path);
            return manifest.Samples().Count();
        }));
    }

    [Fact]
    public void Reading_changes_no_byte_and_leaves_no_file_behind()
    {
        string path = folder.At("a.db");
        Some.Manifest(path, 100).Dispose();
        byte[] before = File.ReadAllBytes(path);
        string[] files = Directory.GetFiles(folder.Path);
        using (Manifest manifest = Manifest.Open(path))
        {
            Assert.Equal(100, manifest.Samples().Count());
        }

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(files.Order(), Directory.GetFiles(folder.Path).Order());
    }

    [Fact]
    public void A_reader_refuses_to_write()
    {
        string path = folder.At("a.db");
        Manifest.Create(path).Dispose();
        using Manifest manifest = Manifest.Open(path);
        Assert.Throws<InvalidOperationException>(() => manifest.Begin("x", "{}"));
        Assert.Contains("cannot be written", Refused(() => manifest.IdentityId("anna")));
    }

    [Fact]
    public void Names_with_spaces_percent_signs_and_any_unicode_open()
    {
        string path = folder.At("маніфест #1 100%?.db");
        Some.Manifest(path, 3).Dispose();
        using Manifest manifest = Manifest.Open(path);
        Assert.Equal(3, manifest.Beliefs().Count());
    }

    [Theory]
    [InlineData("a.db", "a.db", null)]
    [InlineData("a.db@3", "a.db", 3L)]
    [InlineData("user@host/a.db", "user@host/a.db", null)]
    [InlineData("user@host/a.db@12", "user@host/a.db", 12L)]
    [InlineData("a.db@x", "a.db@x", null)]
    [InlineData("@3", "@3", null)]
    public void A_reference_splits_at_its_last_at_sign_before_digits(string text, string path, long? revision) =>
        Assert.Equal((path, revision), Manifest.ParseReference(text));

    private static string Refused(Func<object> action)
    {
        var error = Assert.Throws<CleanerException>(() => action());
        Assert.Equal(1, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Query(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
