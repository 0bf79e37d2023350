namespace Cleaner.Imaging;

/// <summary>
/// Lays transparent pictures on white. White, because cut-outs (products, plants, logos) are made for white pages; and laid on a
/// fixed colour rather than dropping the alpha, because the colours hidden under transparent pixels are whatever the editor left there
/// and would make equal pictures hash differently.
/// </summary>
internal static class AlphaComposite
{
    /// <summary>Blends straight RGBA with white on the stored (gamma-encoded) values, as browsers do; rounds to nearest.</summary>
    public static Image OnWhite(ReadOnlySpan<byte> rgba, int width, int height)
    {
        var image = Image.Uninitialized(width, height);
        var target = image.Pixels;
        for (int from = 0, to = 0; to < target.Length; from += 4, to += 3)
        {
            int alpha = rgba[from + 3];
            int white = 255 * (255 - alpha);
            target[to] = Divide255(rgba[from] * alpha + white);
            target[to + 1] = Divide255(rgba[from + 1] * alpha + white);
            target[to + 2] = Divide255(rgba[from + 2] * alpha + white);
        }

        return image;
    }

    // Exact round(v / 255) for 0 <= v <= 255².
    private static byte Divide255(int v)
    {
        v += 128;
        return (byte)((v + (v >> 8)) >> 8);
    }
}
