using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>A list of URLs with an identity in each row. The images are downloaded first, and read from there.</summary>
/// <param name="name">What <c>--format</c> takes.</param>
/// <param name="description">For the help.</param>
/// <param name="recognise">The layout by the first lines; null where the file is not of this format.</param>
internal sealed class UrlListFormat(string name, string description, Func<UrlListHead, UrlListLayout?> recognise) : ISourceFormat
{
    /// <summary>Name of the format whose columns are found by their usual names, or given.</summary>
    public const string GenericName = "url-list";

    /// <summary>The published lists, then the generic one.</summary>
    public static IReadOnlyList<UrlListFormat> All { get; } =
    [
        new("facescrub", "FaceScrub's list: name, image_id, face_id, url, bbox, sha256",
            head => head.IsHeading("name\timage_id\tface_id\turl\tbbox\tsha256") ? UrlListLayout.FaceScrub : null),
        new("imdb-face", "IMDb-Face.csv: name, index, image, rect, height width, url",
            head => head.IsHeading("name,index,image,rect,height width,url") ? UrlListLayout.ImdbFace : null),
        new("pubfig", "PubFig's lists: person, imagenum, url, rect, md5",
            head => head.First.StartsWith('#') && head.Second.TrimStart('#', ' ', '\t').StartsWith("person\timagenum\turl\trect\tmd5", StringComparison.Ordinal) ? UrlListLayout.PubFig : null),
        new(GenericName, "CSV or TSV with a url and an identity column (see --columns)",
            head => UrlListLayout.OfHeading(head.Fields, head.Separator)),
    ];

    public string Name => name;

    public string Description => description;

    public bool Detect(string path) => recognise(UrlListHead.Of(path)) is not null;

    public IDatasetSource Open(string path, IngestOptions options)
    {
        if (!File.Exists(path))
            throw new CleanerException($"{path}: {(Directory.Exists(path) ? "is a folder; name the list in it" : "no such file")}");
        var head = UrlListHead.Of(path);
        var layout = name == GenericName && options.Columns.Count > 0
            ? UrlListLayout.OfColumns(options.Columns, head.Fields, head.Separator)
            : recognise(head) ?? throw new CleanerException($"{path}: does not begin as {description}; name its columns with --format {GenericName} --columns url=…,identity=…");
        var list = Path.GetFullPath(path);
        var downloads = Path.GetFullPath(options.Downloads ?? Path.Combine(Path.GetDirectoryName(list)!, "downloads"));
        return new UrlListSource(name, new UrlListReader(list, layout), Path.Combine(downloads, Path.GetFileNameWithoutExtension(list)), options.Shard);
    }
}
