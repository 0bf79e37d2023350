using Cleaner.Imaging;

namespace Cleaner.Reports.Tests.Support;

/// <summary>Draws simple faces: an identity is a set of colours and proportions, each picture of it a little different.</summary>
internal static class FacePainter
{
    private const int Side = 112;

    public static byte[] Jpeg(int identity, int picture) => ImageCodec.Default.Encode(Draw(identity, picture), ImageFormat.Jpeg, 88);

    public static Image Draw(int identity, int picture)
    {
        var who = new Random((identity * 7919) + 13);
        var how = new Random((identity * 104_729) + picture);
        var image = new Image(Side, Side);
        Fill(image, Shade(how, 60, 200), (_, _) => true);

        double cx = 56 + (how.NextDouble() * 8) - 4, cy = 58 + (how.NextDouble() * 8) - 4;
        double rx = 26 + (who.NextDouble() * 10), ry = 36 + (who.NextDouble() * 10), light = 0.8 + (0.35 * how.NextDouble());
        (byte R, byte G, byte B) skin = Lit(((byte)(150 + who.Next(90)), (byte)(105 + who.Next(80)), (byte)(80 + who.Next(70))), light);
        (byte R, byte G, byte B) hair = Lit(((byte)who.Next(150), (byte)who.Next(110), (byte)who.Next(80)), light);
        double fringe = 0.35 + (0.4 * who.NextDouble()), eyes = 9 + (who.NextDouble() * 8), mouth = 6 + (who.NextDouble() * 10);
        Fill(image, hair, Ellipse(cx, cy - 8, rx + 6, ry + 6));
        Fill(image, skin, (x, y) => Ellipse(cx, cy, rx, ry)(x, y) && y > cy - (ry * fringe));
        foreach (int side in new[] { -1, 1 })
        {
            Fill(image, (245, 245, 245), Ellipse(cx + (side * eyes), cy - 6, 6, 4));
            Fill(image, Lit(((byte)who.Next(120), (byte)who.Next(120), (byte)who.Next(160)), 1), Ellipse(cx + (side * eyes), cy - 6, 3, 3));
        }

        Fill(image, Lit((190, 80, 85), light), Ellipse(cx, cy + 20, mouth, 2.5 + (how.NextDouble() * 3)));
        return image;
    }

    private static Func<int, int, bool> Ellipse(double cx, double cy, double rx, double ry) =>
        (x, y) => ((x - cx) * (x - cx) / (rx * rx)) + ((y - cy) * (y - cy) / (ry * ry)) <= 1;

    private static void Fill(Image image, (byte R, byte G, byte B) colour, Func<int, int, bool> inside)
    {
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                if (inside(x, y))
                {
                    int at = 3 * ((y * image.Width) + x);
                    (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) = colour;
                }
            }
        }
    }

    private static (byte R, byte G, byte B) Shade(Random random, int from, int to) =>
        ((byte)random.Next(from, to), (byte)random.Next(from, to), (byte)random.Next(from, to));

    private static (byte R, byte G, byte B) Lit((byte R, byte G, byte B) colour, double light) =>
        ((byte)Math.Min(255, colour.R * light), (byte)Math.Min(255, colour.G * light), (byte)Math.Min(255, colour.B * light));
}
