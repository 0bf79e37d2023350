using Cleaner.Manifests;

namespace Cleaner.Purge;

/// <summary>Which pictures are hardly lit or washed out, by what <c>ingest</c> measured.</summary>
internal static class Exposure
{
    /// <summary>Mean luma, 0 to 1, below which a picture is hardly lit, though a lamp or a reflection keeps it from being dark all over.</summary>
    public const double DimBelow = 0.12;

    /// <summary>QualityFlags.Dark and QualityFlags.Light.</summary>
    public const int Flags = 1 | 2;

    /// <summary>[N]: whether each sample is badly exposed.</summary>
    /// <param name="manifest">Where the samples are described.</param>
    /// <param name="sampleIds">[N], ascending.</param>
    public static bool[] Of(Manifest manifest, long[] sampleIds)
    {
        var exposed = new bool[sampleIds.Length];
        foreach (long id in manifest.SamplesDimmerOr(DimBelow, Flags))
        {
            int row = Array.BinarySearch(sampleIds, id);
            if (row >= 0)
            {
                exposed[row] = true;
            }
        }

        return exposed;
    }
}
