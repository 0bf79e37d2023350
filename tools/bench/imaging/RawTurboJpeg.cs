using System.Runtime.InteropServices;

namespace Cleaner.Bench.Imaging;

/// <summary>The least that decoding with libjpeg-turbo takes: header and pixels into a buffer that each thread reuses. Linux only.</summary>
internal static unsafe class RawTurboJpeg
{
    private const string Library = "libturbojpeg.so.0";

    [ThreadStatic]
    private static nint handle;

    [ThreadStatic]
    private static byte[]? buffer;

    public static void Decode(byte[] file)
    {
        handle = handle == 0 ? tjInitDecompress() : handle;
        fixed (byte* jpeg = file)
        {
            int width, height, subsampling, colorspace;
            Check(tjDecompressHeader3(handle, jpeg, (nuint)file.Length, &width, &height, &subsampling, &colorspace));
            if (buffer is null || buffer.Length < 3 * width * height)
            {
                buffer = new byte[3 * width * height];
            }

            fixed (byte* pixels = buffer)
            {
                Check(tjDecompress2(handle, jpeg, (nuint)file.Length, pixels, width, 0, height, 0, 0));
            }
        }
    }

    private static void Check(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException("libturbojpeg could not decode a file");
        }
    }

    [DllImport(Library)]
    private static extern nint tjInitDecompress();

    [DllImport(Library)]
    private static extern int tjDecompressHeader3(nint handle, byte* jpeg, nuint size, int* width, int* height, int* subsampling, int* colorspace);

    [DllImport(Library)]
    private static extern int tjDecompress2(nint handle, byte* jpeg, nuint size, byte* pixels, int width, int pitch, int height, int format, int flags);
}
