using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Chain;

/// <summary>
/// What a chain has done, in <c>chain.json</c> of its folder: written to a temporary name and renamed after each stage,
/// so that the same command typed again goes on after a kill.
/// </summary>
internal sealed class ChainState
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string _path;
    private readonly Document _document;

    private ChainState(string path, Document document) => (_path, _document) = (path, document);

    private sealed record Document(string Settings, Dictionary<string, long> Done);

    /// <summary>Opens the state of a folder, or starts one.</summary>
    /// <param name="folder">The chain's folder; made when missing.</param>
    /// <param name="settings">What was asked; a folder begun with other settings is refused.</param>
    public static ChainState Open(string folder, string settings)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "chain.json");
        if (!File.Exists(path))
            return new ChainState(path, new Document(settings, []));
        var document = Read(path);
        if (document.Settings != settings)
            throw new UsageException($"{folder} holds a chain that was begun with other options ({document.Settings}); give those, or another --out");
        return new ChainState(path, document);
    }

    /// <summary>The manifest revision that a finished stage led to; null when the stage has not finished.</summary>
    public long? Revision(string stage) => _document.Done.TryGetValue(stage, out var revision) ? revision : null;

    /// <summary>Records that a stage has finished.</summary>
    public void Finish(string stage, long revision)
    {
        _document.Done[stage] = revision;
        var temporary = _path + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(_document, Json));
        File.Move(temporary, _path, overwrite: true);
    }

    private static Document Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Document>(File.ReadAllText(path), Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new CleanerException($"{path} cannot be read ({error.Message}); remove it to start the chain anew", 1, error);
        }
    }
}
