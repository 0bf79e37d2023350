using System.Globalization;

namespace Cleaner.Manifests.Sqlite;

/// <summary>The numbered SQL files of manifests/schema, embedded; file 00N brings a manifest to user_version N.</summary>
internal static class Schema
{
    private const string Prefix = "schema/";

    private static readonly Lazy<IReadOnlyList<string>> Steps = new(Load);

    /// <summary>The newest version that this build knows; equals <see cref="Manifest.SchemaVersion"/>.</summary>
    public static int Version => Steps.Value.Count;

    /// <summary>Runs the steps after <paramref name="from"/>, in one transaction.</summary>
    public static void Migrate(Database database, int from)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            for (int version = from; version < Version; version++)
            {
                database.ExecuteScript(Steps.Value[version]);
            }

            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
            database.Execute("COMMIT");
        }
        catch
        {
            database.Rollback();
            throw;
        }
    }

    private static List<string> Load()
    {
        var assembly = typeof(Schema).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            })
            .ToList();
    }
}
