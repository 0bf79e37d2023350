using System.Diagnostics;

namespace Cleaner.Bench.Ingest;

/// <summary>The same work in Python, as peer.py does it: one process a thread.</summary>
internal static class Peer
{
    /// <summary>Whether the interpreter has what peer.py needs.</summary>
    public static bool IsThere(string python)
    {
        try
        {
            return Start(python, "-c", "import PIL, numpy, scipy") == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Whether one of the programs of peers.py is installed.</summary>
    public static bool IsInstalled(string python, string program) => IsThere(python) && Start(python, Path.Combine(AppContext.BaseDirectory, "peers.py"), program) == 0;

    /// <summary>Runs one of them on a folder.</summary>
    public static void Run(string python, string program, string folder, int threads)
    {
        if (Start(python, Path.Combine(AppContext.BaseDirectory, "peers.py"), program, folder, threads.ToString()) != 0)
        {
            throw new InvalidOperationException($"{program} failed");
        }
    }

    /// <summary>Goes through a folder as peer.py does.</summary>
    public static void Run(string python, string folder, int threads)
    {
        if (Start(python, Path.Combine(AppContext.BaseDirectory, "peer.py"), folder, threads.ToString()) != 0)
        {
            throw new InvalidOperationException("peer.py failed");
        }
    }

    private static int Start(string python, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd(); // their progress bars
        process.WaitForExit();
        return process.ExitCode;
    }
}
