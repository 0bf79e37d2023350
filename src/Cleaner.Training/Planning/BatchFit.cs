using System.Globalization;

namespace Cleaner.Training.Planning;

/// <summary>Which batch would fit into a GPU, from the figures of one smaller step.</summary>
public static class BatchFit
{
    private const double Usable = 0.92; // the rest goes to the driver, to cudnn and to gaps
    private const int Rounding = 8;

    /// <summary>
    /// Memory is taken to grow linearly: fixed + images · (peak − fixed) / probe. The largest batch below <paramref name="failed"/> that
    /// stays within 92 % of the device, in whole eights from 8 on; 0 when not even two images fit.
    /// </summary>
    /// <param name="total">Bytes of the device.</param>
    /// <param name="fixedBytes">Bytes between steps: weights, optimizer.</param>
    /// <param name="peak">Bytes at the peak of a step with <paramref name="probe"/> images.</param>
    /// <param name="probe">Images of that step, at least 1.</param>
    /// <param name="failed">The batch that did not fit.</param>
    public static int Largest(long total, long fixedBytes, long peak, int probe, int failed)
    {
        var perImage = Math.Max(1.0, (double)(peak - fixedBytes) / probe);
        var images = (long)((total * Usable - fixedBytes) / perImage);
        images = Math.Min(images, failed - 1);
        if (images >= Rounding)
            images -= images % Rounding;
        return images >= 2 ? (int)images : 0;
    }

    /// <summary>One line for a person.</summary>
    /// <param name="batch">The batch that did not fit.</param>
    /// <param name="device">For example "cuda:0".</param>
    /// <param name="total">Bytes of the device; null when unknown.</param>
    /// <param name="fits">The batch that would; null when it could not be measured, 0 when none does.</param>
    /// <param name="smaller">True when the network already runs in a smaller type.</param>
    public static string Message(int batch, string device, long? total, int? fits, bool smaller)
    {
        var where = total is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"the {bytes / (double)(1 << 30):0.0} GiB of {device}")
            : $"the memory of {device}";
        var advice = fits switch
        {
            null => string.Create(CultureInfo.InvariantCulture, $"try --batch-size {Math.Max(2, batch / 2)} --accumulate 2"),
            0 => "not even two images do: use a smaller --backbone or --input-size",
            { } size => string.Create(CultureInfo.InvariantCulture, $"{size} would: --batch-size {size}{(batch >= 2 * size ? $", with --accumulate {batch / size} for the same step" : "")}"),
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"a batch of {batch} images does not fit into {where}: {advice}{(smaller || fits == 0 ? "" : ", or --precision bf16")}");
    }
}
