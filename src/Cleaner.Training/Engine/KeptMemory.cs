using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cleaner.Training.Engine;

/// <summary>
/// Lets freed tensors' memory stay with the process. glibc gives blocks of more than 32 MiB back to the system at once, however often they
/// are asked for, and the system clears every page of the next one as it is first touched: at 112 pixels, nearly half of the time of a training step.
/// </summary>
internal static partial class KeptMemory
{
    // malloc.h
    private const int TrimThreshold = -1, MappedBlocks = -4;

    // What the user has set stands.
    private static readonly string[] Settings = ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_MAX_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES"];

#pragma warning disable CA2255 // as WaitingThreads: the first use of the assembly
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prefer() => Keep();

    /// <summary>Whether the allocator took both settings; false where it is not glibc's, or the user has set others.</summary>
    internal static bool Keep()
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
