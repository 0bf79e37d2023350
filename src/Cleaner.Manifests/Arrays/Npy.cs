namespace Cleaner.Manifests.Arrays;

/// <summary>Writes NumPy arrays that fit in memory; see <see cref="NpyWriter{T}"/> for larger ones.</summary>
public static class Npy
{
    /// <summary>Writes an array under a temporary name and moves it into place.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="data">The elements in C order.</param>
    /// <param name="shape">The extents, slowest first; none means a vector.</param>
    public static void Write<T>(string path, ReadOnlySpan<T> data, params long[] shape)
        where T : unmanaged
    {
        long[] extents = shape.Length == 0 ? [data.Length] : shape;
        using var writer = new NpyWriter<T>(path, extents);
        writer.Append(data);
        writer.Commit();
    }

    /// <summary>NumPy's name of an element type, little-endian.</summary>
    internal static string Descriptor<T>()
        where T : unmanaged => default(T) switch
        {
            float => "<f4",
            double => "<f8",
            Half => "<f2",
            int => "<i4",
            long => "<i8",
            short => "<i2",
            uint => "<u4",
            ulong => "<u8",
            ushort => "<u2",
            byte => "|u1",
            sbyte => "|i1",
            _ => throw new NotSupportedException($"NumPy has no element type for {typeof(T)}."),
        };
}
