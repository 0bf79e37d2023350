using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cleaner.Manifests.Arrays;

/// <summary>config.json of a run folder: every resolved option. Fields that this version does not know are kept in <see cref="Rest"/>.</summary>
public sealed record RunConfig
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The command line.</summary>
    public string Command { get; init; } = "";

    /// <summary>Full path of the manifest.</summary>
    public string ManifestPath { get; init; } = "";

    /// <summary><see cref="Manifest.Uid"/>.</summary>
    public string ManifestUid { get; init; } = "";

    /// <summary>The revision whose kept samples were used.</summary>
    public long ManifestRevision { get; init; }

    /// <summary>Name of the backbone.</summary>
    public string Backbone { get; init; } = "";

    /// <summary>Side of the input in pixels.</summary>
    public int InputSize { get; init; }

    /// <summary>D: dimensions of an embedding.</summary>
    public int EmbeddingDim { get; init; }

    /// <summary>Name of the margin head.</summary>
    public string Head { get; init; } = "";

    /// <summary>Centers per identity.</summary>
    public int K { get; init; } = 1;

    /// <summary>Number of epochs.</summary>
    public int Epochs { get; init; }

    /// <summary>The seed.</summary>
    public int Seed { get; init; }

    /// <summary>"cpu", "cuda:0", …</summary>
    public string Device { get; init; } = "";

    /// <summary>All other fields.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Rest { get; init; } = [];

    /// <summary>Reads config.json.</summary>
    /// <exception cref="CleanerException">Missing or broken.</exception>
    public static RunConfig Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<RunConfig>(stream, Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new CleanerException($"{path}: not a run's configuration ({error.Message}); train again or restore the file", 1, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{path}: cannot be read; name a run folder made by 'cleaner subcenter-train' or 'cleaner train'", 1, error);
        }
    }

    /// <summary>Writes config.json under a temporary name and moves it into place.</summary>
    public void Write(string path)
    {
        string temporary = path + ".partial";
        try
        {
            File.WriteAllText(temporary, JsonSerializer.Serialize(this, Json) + "\n");
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CleanerException($"{path}: cannot be written ({error.Message}); check the folder and the free space", 1, error);
        }
    }

    /// <summary>A copy that names the manifest and the revision whose images the run is of.</summary>
    public RunConfig Of(Manifest manifest, long revision) => this with
    {
        ManifestPath = System.IO.Path.GetFullPath(manifest.Path),
        ManifestUid = manifest.Uid.ToString(),
        ManifestRevision = revision,
    };

    /// <summary>A further option, converted; the default of its type where it is absent.</summary>
    public T? Option<T>(string name) => Rest.TryGetValue(name, out JsonElement value) ? value.Deserialize<T>(Json) : default;

    /// <summary>A copy with the public properties of <paramref name="options"/> as further fields, in snake case.</summary>
    public RunConfig With(object options)
    {
        var rest = new Dictionary<string, JsonElement>(Rest);
        HashSet<string> known = [.. JsonSerializer.SerializeToElement(this with { Rest = [] }, Json).EnumerateObject().Select(property => property.Name)];
        foreach (JsonProperty property in JsonSerializer.SerializeToElement(options, options.GetType(), Json).EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                rest[property.Name] = property.Value.Clone();
            }
        }

        return this with { Rest = rest };
    }
}
