using System.Runtime.InteropServices;

namespace Cleaner.Imaging.Codecs;

/// <summary>
/// libpng's simplified API (png.h, section 5). The full API reports errors by longjmp, which must not cross managed frames;
/// this one catches them inside and returns 0.
/// </summary>
internal static unsafe class PngNative
{
    public const uint Version = 1;
    public const uint FormatRgb = 2;
    public const uint FormatRgba = 3;
    public const uint FormatFlagAlpha = 1;

    /// <summary>16-bit files without gamma information hold sRGB values, as every camera and editor writes them, and not linear light.</summary>
    public const uint Flag16BitSrgb = 4;

    /// <summary>Least significant bits of <see cref="State.WarningOrError"/>: 2 and above is an error.</summary>
    public const uint ErrorMask = 2;

    static PngNative() => NativeLibraries.Register();

    [DllImport(NativeLibraries.Png)]
    public static extern int png_image_begin_read_from_memory(State* image, byte* memory, nuint size);

    [DllImport(NativeLibraries.Png)]
    public static extern int png_image_finish_read(State* image, void* background, byte* buffer, int rowStride, void* colormap);

    [DllImport(NativeLibraries.Png)]
    public static extern int png_image_write_to_memory(State* image, byte* memory, nuint* size, int convertTo8Bit, byte* buffer, int rowStride, void* colormap);

    [DllImport(NativeLibraries.Png)]
    public static extern void png_image_free(State* image);

    [DllImport(NativeLibraries.Png)]
    public static extern byte* png_get_libpng_ver(void* png);

    /// <summary>C's png_image.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct State
    {
        public void* Opaque;
        public uint Version;
        public uint Width;
        public uint Height;
        public uint Format;
        public uint Flags;
        public uint ColormapEntries;
        public uint WarningOrError;
        public fixed byte Message[64];
    }
}
