using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Checkpoints;

/// <summary>
/// The checkpoints of a run: <c>last.safetensors</c> is the newest, earlier ones are <c>step-NNNNNNNN.safetensors</c>. Each is written
/// to a temporary name and renamed, so that a killed process leaves whole files only.
/// </summary>
/// <param name="folder">The run's <c>checkpoints</c> folder.</param>
/// <param name="keep">Earlier ones that stay beside the last.</param>
public sealed class CheckpointStore(string folder, int keep)
{
    internal const string StepKey = "step";
    private const string LastName = "last.safetensors", EarlierPattern = "step-*.safetensors";

    private string Last => Path.Combine(folder, LastName);

    /// <summary>The newest whole checkpoint, or null when there is none.</summary>
    public string? Newest() => File.Exists(Last) ? Last : Earlier().LastOrDefault();

    /// <summary>Writes a checkpoint; the former last one gets its step as its name, and the oldest go.</summary>
    public void Save(long step, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Directory.CreateDirectory(folder);
        var text = step.ToString(CultureInfo.InvariantCulture);
        var waiting = Path.Combine(folder, "next.safetensors");
        SafeTensorsFile.Write(waiting, tensors, new Dictionary<string, string>(metadata) { [StepKey] = text });
        if (File.Exists(Last) && keep > 0)
            File.Move(Last, Path.Combine(folder, $"step-{StepOf(Last):D8}.safetensors"), overwrite: true);
        File.Move(waiting, Last, overwrite: true);
        foreach (var old in Earlier().SkipLast(keep).ToList())
            File.Delete(old);
    }

    /// <summary>Deletes everything, for a run that starts anew.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private IEnumerable<string> Earlier() =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, EarlierPattern).Order(StringComparer.Ordinal) : [];

    private static long StepOf(string path)
    {
        using var stream = File.OpenRead(path);
        return long.Parse(SafeTensorsHeader.Read(stream, path).Metadata[StepKey], CultureInfo.InvariantCulture);
    }
}
