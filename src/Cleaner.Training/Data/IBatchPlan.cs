namespace Cleaner.Training.Data;

/// <summary>Which rows stand in which batch, and how they are changed. Thread safe; a pure function of the batch number.</summary>
public interface IBatchPlan
{
    /// <summary>Batches in all.</summary>
    long Batches { get; }

    /// <summary>The rows of a batch.</summary>
    ReadOnlyMemory<int> Rows(long batch);

    /// <summary>The augmentation of a batch's images; null for none.</summary>
    Augmentation? Augmentation { get; }

    /// <summary>The random stream of one image.</summary>
    CounterRandom Random(long batch, int position);
}
