using System.Text;
using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Sources;

/// <summary>The adjacent members with one key: collected, then turned into the items of their images.</summary>
internal sealed class WebDatasetSample(ShardInfo shard, string? labelField)
{
    private static readonly string[] LabelKeys = ["label", "identity", "identity_id", "person_id", "cls", "class", "name"];

    private readonly List<WebDatasetMember> _members = [];

    /// <summary>The key; null before the first member.</summary>
    public string? Key { get; init; }

    public void Add(WebDatasetMember member) => _members.Add(member);

    /// <summary>The items of the sample: one for each image in it.</summary>
    public IEnumerable<SourceItem> Finish()
    {
        var repeated = _members.GroupBy(m => m.Field).FirstOrDefault(g => g.Count() > 1)?.Key;
        var label = Label();
        foreach (var image in _members.Where(m => m.IsImage))
        {
            var item = new SourceItem
            {
                Locator = shard.Locator,
                Container = shard.IsCompressed ? Container.GzipRange : Container.Range,
                Offset = image.Member.Offset,
                Length = image.Member.Length,
                Bytes = image.Member.Length,
                ModifiedTicks = shard.ModifiedTicks,
                Label = label ?? SourceItem.UnknownLabel,
                Data = image.Member.Content,
            };
            if (repeated is not null)
                yield return Refuse(item, $"sample {Key} has two members '{repeated}': which belongs to which cannot be told");
            else if (label is null)
                yield return Refuse(item, $"sample {Key} has no label: no cls, json, name or txt next to it, and no folder in its key");
            else
                yield return item;
        }
    }

    private static SourceItem Refuse(SourceItem item, string reason) => item with { Status = SampleStatus.Damaged, Reason = reason, Data = null };

    private string? Label()
    {
        if (labelField is not null)
            return Text(labelField) ?? FromJson([labelField]);
        return Text("cls") ?? FromJson(LabelKeys) ?? Text("label") ?? Text("id") ?? Text("class") ?? Text("name") ?? Text("txt") ?? FromFolder();
    }

    private string? Text(string field)
    {
        var content = _members.FirstOrDefault(m => m.Field == field).Member.Content;
        return content is null ? null : Encoding.UTF8.GetString(content).Trim() is { Length: > 0 } text ? text : null;
    }

    private string? FromJson(string[] keys)
    {
        if (_members.FirstOrDefault(m => m.Field == "json").Member.Content is not { } json)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            foreach (var key in keys)
            {
                if (document.RootElement.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number && value.ToString().Trim() is { Length: > 0 } text)
                    return text;
            }
            return null;
        }
        catch (JsonException)
        {
            return null;    // broken metadata gives no label; the image is then refused for that
        }
    }

    /// <summary>"n000002" of "n000002/0001_01".</summary>
    private string? FromFolder() => Key?.LastIndexOf('/') is { } slash and > 0 && Key[..slash].TrimStart('.', '/') is { Length: > 0 } folder ? folder : null;
}
