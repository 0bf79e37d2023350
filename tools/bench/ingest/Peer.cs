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

    /// <summary>Goes through a folder.</summary>
    public static void Run(string python, string folder, int threads)
    {
        if (Start(python, Path.Combine(AppContext.BaseDirectory, "peer.py"), folder, threads.ToString()) != 0)
        {
            throw new InvalidOperationException("peer.py failed");
        }
    }

    private static int Start(string python, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(python, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
