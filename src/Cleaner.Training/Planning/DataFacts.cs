namespace Cleaner.Training.Planning;

/// <summary>What the plan depends on: the data and the machine.</summary>
/// <param name="Images">Images that take part.</param>
/// <param name="Identities">Identities that take part.</param>
/// <param name="MedianSide">Median of the shorter sides of the images, in pixels.</param>
/// <param name="Aligned">Most images carry a transform onto a face template.</param>
/// <param name="CudaDevices">GPUs that can be used.</param>
/// <param name="Cores">Physical cores.</param>
/// <param name="FreeMemory">Bytes of memory that are free.</param>
/// <param name="FreeDisk">Bytes that are free where the run folder lies.</param>
/// <param name="CanAutocast">The provider can run operators in a smaller type.</param>
public sealed record DataFacts(
    int Images, int Identities, int MedianSide, bool Aligned, int CudaDevices, int Cores, long FreeMemory, long FreeDisk, bool CanAutocast)
{
    /// <summary>Height to width of images that are not aligned; 1 where they are square or of no common shape.</summary>
    public double HeightToWidth { get; init; } = 1;

    /// <summary>The processor has instructions for bfloat16; false by default.</summary>
    public bool CpuBf16 { get; init; }
}
