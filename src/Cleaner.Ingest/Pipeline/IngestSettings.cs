using System.Text.Json;
using System.Text.Json.Serialization;
using Cleaner.Ingest.Sources;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>What decides the result of an ingest: recorded with the revision, and compared before an interrupted one goes on.</summary>
internal sealed record IngestSettings(
    string Path,
    string Format,
    int? IdentityDepth,
    string? IdentityPattern,
    IReadOnlyDictionary<string, string> Columns,
    bool SameLabels,
    string Shard,
    int NearDistance,
    int Align,
    double AlignMargin,
    long MaxPixels,
    long MaxBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detector)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IngestSettings Of(IDatasetSource source, IngestOptions options) => new(
        source.Root, source.Kind, options.IdentityDepth, options.IdentityPattern, options.Columns, options.SameLabels, options.Shard.ToString(), options.NearDistance,
        options.Align, options.AlignMargin, options.MaxPixels, options.MaxBytes, options.Detector?.Hash);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Whether the newest revision is an ingest of this version with the same settings: then what it found still holds, unless images changed.</summary>
    public bool AreThoseOf(Manifest manifest) =>
        manifest.Log() is [.., var newest] && newest.SettingsJson == ToJson() && newest.ToolVersion == RevisionWriter.ToolVersion;

    /// <summary>Whether images that were read before were read without this detector.</summary>
    public bool IsNewDetector(Manifest manifest) =>
        Detector is not null && !manifest.Log().Any(revision => revision.SettingsJson.Contains(Detector, StringComparison.Ordinal));

    /// <summary>Begins a revision, or goes on with the one that an ingest with the same settings left unfinished.</summary>
    public RevisionWriter BeginOrResume(Manifest manifest, string command)
    {
        if (manifest.Pending is not { } pending)
            return manifest.BeginStaged(command, ToJson());
        if (pending.SettingsJson == ToJson())
            return manifest.ResumePending();
        throw new CleanerException(
            $"{manifest.Path}: holds an unfinished '{pending.Command}' with other settings; run that again to finish it, or drop it with 'cleaner revert {manifest.Path} --unfinished'");
    }
}
