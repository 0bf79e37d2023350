using Cleaner.Training.Data;

namespace Cleaner.Training.Planning;

/// <summary>A training with every value decided: what <c>config.json</c> records.</summary>
public sealed record TrainPlan
{
    /// <summary>Name of the network.</summary>
    public required string Backbone { get; init; }

    /// <summary>Height and width of the input.</summary>
    public required ImageShape Input { get; init; }

    /// <summary>Length of an embedding.</summary>
    public required int EmbeddingDim { get; init; }

    /// <summary>Name of the head.</summary>
    public required string Head { get; init; }

    /// <summary>The head's numbers.</summary>
    public required IReadOnlyDictionary<string, double> HeadParameters { get; init; }

    /// <summary>Scale s.</summary>
    public required double Scale { get; init; }

    /// <summary>Order of the samples: shuffle, balanced or pk.</summary>
    public required string Sampler { get; init; }

    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Networks of the cross-validation; 0 none.</summary>
    public required int Folds { get; init; }

    /// <summary>Images in a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Peak learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>"cpu" or "cuda:N".</summary>
    public required string Device { get; init; }

    /// <summary>Threads of the numeric library.</summary>
    public required int Threads { get; init; }

    /// <summary>Threads that decode.</summary>
    public required int Workers { get; init; }

    /// <summary>Where decoded images are kept.</summary>
    public required PixelCache Cache { get; init; }

    /// <summary>Changes to the images.</summary>
    public required Augmentation Augmentation { get; init; }

    /// <summary>One of <see cref="Precisions.Names"/>.</summary>
    public required string Precision { get; init; }

    /// <summary>Let cudnn try its algorithms.</summary>
    public required bool CudnnBenchmark { get; init; }

    /// <summary>Keep activations in NHWC order.</summary>
    public required bool ChannelsLast { get; init; }
}
