using System.Runtime.InteropServices;

namespace Cleaner.Manifests.Bytes;

/// <summary>
/// Linux's own calls for one file read from end to end. .NET's handles lock, ask for the kind of file and count references besides, which for a
/// picture of five kilobytes takes longer than reading it.
/// </summary>
internal static unsafe class LinuxFile
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;    // the same on x64 and arm64

    /// <summary>Reads as long as the buffer has room.</summary>
    /// <returns>Number of bytes, with the buffer not full; -1 where anything at all was not as expected: ask .NET, which says what.</returns>
    public static int TryRead(string path, byte[] buffer)
    {
        if (!OperatingSystem.IsLinux())
        {
            return -1;
        }

        int file = open(path, ReadOnly | CloseOnExec);
        if (file < 0)
        {
            return -1;
        }

        nint done = 0, read = 0;
        fixed (byte* start = buffer)
        {
            while (done < buffer.Length && (read = LinuxFile.read(file, start + done, (nuint)(buffer.Length - done))) > 0)
            {
                done += read;
            }
        }

        _ = close(file);
        return read == 0 && done < buffer.Length ? (int)done : -1;
    }

    [DllImport("libc", BestFitMapping = false)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc")]
    private static extern nint read(int file, byte* buffer, nuint count);

    [DllImport("libc")]
    private static extern int close(int file);
}
