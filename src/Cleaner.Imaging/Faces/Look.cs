namespace Cleaner.Imaging.Faces;

/// <summary>One way of looking at a picture.</summary>
/// <param name="Side">Length of its longer side as the network sees it, in pixels.</param>
/// <param name="Margin">Grey that is added on each side first, as a share of the longer side; 0: none.</param>
internal readonly record struct Look(int Side, float Margin = 0)
{
    private const byte Grey = 110;

    /// <summary>The picture with its margin.</summary>
    /// <returns>And how many pixels wide the margin is.</returns>
    public (Image Seen, int Pixels) At(Image image)
    {
        var pixels = (int)(Margin * Math.Max(image.Width, image.Height));
        if (pixels == 0)
            return (image, 0);
        var framed = new Image(image.Width + 2 * pixels, image.Height + 2 * pixels);
        Array.Fill(framed.Pixels, Grey);
        for (var y = 0; y < image.Height; y++)
            image.Pixels.AsSpan(3 * image.Width * y, 3 * image.Width).CopyTo(framed.Pixels.AsSpan(3 * ((y + pixels) * framed.Width + pixels)));
        return (framed, pixels);
    }
}
