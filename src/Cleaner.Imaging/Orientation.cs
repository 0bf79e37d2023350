namespace Cleaner.Imaging;

/// <summary>Turns and mirrors pixels as an EXIF orientation asks.</summary>
internal static class Orientation
{
    /// <summary>The upright picture; <paramref name="image"/> itself when it already is (orientation 1, or out of range).</summary>
    public static Image Apply(Image image, int orientation)
    {
        if (orientation is < 2 or > 8)
        {
            return image;
        }

        int width = image.Width;
        int height = image.Height;
        bool transposed = orientation >= 5;
        var result = transposed ? Image.Uninitialized(height, width) : Image.Uninitialized(width, height);

        // In the stored picture, a step right in the upright one is stepX bytes and a step down is stepY bytes, from first on.
        int column = 3;
        int row = 3 * width;
        int right = column * (width - 1);
        int bottom = row * (height - 1);
        var (first, stepX, stepY) = orientation switch
        {
            2 => (right, -column, row),
            3 => (right + bottom, -column, -row),
            4 => (bottom, column, -row),
            5 => (0, row, column),
            6 => (bottom, -row, column),
            7 => (right + bottom, -row, -column),
            _ => (right, row, -column),
        };

        var source = image.Pixels;
        var target = result.Pixels;
        int at = 0;
        for (int y = 0; y < result.Height; y++)
        {
            int from = first + y * stepY;
            for (int x = 0; x < result.Width; x++, from += stepX, at += 3)
            {
                target[at] = source[from];
                target[at + 1] = source[from + 1];
                target[at + 2] = source[from + 2];
            }
        }

        return result;
    }
}
