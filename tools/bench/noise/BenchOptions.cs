using Cleaner.Bench.Noise.Planting;

namespace Cleaner.Bench.Noise;

/// <summary>What to measure.</summary>
internal sealed record BenchOptions
{
    /// <summary>Folder-per-identity set.</summary>
    public required string Set { get; init; }

    /// <summary>Folder levels that name an identity. The default is 1.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>At most so many pictures of an identity; 0, the default, takes all.</summary>
    public int PerIdentity { get; init; }

    /// <summary>Kinds of noise. The default is mixed.</summary>
    public IReadOnlyList<NoiseKind> Kinds { get; init; } = [NoiseKind.Mixed];

    /// <summary>Shares of wrong labels. The default is 0.4.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [0.4];

    /// <summary>Seeds of the planting and of the training. The default is 1.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1];

    /// <summary>Share of the identities that serve as strangers. The default is 56 of 242.</summary>
    public double Strangers { get; init; } = 56.0 / 242;

    /// <summary>Share of the identities held out for evaluation. The default is 46 of 242.</summary>
    public double HeldOut { get; init; } = 46.0 / 242;

    /// <summary>Rules of purge to compare; "angle" stands for --threshold 75. The default is auto and angle.</summary>
    public IReadOnlyList<string> Rules { get; init; } = ["auto", "angle"];

    /// <summary>Train and evaluate baseline, chain, angle chain and oracle; off measures detection alone.</summary>
    public bool Retrain { get; init; } = true;

    /// <summary>Purge rounds of the chain. The default is 2.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Networks trained for each set of labels, with seeds from that of the planting on; their figures are averaged. The default is 1.</summary>
    public int Networks { get; init; } = 1;

    /// <summary>Passed to every training, e.g. "--epochs 20".</summary>
    public IReadOnlyList<string> TrainArguments { get; init; } = [];

    /// <summary>A network of elsewhere that judges instead of one trained on the set, as <c>cleaner embed --model</c> takes it; null, the default, trains one.</summary>
    public string? Pretrained { get; init; }

    /// <summary>Finds faces before anything else, as <c>cleaner ingest --detect</c> takes it; null, the default, takes the pictures as they are.</summary>
    public string? Detector { get; init; }

    /// <summary>The launcher of cleaner.</summary>
    public required string Executable { get; init; }

    /// <summary>Where data, runs and results go.</summary>
    public required string Out { get; init; }
}
