namespace Cleaner.Manifests.Sqlite;

/// <summary>Table sample: which column holds which fact, in one place for writing and reading.</summary>
internal static class SampleTable
{
    private const string Columns =
        "id, source_id, locator, container, \"offset\", length, bytes, modified, sha256, pixel_hash, phash, width, height, " +
        "format, orientation, status, reason, identity_id, label, split, brightness, contrast, blur, entropy, aspect, " +
        "near_grey, flags, landmarks, box, align, align_size";

    public const string Insert =
        $"INSERT INTO sample ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, " +
        "?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)";

    /// <summary>Up to ?2 samples after id ?1.</summary>
    public const string SelectBlock = $"SELECT {Columns} FROM sample WHERE id > ?1 ORDER BY id LIMIT ?2";

    public const string SelectOne = $"SELECT {Columns} FROM sample WHERE id = ?1";

    /// <summary>The number of samples too: only the newest are ever deleted, with their unfinished revision.</summary>
    public const string LargestId = "SELECT max(id) FROM sample";

    /// <param name="statement">A statement made of <see cref="Insert"/>.</param>
    /// <param name="id">The sample's id.</param>
    /// <param name="s">The facts.</param>
    /// <param name="identityId">The identity its source gives it.</param>
    /// <param name="label">The label, or null where it is the identity's name.</param>
    public static void Bind(Statement statement, long id, Sample s, long identityId, string? label)
    {
        statement.Bind(1, id).Bind(2, s.SourceId).Bind(3, s.Locator).Bind(4, (long)s.Container)
            .Bind(5, s.Offset).Bind(6, s.Length).Bind(7, s.Bytes).Bind(8, s.ModifiedTicks);
        if (s.Sha256 is { } hash)
        {
            statement.Bind(9, hash.AsSpan());
        }
        else
        {
            statement.BindNull(9);
        }

        statement.Bind(10, (long?)s.PixelHash).Bind(11, (long?)s.PHash)
            .Bind(12, s.Width).Bind(13, s.Height).Bind(14, s.Format).Bind(15, s.Orientation)
            .Bind(16, (long)s.Status).Bind(17, s.Reason).Bind(18, identityId).Bind(19, label).Bind(20, s.Split);
        if (s.Quality is { } q)
        {
            statement.Bind(21, q.Brightness).Bind(22, q.Contrast).Bind(23, q.Blur).Bind(24, q.Entropy)
                .Bind(25, q.Aspect).Bind(26, q.NearGrey ? 1 : 0).Bind(27, q.Flags);
        }
        else
        {
            for (int i = 21; i <= 27; i++)
            {
                statement.BindNull(i);
            }
        }

        statement.Bind(28, s.Landmarks).Bind(29, s.Box).Bind(30, s.Align).Bind(31, s.AlignSize);
    }

    /// <summary>Reads the row that a select of this class stands on.</summary>
    public static (Sample Sample, long IdentityId) Read(Statement row, IdentityTable identities)
    {
        long identity = row.Int64(17);
        var sample = new Sample
        {
            Id = row.Int64(0),
            SourceId = row.Int64(1),
            Locator = row.Text(2),
            Container = (Container)row.Int32(3),
            Offset = row.Int64(4),
            Length = row.Int64(5),
            Bytes = row.Int64(6),
            ModifiedTicks = row.Int64(7),
            Sha256 = row.NullableBlob(8),
            PixelHash = (ulong?)row.NullableInt64(9),
            PHash = (ulong?)row.NullableInt64(10),
            Width = row.Int32(11),
            Height = row.Int32(12),
            Format = FormatName(row.Text(13)),
            Orientation = row.Int32(14),
            Status = (SampleStatus)row.Int32(15),
            Reason = row.NullableText(16),
            Label = row.NullableText(18) ?? identities.Name(identity),
            Split = row.NullableText(19) is { } split ? string.Intern(split) : null,
            Quality = ReadQuality(row),
            Landmarks = row.Floats(27),
            Box = row.Floats(28),
            Align = row.Floats(29),
            AlignSize = row.Int32(30),
        };
        return (sample, identity);
    }

    private static Quality? ReadQuality(Statement row) => row.IsNull(20)
        ? null
        : new Quality(
            (float)row.Double(20),
            (float)row.Double(21),
            (float)row.Double(22),
            (float)row.Double(23),
            (float)row.Double(24),
            row.Int64(25) != 0,
            row.Int32(26));

    /// <summary>One string object a format instead of one a sample.</summary>
    private static string FormatName(string name) => string.Intern(name);
}
