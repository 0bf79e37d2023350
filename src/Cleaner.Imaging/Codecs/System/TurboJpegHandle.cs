using System.Runtime.InteropServices;

namespace Cleaner.Imaging.Codecs;

/// <summary>A TurboJPEG instance. They are costly to make and not thread safe, so each thread keeps its own; freed when the thread's slot is collected.</summary>
internal sealed class TurboJpegHandle : SafeHandle
{
    [ThreadStatic]
    private static TurboJpegHandle? decompressor;

    [ThreadStatic]
    private static TurboJpegHandle? compressor;

    private TurboJpegHandle(nint value)
        : base(0, ownsHandle: true)
    {
        SetHandle(value);
        if (IsInvalid)
        {
            throw new OutOfMemoryException("libturbojpeg could not make an instance");
        }
    }

    /// <summary>This thread's decompressor.</summary>
    public static TurboJpegHandle Decompressor => decompressor ??= new TurboJpegHandle(TurboJpegNative.tjInitDecompress());

    /// <summary>This thread's compressor.</summary>
    public static TurboJpegHandle Compressor => compressor ??= new TurboJpegHandle(TurboJpegNative.tjInitCompress());

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The native pointer; valid while this object is referenced.</summary>
    public nint Value => handle;

    /// <summary>The first complaint of the last call.</summary>
    public unsafe string LastMessage => Marshal.PtrToStringUTF8((nint)TurboJpegNative.tjGetErrorStr2(handle)) ?? "unknown error";

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => TurboJpegNative.tjDestroy(handle) == 0;
}
