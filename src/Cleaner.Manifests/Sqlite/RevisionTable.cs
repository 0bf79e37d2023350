using System.Globalization;

namespace Cleaner.Manifests.Sqlite;

/// <summary>Tables revision and pending.</summary>
internal static class RevisionTable
{
    private const string InsertRevision =
        "INSERT INTO revision (id, parent, created, command, settings, tool_version, actor, counts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    private const string InsertPending =
        "INSERT INTO pending (id, created, command, settings, tool_version, actor, first_sample, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    public static long Head(Database database) => database.Scalar("SELECT max(id) FROM revision");

    public static List<Revision> All(Database database)
    {
        using Statement rows = database.Prepare(
            "SELECT id, parent, created, command, settings, tool_version, actor, counts FROM revision ORDER BY id");
        var log = new List<Revision>();
        while (rows.Step())
        {
            log.Add(new Revision(
                rows.Int64(0), rows.NullableInt64(1), ParseTime(rows.Text(2)), rows.Text(3), rows.Text(4), rows.Text(5), rows.Text(6), rows.Text(7)));
        }

        return log;
    }

    public static void Insert(Database database, Revision r)
    {
        using Statement insert = database.Prepare(InsertRevision);
        insert.Bind(1, r.Id).Bind(2, r.Parent).Bind(3, FormatTime(r.Created)).Bind(4, r.Command).Bind(5, r.SettingsJson)
            .Bind(6, r.ToolVersion).Bind(7, r.Actor).Bind(8, r.CountsJson).Run();
    }

    public static PendingRevision? Pending(Database database)
    {
        using Statement rows = database.Prepare("SELECT id, created, command, settings, actor, first_sample, note FROM pending");
        return rows.Step()
            ? new PendingRevision(rows.Int64(0), ParseTime(rows.Text(1)), rows.Text(2), rows.Text(3), rows.Text(4), rows.Int64(5), rows.Text(6))
            : null;
    }

    public static void InsertPendingRow(Database database, PendingRevision p, string toolVersion)
    {
        using Statement insert = database.Prepare(InsertPending);
        insert.Bind(1, p.Id).Bind(2, FormatTime(p.Created)).Bind(3, p.Command).Bind(4, p.SettingsJson)
            .Bind(5, toolVersion).Bind(6, p.Actor).Bind(7, p.FirstSample).Bind(8, p.Note).Run();
    }

    public static void Note(Database database, string note)
    {
        using Statement update = database.Prepare("UPDATE pending SET note = ?1");
        update.Bind(1, note).Run();
    }

    public static void ClearPending(Database database) => database.Execute("DELETE FROM pending");

    private static string FormatTime(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset ParseTime(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
