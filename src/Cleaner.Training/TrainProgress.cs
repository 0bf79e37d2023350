namespace Cleaner.Training;

/// <summary>Where a training stands; reported after every step.</summary>
/// <param name="Stage">What is being done: "decode", "train", "score" or "fold 1/4".</param>
/// <param name="Done">Images done in this stage.</param>
/// <param name="Total">Images in all in this stage; 0 when unknown.</param>
/// <param name="Epoch">Epoch, from 1; 0 outside of training.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Loss">Running mean of the loss; NaN outside of training.</param>
/// <param name="ImagesPerSecond">Images a second since this process began to train.</param>
/// <param name="MemoryBytes">Memory of the process, or of the GPU when one is used.</param>
public readonly record struct TrainProgress(
    string Stage, long Done, long Total, int Epoch, int Epochs, double Loss, double ImagesPerSecond, long MemoryBytes);
