using System.Globalization;
using System.Text.Json;
using Cleaner.Manifests.Arrays;

namespace Cleaner.Training.Logging;

/// <summary>The figures of a group of steps.</summary>
public sealed record StepFigures
{
    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Mean loss of the group.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of the images whose own identity has the largest cosine.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Share of the full margin at the last step.</summary>
    public required double MarginStrength { get; init; }

    /// <summary>Norm of the gradient at the last step, before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Images a second over the group.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Memory in MiB: of the process, or of the GPU when one is used.</summary>
    public required double MemoryMib { get; init; }

    /// <summary>Seconds since this session of the training began.</summary>
    public required double Seconds { get; init; }
}

/// <summary>Writes what happens in a run: <c>log.txt</c>, <c>metrics.jsonl</c> and a TensorBoard event file.</summary>
public sealed class RunLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly TimeProvider _clock;
    private readonly StreamWriter _log, _metrics;
    private readonly TensorBoardWriter _board;

    /// <summary>Opens the files for appending.</summary>
    /// <param name="folder">The run folder; it exists.</param>
    /// <param name="fromStep">Lines of later steps are dropped: they belong to work that a checkpoint does not hold.</param>
    /// <param name="clock">Tells the time.</param>
    public RunLog(RunFolder folder, long fromStep, TimeProvider clock)
    {
        _clock = clock;
        DropAfter(folder.Metrics, fromStep);
        _log = new StreamWriter(folder.Log, append: true) { AutoFlush = true };
        _metrics = new StreamWriter(folder.Metrics, append: true);
        _board = new TensorBoardWriter(folder.Path, clock.GetUtcNow());
    }

    /// <summary>A line with the time in <c>log.txt</c>.</summary>
    public void Line(string text) =>
        _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z {text}"));

    /// <summary>The figures of a group of steps.</summary>
    public void Figures(StepFigures figures)
    {
        _metrics.WriteLine(JsonSerializer.Serialize(figures, Json));
        _metrics.Flush();
        _board.Scalars(figures.Step, _clock.GetUtcNow(),
            ("train/loss", figures.Loss), ("train/accuracy", figures.Accuracy), ("train/gradient_norm", figures.GradientNorm),
            ("schedule/learning_rate", figures.LearningRate), ("schedule/margin_strength", figures.MarginStrength),
            ("speed/images_per_second", figures.ImagesPerSecond), ("speed/memory_mib", figures.MemoryMib));
        _board.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _metrics.Dispose();
        _board.Dispose();
    }

    private static void DropAfter(string path, long step)
    {
        if (!File.Exists(path))
            return;
        var kept = File.ReadLines(path).Where(line => StepOf(line) is { } at && at <= step).ToList();
        File.WriteAllLines(path + ".tmp", kept);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>The step of a line; null for a line that a killed process left unfinished.</summary>
    private static long? StepOf(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StepFigures>(line, Json)?.Step;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
