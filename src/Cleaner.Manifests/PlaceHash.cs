using System.Numerics;

namespace Cleaner.Manifests;

/// <summary>A 64-bit hash of a place, the same in every process. FNV-1a over UTF-16 units with a final mix (that of MurmurHash3).</summary>
internal static class PlaceHash
{
    public static ulong Of(string locator, long offset)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in locator)
        {
            hash = (hash ^ unit) * 1099511628211;
        }

        hash ^= BitOperations.RotateLeft((ulong)offset * 0x9E3779B97F4A7C15, 31);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
