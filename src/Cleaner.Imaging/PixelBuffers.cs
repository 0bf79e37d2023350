namespace Cleaner.Imaging;

/// <summary>
/// One spare array of pixels for each thread. Where many pictures of one size are decoded and dropped one after the other, fresh memory
/// for each costs more than it seems: it is cold, and clearing it away stops all threads.
/// </summary>
internal static class PixelBuffers
{
    /// <summary>Longer arrays are not kept: beside the next large picture, they would double what a thread holds.</summary>
    private const int MostKept = 16 << 20;

    [ThreadStatic]
    private static byte[]? spare;

    /// <summary>An array of exactly this length with any content: the spare one, if it fits.</summary>
    public static byte[] Take(int length)
    {
        if (spare is not { } own || own.Length != length)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        spare = null;
        return own;
    }

    /// <summary>Keeps an array, unless it is a very long one, for the next <see cref="Take"/> on this thread.</summary>
    public static void Give(byte[] array) => spare = array.Length <= MostKept ? array : null;
}
