namespace Cleaner.Manifests.Sqlite;

/// <summary>Table finding.</summary>
internal static class FindingTable
{
    public const string Insert =
        "INSERT INTO finding (revision, kind, identity_a, identity_b, sample_a, sample_b, score, reason, detail) " +
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    private const string Select =
        "SELECT kind, identity_a, identity_b, sample_a, sample_b, score, reason, detail FROM finding WHERE revision <= ?1 ORDER BY id";

    public static void Bind(Statement statement, long revision, Finding f) =>
        statement.Bind(1, revision).Bind(2, f.Kind).Bind(3, f.IdentityA).Bind(4, f.IdentityB).Bind(5, f.SampleA).Bind(6, f.SampleB)
            .Bind(7, f.Score).Bind(8, f.Reason).Bind(9, f.DetailJson);

    /// <summary>Findings up to a revision; one about the same things that was made again replaces the older one.</summary>
    public static List<Finding> UpTo(Database database, long revision)
    {
        using Statement rows = database.Prepare(Select);
        rows.Bind(1, revision);
        var findings = new List<Finding>();
        var places = new Dictionary<(string, long, long, long, long), int>();
        while (rows.Step())
        {
            var finding = new Finding(
                rows.Text(0), rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.Int64(4), rows.IsNull(5) ? double.NaN : rows.Double(5), rows.Text(6), rows.Text(7));
            var key = (finding.Kind, finding.IdentityA, finding.IdentityB, finding.SampleA, finding.SampleB);
            if (places.TryAdd(key, findings.Count))
            {
                findings.Add(finding);
            }
            else
            {
                findings[places[key]] = finding;
            }
        }

        return findings;
    }
}
