using Microsoft.Win32.SafeHandles;

namespace Cleaner.Manifests.Bytes;

/// <summary>Reads files, and ranges of them.</summary>
internal static class FileRange
{
    private const int FirstBuffer = 1 << 16;

    /// <summary>Reads a file to its end, whatever its length was said to be.</summary>
    /// <param name="path">The file. It is not locked: whoever writes to it meanwhile is not kept from it.</param>
    /// <param name="buffer">Replaced by a larger one where it is too small.</param>
    /// <returns>Number of bytes.</returns>
    public static int ReadAll(string path, ref byte[] buffer)
    {
        if (LinuxFile.TryRead(path, buffer) is >= 0 and var length)
        {
            return length;
        }

        using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        int done = 0;
        while (true)
        {
            if (done == buffer.Length)
            {
                if (done == Array.MaxLength)
                {
                    throw new IOException("it is larger than 2 GiB");
                }

                Array.Resize(ref buffer, (int)Math.Clamp(2L * done, FirstBuffer, Array.MaxLength));
            }

            int read = RandomAccess.Read(file, buffer.AsSpan(done), done);
            if (read == 0)
            {
                return done;
            }

            done += read;
        }
    }

    /// <summary>Reads a whole range by position, so that several threads can share the handle.</summary>
    /// <exception cref="EndOfStreamException">The file is shorter than the range.</exception>
    public static void ReadExactly(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        for (int done = 0; done < buffer.Length;)
        {
            int read = RandomAccess.Read(file, buffer[done..], offset + done);
            if (read == 0)
            {
                throw new EndOfStreamException("the file is shorter than expected");
            }

            done += read;
        }
    }
}
