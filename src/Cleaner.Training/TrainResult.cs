namespace Cleaner.Training;

/// <summary>What a training came to.</summary>
public sealed record TrainResult
{
    /// <summary>Images that took part.</summary>
    public required long Samples { get; init; }

    /// <summary>Identities that took part.</summary>
    public required int Identities { get; init; }

    /// <summary>Identities that have a single image: they are trained on, but nothing can be said about their image.</summary>
    public required int SingleImageIdentities { get; init; }

    /// <summary>Samples that could not be read since ingest, each with the reason; they took no part.</summary>
    public required IReadOnlyList<UnreadableSample> Unreadable { get; init; }

    /// <summary>Steps done in all, over all sessions of this run.</summary>
    public required long Steps { get; init; }

    /// <summary>Epochs completed.</summary>
    public required int Epochs { get; init; }

    /// <summary>Mean loss of the last epoch.</summary>
    public required double Loss { get; init; }

    /// <summary>Images a second while training, in this session.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>True when a signal ended the training before its end; a checkpoint was written and <c>--resume</c> continues it.</summary>
    public required bool Interrupted { get; init; }
}

/// <summary>A sample that could not be read or decoded.</summary>
/// <param name="SampleId">Its id in the manifest.</param>
/// <param name="Where">Its place, for a person.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record UnreadableSample(long SampleId, string Where, string Reason);
