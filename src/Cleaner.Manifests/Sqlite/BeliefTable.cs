namespace Cleaner.Manifests.Sqlite;

/// <summary>Table belief: which column holds what, in one place for writing and reading.</summary>
internal static class BeliefTable
{
    /// <summary>A second opinion within the same revision replaces the first; committed rows are never touched.</summary>
    public const string Insert =
        "INSERT OR REPLACE INTO belief (sample_id, revision, state, identity_id, duplicate_of, rule, score, reason) " +
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    /// <summary>Samples after ?1 up to ?2, revisions up to ?3; the last row of each sample is its state.</summary>
    public const string SelectRange =
        "SELECT sample_id, state, identity_id, duplicate_of, rule, score, reason FROM belief " +
        "WHERE sample_id > ?1 AND sample_id <= ?2 AND revision <= ?3 ORDER BY sample_id, revision";

    /// <summary>Samples after ?1 up to ?2, rows of revision ?3 and later, with their revision in <see cref="RevisionColumn"/>.</summary>
    public const string SelectWritten =
        "SELECT sample_id, state, identity_id, duplicate_of, rule, score, reason, revision FROM belief " +
        "WHERE sample_id > ?1 AND sample_id <= ?2 AND revision >= ?3 ORDER BY sample_id, revision";

    public const int RevisionColumn = 7;

    public static void Bind(Statement statement, long revision, in Belief belief)
    {
        statement.Bind(1, belief.SampleId).Bind(2, revision).Bind(3, (long)belief.State).Bind(4, belief.IdentityId)
            .Bind(5, belief.DuplicateOf == 0 ? null : belief.DuplicateOf)
            .Bind(6, belief.Rule.Length == 0 ? null : belief.Rule)
            .Bind(7, belief.Score)
            .Bind(8, belief.Reason.Length == 0 ? null : belief.Reason);
    }

    /// <summary>Reads the row that <see cref="SelectRange"/> stands on.</summary>
    public static Belief Read(Statement row) => new(
        row.Int64(0),
        (SampleState)row.Int32(1),
        row.Int64(2),
        row.Int64(3),
        row.IsNull(4) ? "" : string.Intern(row.Text(4)),
        row.IsNull(5) ? double.NaN : row.Double(5),
        row.NullableText(6) ?? "");
}
