using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>
/// The folder of an export. Everything is written into a folder beside it (inside it where it exists: it may be a mount) and moved
/// into place at the end, so that a killed export leaves no half of one under the name asked for. A record of what lies in it lets
/// --force take exactly that away again.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    /// <summary>Name of the record.</summary>
    public const string RecordName = "export.json";

    /// <summary>Name of the staging folder inside an output that exists.</summary>
    public const string StagingName = "export.partial";

    /// <summary>Marks a staging folder as one, to be removed by the next export; a folder of somebody else never is.</summary>
    public const string MarkerName = ".unfinished-export";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string output;

    private OutputFolder(string output)
    {
        this.output = output;
        Staging = Directory.Exists(output) ? Path.Combine(output, StagingName) : output + ".partial";
    }

    /// <summary>The folder to write into.</summary>
    public string Staging { get; }

    /// <summary>Checks the output and makes the staging folder.</summary>
    /// <exception cref="CleanerException">The output holds something and is not forced, or something else lies where the staging folder goes.</exception>
    public static OutputFolder Prepare(string output, bool force)
    {
        var folder = new OutputFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)));
        if (File.Exists(folder.output))
        {
            throw new CleanerException($"{output}: is a file; name a folder for the export");
        }

        if (!force && Directory.Exists(folder.output) && Directory.EnumerateFileSystemEntries(folder.output).Any(entry => entry != folder.Staging))
        {
            throw new CleanerException($"{output}: is not empty; name another folder, or use --force to replace an earlier export in it");
        }

        if (File.Exists(folder.Staging) || (Directory.Exists(folder.Staging) && !folder.IsLeftover()))
        {
            throw new CleanerException($"{folder.Staging}: is in the way, and no unfinished export; move it away or name another folder");
        }

        folder.Dispose();
        Directory.CreateDirectory(folder.Staging);
        File.WriteAllBytes(folder.Marker, []);
        return folder;
    }

    /// <summary>Adds the record and moves everything into place, an earlier export out of it.</summary>
    /// <exception cref="CleanerException">The output holds something of the same name that no export wrote.</exception>
    public void Commit(object description)
    {
        string[] entries = [.. Directory.EnumerateFileSystemEntries(Staging).Select(entry => Path.GetFileName(entry)).Where(entry => entry != MarkerName).Order(StringComparer.Ordinal)];
        WriteRecord(Staging, description, entries);
        if (!Directory.Exists(output))
        {
            File.Delete(Marker);
            Directory.Move(Staging, output);
            return;
        }

        string[] earlier = EarlierEntries();
        if (entries.Except(earlier).FirstOrDefault(entry => Path.Exists(Path.Combine(output, entry))) is { } foreign)
        {
            throw new CleanerException($"{Path.Combine(output, foreign)}: is in the way, and no earlier export wrote it; move it away or name another folder");
        }

        // Both, while it holds some of each: after a kill here, --force knows all that it has to take away.
        WriteRecord(output, null, [.. earlier.Union(entries)]);
        foreach (string entry in earlier)
        {
            Remove(Path.Combine(output, entry));
        }

        foreach (string entry in entries)
        {
            Directory.Move(Path.Combine(Staging, entry), Path.Combine(output, entry));
        }

        File.Move(Path.Combine(Staging, RecordName), Path.Combine(output, RecordName), overwrite: true);
    }

    /// <summary>Removes the staging folder, also one that a killed export left; the marker last.</summary>
    public void Dispose()
    {
        if (!Directory.Exists(Staging))
        {
            return;
        }

        foreach (string entry in Directory.GetFileSystemEntries(Staging).Where(entry => entry != Marker))
        {
            Remove(entry);
        }

        Directory.Delete(Staging, recursive: true);
    }

    private string Marker => Path.Combine(Staging, MarkerName);

    private bool IsLeftover() => File.Exists(Marker) || !Directory.EnumerateFileSystemEntries(Staging).Any();

    private static void WriteRecord(string folder, object? description, string[] entries) =>
        File.WriteAllBytes(Path.Combine(folder, RecordName), [.. JsonSerializer.SerializeToUtf8Bytes(new { export = description, entries }, Json), (byte)'\n']);

    /// <summary>Names only, never paths: a record that was tampered with must not reach outside the folder.</summary>
    private string[] EarlierEntries()
    {
        string path = Path.Combine(output, RecordName);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using JsonDocument record = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. record.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetString()!).Where(entry => entry == Path.GetFileName(entry) && entry is not ("" or "." or ".." or StagingName))];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CleanerException($"{path}: is not the record of an export; move it away or name another folder", 1, error);
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
