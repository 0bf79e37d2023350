using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Pipeline;

/// <summary>Which transform onto the alignment template a sample gets: by its five points, else by its box, else none.</summary>
/// <param name="size">Side of the template in pixels; 0: no sample gets one.</param>
/// <param name="margin">Width added on each side of a box, as a share of its longer side.</param>
internal sealed class AlignmentRule(int size, double margin)
{
    /// <summary>The sample with its transform.</summary>
    public Sample Apply(Sample sample)
    {
        if (size == 0)
            return sample;
        if (sample.Landmarks is { Length: 10 } points && FaceAlignment.TrySimilarity(points, size) is { } similarity)
            return sample with { Align = similarity, AlignSize = size };
        if (sample.Box is [var x0, var y0, var x1, var y1] && x1 > x0 && y1 > y0)
            return sample with { Align = FaceAlignment.BoxCrop(x0, y0, x1, y1, (float)margin, size), AlignSize = size };
        return sample;
    }
}
