using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cleaner.Torch.Interop;

/// <summary>Finds libcleaner_torch.so: the file that CLEANER_TORCH_NATIVE names, else the one beside this assembly.</summary>
internal static class NativeLoader
{
    public const string Variable = "CLEANER_TORCH_NATIVE";

    // Before the first native call of any kind: a static constructor of NativeMethods would not run for every form of call.
#pragma warning disable CA2255 // meant for applications; a library that brings its own native half needs it too
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != NativeMethods.Library)
            return 0;
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? given
            : Path.Combine(AppContext.BaseDirectory, "libcleaner_torch.so");
        if (!File.Exists(path))
            throw new TorchException($"the native library is not built: run tools/setup.sh (no file {path})");
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            // The loader's message names the library that is missing, for example libtorch_cpu.so after an upgrade.
            throw new TorchException($"the native library does not load, build it again with tools/setup.sh: {Errors.FirstLine(e.Message)}");
        }
    }
}
