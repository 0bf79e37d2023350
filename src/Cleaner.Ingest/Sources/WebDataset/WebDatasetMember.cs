namespace Cleaner.Ingest.Sources;

/// <summary>A member of a shard, taken apart as webdataset's base_plus_ext does it.</summary>
/// <param name="Key">The path up to the first dot of the base name; dots in folders do not count.</param>
/// <param name="Field">The rest of the base name, lower-cased.</param>
/// <param name="Member">Where it lies.</param>
internal readonly record struct WebDatasetMember(string Key, string Field, TarMember Member)
{
    /// <summary>Labels and metadata are small; anything larger is no label.</summary>
    private const long MaxMetadata = 1 << 20;

    private static readonly string[] MetadataFields = ["cls", "json", "txt", "name", "label", "id", "class"];

    /// <summary>Whether this field is an encoded image.</summary>
    public bool IsImage => ImageNames.HasImageExtension("." + Field[(Field.LastIndexOf('.') + 1)..]);

    /// <summary>Takes a member apart; null for those without an extension and for webdataset's own <c>__x__</c>.</summary>
    public static WebDatasetMember? Parse(TarMember member)
    {
        var slash = member.Name.LastIndexOf('/');
        var dot = member.Name.IndexOf('.', slash + 1);
        if (dot <= slash + 1 || dot + 1 == member.Name.Length)
            return null;
        var key = member.Name[..dot];
        var name = key[(slash + 1)..];
        if (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal))
            return null;
        return new WebDatasetMember(key, member.Name[(dot + 1)..].ToLowerInvariant(), member);
    }

    /// <summary>Whether the content is needed while scanning: labels always, images only where they cannot be read again in place.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="size">Of the member.</param>
    /// <param name="maxImage">Largest image that is read while scanning; 0: none.</param>
    public static bool IsWanted(string name, long size, long maxImage)
    {
        if (Parse(new TarMember(name, 0, size, null)) is not { } member)
            return false;
        if (member.IsImage)
            return size <= maxImage;
        return size <= MaxMetadata && MetadataFields.Contains(member.Field[(member.Field.LastIndexOf('.') + 1)..]);
    }
}
