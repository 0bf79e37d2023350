namespace Cleaner.Training;

/// <summary>How embeddings are computed from a trained model.</summary>
public sealed record EmbedOptions
{
    /// <summary>auto, cpu, cuda or cuda:N. The default is auto.</summary>
    public string Device { get; init; } = TrainOptions.Auto;

    /// <summary>Images per batch. The default is 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Add the embedding of the mirrored image before normalisation, as insightface's evaluation does. The default is false.</summary>
    public bool Flip { get; init; }

    /// <summary>Threads of the numeric library; 0 takes the physical cores.</summary>
    public int Threads { get; init; }

    /// <summary>Threads that decode; 0 takes the cores, at most 16.</summary>
    public int Workers { get; init; }
}
