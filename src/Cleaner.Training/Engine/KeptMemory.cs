using System.Runtime.InteropServices;

namespace Cleaner.Training.Engine;

/// <summary>
/// Lets freed tensors' memory stay with the process. glibc gives blocks of more than 32 MiB back to the system at once, however often they
/// are asked for, and the system clears every page of the next one as it is first touched: at 112 pixels, nearly half of the time of a training step.
/// </summary>
public static partial class KeptMemory
{
    // malloc.h
    private const int TrimThreshold = -1, MappedBlocks = -4;

    // What the user has set stands.
    private static readonly string[] Settings = ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_MAX_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES"];

    /// <summary>Keeps it from now on.</summary>
    /// <returns>Whether the allocator took both settings; false where it is not glibc's, or the user has set others.</returns>
    public static bool Keep()
    {
        if (!OperatingSystem.IsLinux() || Settings.Any(name => Environment.GetEnvironmentVariable(name) is not null))
            return false;
        try
        {
            return SetOption(MappedBlocks, 0) == 1 & SetOption(TrimThreshold, int.MaxValue) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // musl's allocator has no settings
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
