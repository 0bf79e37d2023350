using System.Runtime.InteropServices;

namespace Cleaner.Imaging.Codecs;

/// <summary>libwebp's simple API (webp/decode.h, webp/encode.h).</summary>
internal static unsafe class WebPNative
{
    static WebPNative() => NativeLibraries.Register();

    [DllImport(NativeLibraries.WebP)]
    public static extern int WebPGetDecoderVersion();

    [DllImport(NativeLibraries.WebP)]
    public static extern byte* WebPDecodeRGBInto(byte* data, nuint size, byte* target, nuint targetSize, int stride);

    [DllImport(NativeLibraries.WebP)]
    public static extern byte* WebPDecodeRGBAInto(byte* data, nuint size, byte* target, nuint targetSize, int stride);

    [DllImport(NativeLibraries.WebP)]
    public static extern nuint WebPEncodeRGB(byte* rgb, int width, int height, int stride, float quality, byte** output);

    [DllImport(NativeLibraries.WebP)]
    public static extern void WebPFree(void* pointer);
}
