using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>Which column of a URL list holds what; columns count from 0, -1 means that there is none.</summary>
internal sealed record UrlListLayout
{
    private const string Roles = "url, identity, box, sha256, md5";

    private static readonly string[] UrlNames = ["url", "image_url", "imageurl", "img_url", "image_link"];
    private static readonly string[] IdentityNames = ["identity", "identity_id", "label", "person", "person_id", "subject", "name", "class", "pid"];
    private static readonly string[] BoxNames = ["box", "bbox", "rect", "face_box"];

    /// <summary>'\t' or ','; commas as RFC 4180 has them.</summary>
    public char Separator { get; init; } = '\t';

    /// <summary>Lines that begin with it are no rows; null where there are no such lines.</summary>
    public char? Comment { get; init; }

    /// <summary>The first row names the columns.</summary>
    public bool HasHeading { get; init; } = true;

    public int Url { get; init; } = -1;

    public int Identity { get; init; } = -1;

    /// <summary>Four numbers x0 y0 x1 y1 with commas or blanks between.</summary>
    public int Box { get; init; } = -1;

    /// <summary>"height width" of the picture that the boxes belong to.</summary>
    public int HeightWidth { get; init; } = -1;

    public int Sha256 { get; init; } = -1;

    public int Md5 { get; init; } = -1;

    /// <summary>FaceScrub: <c>name image_id face_id url bbox sha256</c>.</summary>
    public static UrlListLayout FaceScrub { get; } = new() { Identity = 0, Url = 3, Box = 4, Sha256 = 5 };

    /// <summary>IMDb-Face: <c>name,index,image,rect,height width,url</c>; the index (IMDb's own id) is the identity, since names repeat.</summary>
    public static UrlListLayout ImdbFace { get; } = new() { Separator = ',', Identity = 1, Box = 3, HeightWidth = 4, Url = 5 };

    /// <summary>PubFig: <c>person imagenum url rect md5</c> below two lines of comment.</summary>
    public static UrlListLayout PubFig { get; } = new() { Comment = '#', HasHeading = false, Identity = 0, Url = 2, Box = 3, Md5 = 4 };

    /// <summary>By the usual names in a heading; null where it names no URL or no identity.</summary>
    public static UrlListLayout? OfHeading(string[] heading, char separator)
    {
        int Usual(params string[] names) => names.Select(name => IndexOf(heading, name)).FirstOrDefault(at => at >= 0, -1);
        var layout = new UrlListLayout
        {
            Separator = separator,
            Url = Usual(UrlNames),
            Identity = Usual(IdentityNames),
            Box = Usual(BoxNames),
            Sha256 = Usual("sha256"),
            Md5 = Usual("md5"),
        };
        return layout is { Url: >= 0, Identity: >= 0 } ? layout : null;
    }

    /// <summary>By what <c>--columns</c> says; a number is a column from 0, anything else a name in the heading.</summary>
    /// <exception cref="UsageException">A role that does not exist, a name that the heading has not, or no URL or identity.</exception>
    public static UrlListLayout OfColumns(IReadOnlyDictionary<string, string> columns, string[] firstRow, char separator)
    {
        var layout = new UrlListLayout { Separator = separator };
        foreach (var (role, column) in columns)
        {
            var at = Column(role, column, firstRow);
            layout = role.ToLowerInvariant() switch
            {
                "url" => layout with { Url = at },
                "identity" or "label" => layout with { Identity = at },
                "box" => layout with { Box = at },
                "sha256" => layout with { Sha256 = at },
                "md5" => layout with { Md5 = at },
                _ => throw new UsageException($"--columns {role}={column}: a URL list has {Roles}"),
            };
        }
        return layout is { Url: >= 0, Identity: >= 0 }
            ? layout with { HasHeading = !firstRow[layout.Url].Contains("://", StringComparison.Ordinal) }
            : throw new UsageException("--columns: say which column holds the url and which the identity, e.g. --columns url=2,identity=0");
    }

    private static int Column(string role, string column, string[] firstRow)
    {
        if (int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number < firstRow.Length
                ? number
                : throw new UsageException($"--columns {role}={column}: the list has columns 0 to {firstRow.Length - 1}");
        }
        return IndexOf(firstRow, column) is >= 0 and var at
            ? at
            : throw new UsageException($"--columns {role}={column}: the heading has no such column; it has {string.Join(", ", firstRow.Take(20))}");
    }

    private static int IndexOf(string[] heading, string name) =>
        Array.FindIndex(heading, column => column.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
}
