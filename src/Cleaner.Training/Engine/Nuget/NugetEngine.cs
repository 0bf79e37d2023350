using System.Runtime.InteropServices;
using Cleaner.Imaging;

namespace Cleaner.Training.Engine;

/// <summary>TorchSharp from its package.</summary>
public sealed class NugetEngine : PlainEngine
{
    private const string Wrapper = "LibTorchSharp";

    /// <summary>Loads the native libraries.</summary>
    /// <exception cref="MissingLibraryException">They do not load on this machine.</exception>
    public NugetEngine()
    {
        // Before TorchSharp does: its own failure is a page of trace on stdout, without the reason.
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            var torchSharp = typeof(TorchSharp.torch).Assembly;
            NativeLibrary.Load("torch_cpu", torchSharp, null);
            NativeLibrary.Load(Wrapper, torchSharp, null);
        }
        catch (DllNotFoundException failure)
        {
            throw new MissingLibraryException(
                $"TorchSharp's native library does not load on this machine: {Reason(failure.Message)}; use a newer Linux (Debian 13, Ubuntu 24.04), or the machine's own libtorch: tools/setup.sh --provider system");
        }
    }

    /// <inheritdoc/>
    public override string Name => "nuget";

    /// <summary>Of all the places that were looked at, what was wrong with the library that is there.</summary>
    private static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var telling = lines.FirstOrDefault(line => line.Contains("required by", StringComparison.Ordinal)) ?? lines[0];
        return telling[(telling.IndexOf(": version", StringComparison.Ordinal) is >= 0 and var at ? at + 2 : 0)..];
    }
}
