using Cleaner.Imaging;

namespace Cleaner.Reports.Pictures;

/// <summary>Draws a picture onto pixels: every shape is a stroke or a disc whose edge is softened over one pixel.</summary>
public static class RasterPicture
{
    /// <summary>On white paper.</summary>
    /// <param name="picture">What to draw.</param>
    /// <param name="scale">Pixels a unit, 1 or more.</param>
    public static Image Draw(Picture picture, double scale = 2)
    {
        var image = new Image((int)Math.Ceiling(picture.Width * scale), (int)Math.Ceiling(picture.Height * scale));
        Array.Fill(image.Pixels, byte.MaxValue);
        foreach (Shape shape in picture.Shapes)
        {
            switch (shape)
            {
                case LineShape line:
                    Stroke(image, [line.Points], line.Colour, line.Width, scale);
                    break;
                case DiscShape disc:
                    // A disc is a stroke that goes nowhere.
                    Stroke(image, [[(disc.X, disc.Y)]], disc.Colour, disc.Radius * 2, scale, disc.Opacity);
                    break;
                case TextShape text:
                    Stroke(image, StrokeFont.Lines(text), text.Colour, text.Size * StrokeFont.PenWidth, scale);
                    break;
                default:
                    throw new NotSupportedException(shape.GetType().Name);
            }
        }

        return image;
    }

    /// <summary>Paints what lies within half a width of the lines, once, however often they cross.</summary>
    private static void Stroke(
        Image image, IReadOnlyList<IReadOnlyList<(double X, double Y)>> lines, Colour colour, double width, double scale, double opacity = 1)
    {
        double reach = (width * scale / 2) + 0.5;
        if (Box(image, lines, scale, reach) is not { } box)
        {
            return;
        }

        float[] coverage = new float[box.Width * box.Height];
        foreach (var line in lines)
        {
            for (int i = 0; i < Math.Max(1, line.Count - 1); i++)
            {
                var (from, to) = (line[i], line[Math.Min(i + 1, line.Count - 1)]);
                Cover(coverage, box, (from.X * scale, from.Y * scale), (to.X * scale, to.Y * scale), reach);
            }
        }

        for (int y = 0; y < box.Height; y++)
        {
            for (int x = 0; x < box.Width; x++)
            {
                Blend(image.Pixels.AsSpan((((box.Y + y) * image.Width) + box.X + x) * 3, 3), colour, coverage[(y * box.Width) + x] * opacity);
            }
        }
    }

    private static void Cover(float[] coverage, (int X, int Y, int Width, int Height) box, (double X, double Y) from, (double X, double Y) to, double reach)
    {
        int left = Math.Max(box.X, (int)Math.Floor(Math.Min(from.X, to.X) - reach)), right = Math.Min(box.X + box.Width - 1, (int)Math.Ceiling(Math.Max(from.X, to.X) + reach));
        int top = Math.Max(box.Y, (int)Math.Floor(Math.Min(from.Y, to.Y) - reach)), bottom = Math.Min(box.Y + box.Height - 1, (int)Math.Ceiling(Math.Max(from.Y, to.Y) + reach));
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double distance = Distance((x + 0.5, y + 0.5), from, to);
                ref float pixel = ref coverage[((y - box.Y) * box.Width) + x - box.X];
                pixel = Math.Max(pixel, (float)Math.Clamp(reach - distance, 0, 1));
            }
        }
    }

    /// <summary>From a point to a piece of a line.</summary>
    private static double Distance((double X, double Y) point, (double X, double Y) from, (double X, double Y) to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = (dx * dx) + (dy * dy);
        double along = length > 0 ? Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / length, 0, 1) : 0;
        return double.Hypot(point.X - from.X - (along * dx), point.Y - from.Y - (along * dy));
    }

    private static (int X, int Y, int Width, int Height)? Box(Image image, IReadOnlyList<IReadOnlyList<(double X, double Y)>> lines, double scale, double reach)
    {
        var points = lines.SelectMany(line => line).ToList();
        if (points.Count == 0)
        {
            return null;
        }

        int left = Math.Max(0, (int)Math.Floor((points.Min(p => p.X) * scale) - reach)), right = Math.Min(image.Width - 1, (int)Math.Ceiling((points.Max(p => p.X) * scale) + reach));
        int top = Math.Max(0, (int)Math.Floor((points.Min(p => p.Y) * scale) - reach)), bottom = Math.Min(image.Height - 1, (int)Math.Ceiling((points.Max(p => p.Y) * scale) + reach));
        return right < left || bottom < top ? null : (left, top, right - left + 1, bottom - top + 1);
    }

    private static void Blend(Span<byte> pixel, Colour colour, double share)
    {
        pixel[0] = (byte)Math.Round(pixel[0] + ((colour.R - pixel[0]) * share));
        pixel[1] = (byte)Math.Round(pixel[1] + ((colour.G - pixel[1]) * share));
        pixel[2] = (byte)Math.Round(pixel[2] + ((colour.B - pixel[2]) * share));
    }
}
