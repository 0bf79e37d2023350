using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Cleaner.Manifests;

/// <summary>A 64-bit hash of a place (locator and offset), the same in every process: multiply and rotate by words, final mix of MurmurHash3.</summary>
internal static class PlaceHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static ulong Of(string locator, long offset)
    {
        int size = Encoding.UTF8.GetMaxByteCount(locator.Length);
        Span<byte> utf8 = size <= 1024 ? stackalloc byte[size] : new byte[size];
        return Of(utf8[..Encoding.UTF8.GetBytes(locator, utf8)], offset);
    }

    public static ulong Of(ReadOnlySpan<byte> locator, long offset)
    {
        ulong hash = ((ulong)offset * Multiplier) ^ (ulong)locator.Length;
        for (; locator.Length >= 8; locator = locator[8..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(locator));
        }

        ulong tail = 0;
        foreach (byte unit in locator)
        {
            tail = (tail << 8) | unit;
        }

        hash = Mix(hash, tail);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    private static ulong Mix(ulong hash, ulong word) => BitOperations.RotateLeft((hash ^ word) * Multiplier, 29);
}
