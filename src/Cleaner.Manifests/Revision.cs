namespace Cleaner.Manifests;

/// <summary>One entry of a manifest's log: a command that changed what is believed.</summary>
/// <param name="Id">From 1, rising.</param>
/// <param name="Parent">The revision it was made on; null for the first.</param>
/// <param name="Created">When, UTC.</param>
/// <param name="Command">The command line.</param>
/// <param name="SettingsJson">Resolved settings as JSON.</param>
/// <param name="ToolVersion">Version of Cleaner.</param>
/// <param name="Actor">Who decided: "cleaner", or a person's name.</param>
/// <param name="CountsJson">What changed, as JSON.</param>
public sealed record Revision(
    long Id,
    long? Parent,
    DateTimeOffset Created,
    string Command,
    string SettingsJson,
    string ToolVersion,
    string Actor,
    string CountsJson);

/// <summary>A revision that is being written in batches and is not visible yet; see <see cref="Manifest.BeginStaged"/>.</summary>
/// <param name="Id">The id it will have.</param>
/// <param name="Created">When it was begun, UTC.</param>
/// <param name="Command">The command line that began it.</param>
/// <param name="SettingsJson">Its settings as JSON.</param>
/// <param name="Actor">Who began it.</param>
/// <param name="FirstSample">Samples with this id or a larger one were added by it.</param>
/// <param name="Note">What its writer last noted with <see cref="RevisionWriter.Checkpoint"/>; "" none.</param>
public sealed record PendingRevision(
    long Id,
    DateTimeOffset Created,
    string Command,
    string SettingsJson,
    string Actor,
    long FirstSample,
    string Note);

/// <summary>An identity: one label.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Name">As given by the source.</param>
public sealed record Identity(long Id, string Name);

/// <summary>Where samples were read from.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Kind">"folder", "recordio", "webdataset", …</param>
/// <param name="Root">Absolute path that locators are relative to.</param>
/// <param name="OptionsJson">How it was read, as JSON.</param>
public sealed record SourceInfo(long Id, string Kind, string Root, string OptionsJson);
