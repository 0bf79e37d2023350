using System.Globalization;

namespace Cleaner.Bench.Training;

/// <summary>What is measured; the same names and meanings as in pytorch_training.py.</summary>
internal sealed record BenchOptions
{
    public string Backbone { get; init; } = "small";
    public int Size { get; init; } = 64;
    public int Batch { get; init; } = 128;
    public int Steps { get; init; } = 10;
    public int Classes { get; init; } = 140;
    public int K { get; init; } = 3;
    public int Threads { get; init; }
    public int Workers { get; init; } = 2;
    public int Epochs { get; init; } = 2;
    public string Precision { get; init; } = "fp32";
    public string Device { get; init; } = "cpu";
    public bool ChannelsLast { get; init; }
    public string Cache { get; init; } = "none";
    public string? Folder { get; init; }

    /// <summary>Reads "--name value" pairs.</summary>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--channels-last")
            {
                options = options with { ChannelsLast = true };
                continue;
            }
            if (i + 1 == arguments.Count)
                throw new ArgumentException($"{arguments[i]} needs a value");
            options = options.With(arguments[i], arguments[++i]);
        }
        return options;
    }

    private BenchOptions With(string name, string value) => name switch
    {
        "--backbone" => this with { Backbone = value },
        "--size" => this with { Size = Whole(value) },
        "--batch" => this with { Batch = Whole(value) },
        "--steps" => this with { Steps = Whole(value) },
        "--classes" => this with { Classes = Whole(value) },
        "--k" => this with { K = Whole(value) },
        "--threads" => this with { Threads = Whole(value) },
        "--workers" => this with { Workers = Whole(value) },
        "--epochs" => this with { Epochs = Whole(value) },
        "--precision" => this with { Precision = value },
        "--device" => this with { Device = value },
        "--cache" => this with { Cache = value },
        "--folder" => this with { Folder = value },
        _ => throw new ArgumentException($"{name} is unknown"),
    };

    private static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
