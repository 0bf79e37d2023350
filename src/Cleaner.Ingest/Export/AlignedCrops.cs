using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Export;

/// <summary>How aligned crops are written.</summary>
public sealed record AlignedCrops
{
    /// <summary>Side in pixels. The default is 0: that of the transforms in the manifest, or 112 where there are none.</summary>
    public int Size { get; init; }

    /// <summary>Width added on each side of a box, as a share of its longer side, where only a box is known. The default is 0.1.</summary>
    public double Margin { get; init; } = 0.1;

    /// <summary>JPEG or PNG. The default is JPEG.</summary>
    public ImageFormat Image { get; init; } = ImageFormat.Jpeg;

    /// <summary>Quality of JPEG, 1 to 100. The default is 95.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>Checks every value once.</summary>
    /// <exception cref="UsageException">A value is out of its range.</exception>
    internal void Validate()
    {
        if (Size is not 0 and (< 16 or > 2048))
        {
            throw new UsageException(FormattableString.Invariant($"--size {Size}: give the side of the crops in pixels, 16 to 2048 (ArcFace: 112)"));
        }

        if (Margin is not (>= 0 and <= 2))
        {
            throw new UsageException(FormattableString.Invariant($"--margin {Margin}: give 0 to 2 times the box"));
        }

        if (Image is not (ImageFormat.Jpeg or ImageFormat.Png) || Quality is < 1 or > 100)
        {
            throw new UsageException("--image takes jpeg or png, --quality 1 to 100");
        }
    }
}
