using System.Runtime.InteropServices;

namespace Cleaner.Imaging.Codecs;

/// <summary>
/// The TurboJPEG 2.x calls that we use; 3.x still exports them. C's <c>unsigned long</c> is passed as <c>nuint</c>:
/// right on 64-bit Unix, and on 64-bit Windows the callee reads and writes the low half of a zeroed value.
/// </summary>
internal static unsafe class TurboJpegNative
{
    public const int PixelFormatRgb = 0;
    public const int PixelFormatCmyk = 11;
    public const int Subsampling420 = 2;

    /// <summary>Refuses progressive files with absurdly many scans, each of which costs a pass over the picture.</summary>
    public const int FlagLimitScans = 32768;

    /// <summary>Value of <see cref="tjGetErrorCode"/> when the picture was decoded, with a complaint.</summary>
    public const int ErrorIsWarning = 0;

    static TurboJpegNative() => NativeLibraries.Register();

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern nint tjInitDecompress();

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern nint tjInitCompress();

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern int tjDecompress2(nint handle, byte* jpeg, nuint jpegSize, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern int tjDecompressToYUVPlanes(nint handle, byte* jpeg, nuint jpegSize, byte** planes, int width, int* strides, int height, int flags);

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern int tjCompress2(
        nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat, byte** jpeg, nuint* jpegSize, int subsampling, int quality, int flags);

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern byte* tjGetErrorStr2(nint handle);

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern int tjGetErrorCode(nint handle);

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern void tjFree(byte* buffer);

    [DllImport(NativeLibraries.TurboJpeg)]
    public static extern int tjDestroy(nint handle);
}
