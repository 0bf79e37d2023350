using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>
/// The folder of an export. Everything is written into "OUT.partial" and moved into place at the end, so that a killed export leaves
/// OUT as it was. A record of what lies in it lets --force take exactly that away again.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    /// <summary>Name of the record.</summary>
    public const string RecordName = "export.json";

    private readonly string output;

    private OutputFolder(string output) => this.output = output;

    /// <summary>The folder to write into.</summary>
    public string Staging => output + ".partial";

    /// <summary>Checks the output and makes the staging folder.</summary>
    /// <exception cref="CleanerException">The output holds something and is not forced, or cannot be written.</exception>
    public static OutputFolder Prepare(string output, bool force)
    {
        var folder = new OutputFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)));
        if (File.Exists(folder.output))
        {
            throw new CleanerException($"{output}: is a file; name a folder for the export");
        }

        if (!force && Directory.Exists(folder.output) && Directory.EnumerateFileSystemEntries(folder.output).Any())
        {
            throw new CleanerException($"{output}: is not empty; name another folder, or use --force to replace an earlier export in it");
        }

        folder.Dispose();
        Directory.CreateDirectory(folder.Staging);
        return folder;
    }

    /// <summary>Adds the record and moves everything into place, an earlier export out of it.</summary>
    public void Commit(object description)
    {
        string[] entries = [.. Directory.EnumerateFileSystemEntries(Staging).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        byte[] record = JsonSerializer.SerializeToUtf8Bytes(new { export = description, entries }, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });
        File.WriteAllBytes(Path.Combine(Staging, RecordName), [.. record, (byte)'\n']);

        Directory.CreateDirectory(output);
        foreach (string earlier in EarlierEntries())
        {
            Remove(Path.Combine(output, earlier));
        }

        foreach (string entry in (string[])[.. entries, RecordName])
        {
            string target = Path.Combine(output, entry);
            Remove(target);
            Directory.Move(Path.Combine(Staging, entry), target);
        }
    }

    /// <summary>Removes the staging folder, also one that a killed export left.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Staging))
        {
            Directory.Delete(Staging, recursive: true);
        }
    }

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
            return [.. record.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetString()!).Where(entry => entry == Path.GetFileName(entry) && entry is not ("" or "." or ".."))];
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
