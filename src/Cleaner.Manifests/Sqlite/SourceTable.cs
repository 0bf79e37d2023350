namespace Cleaner.Manifests.Sqlite;

/// <summary>Table source.</summary>
internal static class SourceTable
{
    public static List<SourceInfo> All(Database database)
    {
        using Statement rows = database.Prepare("SELECT id, kind, root, options FROM source ORDER BY id");
        var sources = new List<SourceInfo>();
        while (rows.Step())
        {
            sources.Add(new SourceInfo(rows.Int64(0), rows.Text(1), rows.Text(2), rows.Text(3)));
        }

        return sources;
    }

    public static long GetOrAdd(Database database, string kind, string root, string options)
    {
        using Statement find = database.Prepare("SELECT id FROM source WHERE kind = ?1 AND root = ?2");
        if (find.Bind(1, kind).Bind(2, root).Step())
        {
            return find.Int64(0);
        }

        using Statement insert = database.Prepare("INSERT INTO source (kind, root, options) VALUES (?1, ?2, ?3)");
        insert.Bind(1, kind).Bind(2, root).Bind(3, options).Run();
        return database.LastInsertedRow;
    }
}
