using Microsoft.Win32.SafeHandles;

namespace Cleaner.Manifests.Bytes;

/// <summary>Reads a whole range of a file by position, so that several threads can share the handle.</summary>
internal static class FileRange
{
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
