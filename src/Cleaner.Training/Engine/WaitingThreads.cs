using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cleaner.Training.Engine;

/// <summary>
/// Lets the numeric library's idle threads sleep instead of spin. OpenMP's default is to spin for milliseconds, which is many times slower
/// wherever anything else runs: a spinning thread takes the core from the one that it waits for. A few microseconds of it are kept (GNU's
/// runtime alone knows the setting): waking a thread costs that much.
/// </summary>
internal static partial class WaitingThreads
{
    private const string Policy = "OMP_WAIT_POLICY", Spins = "GOMP_SPINCOUNT";
    private const string ShortSpins = "10000";

    // The OpenMP runtime reads its environment once, when libtorch brings it in: so before anything of this assembly runs. .NET's own
    // environment is a copy, which native code does not see. What the user has set stands.
#pragma warning disable CA2255 // meant for applications; here the first use of the assembly is the last moment that works
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prefer()
    {
        if (!OperatingSystem.IsLinux() || Current() is not null)
            return;
        _ = SetEnvironment(Policy, "passive", overwrite: 0);
        _ = SetEnvironment(Spins, ShortSpins, overwrite: 0);
    }

    /// <summary>The policy in force, as native code sees it.</summary>
    internal static string? Current() => Marshal.PtrToStringUTF8(GetEnvironment(Policy));

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnvironment(string name);
}
