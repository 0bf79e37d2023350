using Cleaner.Imaging;
using Cleaner.Manifests;

namespace Cleaner.Training.Data;

/// <summary>
/// Random changes to a training image, in place. Which ones are drawn depends on the given random stream alone.
/// </summary>
/// <param name="Flip">Mirror left to right, half of the time. For faces, people and products; not for writing.</param>
/// <param name="Crop">Shift by up to a fourteenth of the size (8 pixels of 112); the border is repeated.</param>
/// <param name="Color">Brightness, contrast and saturation by up to 20 %.</param>
/// <param name="Blur">Down to 30–90 % of the size and up again, one image in five.</param>
/// <param name="Erase">A grey rectangle over 2–15 % of the area, one image in four (Zhong et al., arXiv:1708.04896).</param>
public sealed record Augmentation(bool Flip, bool Crop, bool Color, bool Blur, bool Erase)
{
    private const int ShiftDivisor = 14;
    private const double FlipChance = 0.5, BlurChance = 0.2, EraseChance = 0.25;
    private const double ColorRange = 0.2;
    private const byte Grey = 128;

    /// <summary>Nothing is changed.</summary>
    public static readonly Augmentation None = new(false, false, false, false, false);

    /// <summary>Reads "auto" (flip and crop), "none", or names joined by commas; throws <see cref="UsageException"/> for anything else.</summary>
    public static Augmentation Parse(string text)
    {
        if (text == TrainOptions.Auto)
            return None with { Flip = true, Crop = true };
        if (text == "none")
            return None;
        var result = None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
            result = name switch
            {
                "flip" => result with { Flip = true },
                "crop" => result with { Crop = true },
                "color" => result with { Color = true },
                "blur" => result with { Blur = true },
                "erase" => result with { Erase = true },
                _ => throw new UsageException($"--augment '{name}' is unknown: it takes auto, none, or some of flip, crop, color, blur, erase joined by commas"),
            };
        return result;
    }

    /// <summary>Changes the image in <paramref name="hwc"/>; <paramref name="scratch"/> is as long and holds nothing afterwards.</summary>
    public void Apply(Span<byte> hwc, Span<byte> scratch, ImageShape shape, CounterRandom random)
    {
        if (Crop)
        {
            var (dx, dy) = (Shift(shape.Width, ref random), Shift(shape.Height, ref random));
            Move(hwc, scratch, shape, dx, dy);
        }
        if (Flip && random.Chance(FlipChance))
            Mirror(hwc, shape);
        if (Color)
            Tint(hwc, random.Between(-ColorRange, ColorRange), random.Between(-ColorRange, ColorRange), random.Between(-ColorRange, ColorRange));
        if (Blur && random.Chance(BlurChance))
            LowerResolution(hwc, shape, random.Between(0.3, 0.9));
        if (Erase && random.Chance(EraseChance))
            Cover(hwc, shape, ref random);
    }

    private static int Shift(int size, ref CounterRandom random)
    {
        var most = Math.Max(1, size / ShiftDivisor);
        return random.Below(2 * most + 1) - most;
    }

    /// <summary>Shifts by (dx, dy); pixels from outside repeat the border.</summary>
    private static void Move(Span<byte> hwc, Span<byte> scratch, ImageShape shape, int dx, int dy)
    {
        if (dx == 0 && dy == 0)
            return;
        const int pixel = ImageShape.Channels;
        var stride = shape.Width * pixel;
        hwc.CopyTo(scratch);
        for (var y = 0; y < shape.Height; y++)
        {
            var from = scratch.Slice(Math.Clamp(y + dy, 0, shape.Height - 1) * stride, stride);
            var to = hwc.Slice(y * stride, stride);
            if (dx >= 0)
                from[(dx * pixel)..].CopyTo(to);
            else
                from[..(stride + dx * pixel)].CopyTo(to[(-dx * pixel)..]);
            for (var x = 0; x < Math.Abs(dx); x++)
                (dx > 0 ? from[^pixel..] : from[..pixel]).CopyTo(to[((dx > 0 ? shape.Width - 1 - x : x) * pixel)..]);
        }
    }

    private static void Mirror(Span<byte> hwc, ImageShape shape)
    {
        const int pixel = ImageShape.Channels;
        for (var y = 0; y < shape.Height; y++)
        {
            var row = hwc.Slice(y * shape.Width * pixel, shape.Width * pixel);
            for (int left = 0, right = row.Length - pixel; left < right; left += pixel, right -= pixel)
                for (var c = 0; c < pixel; c++)
                    (row[left + c], row[right + c]) = (row[right + c], row[left + c]);
        }
    }

    /// <summary>Saturation about a pixel's luma (ITU-R BT.601), then contrast about middle grey, then brightness, each a share to add to 1.</summary>
    internal static void Tint(Span<byte> hwc, double brightness, double contrast, double saturation)
    {
        // (grey + (c − grey)·colour)·gain + offset in 1/4096, rounded.
        const int one = 1 << 12, bits = 12;
        var gain = 1 + contrast;
        var (ofColour, ofGrey) = ((int)((1 + saturation) * gain * one), (int)(-saturation * gain * one));
        var offset = (int)((Grey * (1 + brightness) - Grey * gain + 0.5) * one);
        for (var i = 0; i <= hwc.Length - ImageShape.Channels; i += ImageShape.Channels)
        {
            int r = hwc[i], g = hwc[i + 1], b = hwc[i + 2];
            var same = ((77 * r + 150 * g + 29 * b) >> 8) * ofGrey + offset;
            hwc[i] = (byte)Math.Clamp((r * ofColour + same) >> bits, 0, byte.MaxValue);
            hwc[i + 1] = (byte)Math.Clamp((g * ofColour + same) >> bits, 0, byte.MaxValue);
            hwc[i + 2] = (byte)Math.Clamp((b * ofColour + same) >> bits, 0, byte.MaxValue);
        }
    }

    private static void LowerResolution(Span<byte> hwc, ImageShape shape, double scale)
    {
        var small = Resampler.Resize(new Image(shape.Width, shape.Height, hwc.ToArray()),
            Math.Max(4, (int)(shape.Width * scale)), Math.Max(4, (int)(shape.Height * scale)));
        Resampler.Resize(small, shape.Width, shape.Height).Pixels.CopyTo(hwc);
    }

    private static void Cover(Span<byte> hwc, ImageShape shape, ref CounterRandom random)
    {
        var area = random.Between(0.02, 0.15) * shape.Height * shape.Width;
        var ratio = random.Between(0.5, 2);
        var height = Math.Clamp((int)Math.Sqrt(area * ratio), 1, shape.Height);
        var width = Math.Clamp((int)Math.Sqrt(area / ratio), 1, shape.Width);
        var (top, left) = (random.Below(shape.Height - height + 1), random.Below(shape.Width - width + 1));
        for (var y = top; y < top + height; y++)
            hwc.Slice((y * shape.Width + left) * ImageShape.Channels, width * ImageShape.Channels).Fill(Grey);
    }
}
