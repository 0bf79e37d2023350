using System.Xml.Linq;
using Cleaner.Imaging;
using Cleaner.Reports.Pictures;

namespace Cleaner.Reports.Tests.Pictures;

public sealed class PictureTests
{
    [Fact]
    public void Svg_is_well_formed_and_holds_every_shape_in_order()
    {
        var picture = new Picture(100, 50);
        picture.Line(Colour.Of(0x102030), 1.5, (1, 2), (3.456, 4));
        picture.Disc(10, 20, 5, Palette.Ink, 0.5);
        picture.Text(50, 40, "a < b & \"c\"", 12, Palette.Grey, TextAnchor.End);
        XElement svg = XDocument.Parse(SvgPicture.Write(picture, "What <it> is")).Root!;
        Assert.Equal(["title", "rect", "polyline", "circle", "text"], svg.Elements().Select(e => e.Name.LocalName));
        Assert.Equal("What <it> is", svg.Elements().First().Value);
        XElement[] shapes = [.. svg.Elements().Skip(2)];
        Assert.Equal(("1,2 3.46,4", "#102030"), (shapes[0].Attribute("points")!.Value, shapes[0].Attribute("stroke")!.Value));
        Assert.Equal("0.5", shapes[1].Attribute("fill-opacity")!.Value);
        Assert.Equal(("a < b & \"c\"", "end"), (shapes[2].Value, shapes[2].Attribute("text-anchor")!.Value));
    }

    [Fact]
    public void A_disc_covers_its_area_and_nothing_outside()
    {
        var picture = new Picture(60, 60);
        picture.Disc(30, 30, 20, Colour.Of(0));
        Image image = RasterPicture.Draw(picture, scale: 1);
        double ink = Ink(image).Sum(p => p.Share);
        Assert.Equal(Math.PI * 400, ink, 10.0);
        Assert.All(Ink(image), p => Assert.True(double.Hypot(p.X + 0.5 - 30, p.Y + 0.5 - 30) < 21));
    }

    [Fact]
    public void A_line_is_as_wide_as_it_says_at_every_scale()
    {
        foreach (double scale in new[] { 1.0, 2, 3 })
        {
            var picture = new Picture(100, 20);
            picture.Line(Colour.Of(0), 4, (10, 10), (90, 10));
            Image image = RasterPicture.Draw(picture, scale);
            Assert.Equal((int)(100 * scale), image.Width);
            Assert.Equal(4 * scale, Ink(image).Where(p => p.X == (int)(50 * scale)).Sum(p => p.Share), 0.05);
        }
    }

    [Fact]
    public void Lines_that_cross_are_painted_once()
    {
        var crossed = new Picture(40, 40);
        crossed.Line(Colour.Of(0x808080), 6, (5, 5), (35, 35), (35, 5), (5, 35));
        Assert.Equal(0x80, RasterPicture.Draw(crossed, 1).Pixels[((20 * 40) + 20) * 3]);
    }

    [Theory]
    [InlineData(TextAnchor.Start)]
    [InlineData(TextAnchor.Middle)]
    [InlineData(TextAnchor.End)]
    public void Text_stands_at_its_anchor_on_its_baseline(TextAnchor anchor)
    {
        var picture = new Picture(200, 60);
        picture.Text(100, 40, "HEADS", 20, Colour.Of(0), anchor);
        var ink = Ink(RasterPicture.Draw(picture, 1)).ToList();
        double left = ink.Min(p => p.X), right = ink.Max(p => p.X) + 1, bottom = ink.Max(p => p.Y) + 1, top = ink.Min(p => p.Y);
        Assert.Equal(100, anchor switch { TextAnchor.Start => left, TextAnchor.End => right, _ => (left + right) / 2 }, 2.0);
        Assert.Equal(40, bottom, 2.0);
        Assert.Equal(20 * 0.72, bottom - top, 3.0);
    }

    [Fact]
    public void Every_letter_has_a_shape_of_its_own()
    {
        const string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNOPQRSTUVWXYZ0123456789-−.,:=+()/_°%θ";
        var seen = new Dictionary<string, char>();
        foreach (char letter in letters.Append('漢'))
        {
            var picture = new Picture(40, 40);
            picture.Text(8, 28, letter.ToString(), 24, Colour.Of(0));
            string pixels = Convert.ToBase64String(RasterPicture.Draw(picture, 2).Pixels);
            Assert.True(seen.TryAdd(pixels, letter), $"'{letter}' looks like '{seen.GetValueOrDefault(pixels)}'");
        }
    }

    [Fact]
    public void What_lies_outside_the_paper_is_left_out()
    {
        var picture = new Picture(20, 20);
        picture.Line(Colour.Of(0), 2, (-50, 10), (70, 10));
        picture.Disc(200, 200, 5, Colour.Of(0));
        Assert.Equal(40, Ink(RasterPicture.Draw(picture, 1)).Sum(p => p.Share), 0.5);
    }

    [Fact]
    public void Target_logit_curves_get_a_line_and_a_name_each()
    {
        TargetLogitCurve[] curves = [new("one", [(0, 1), (180, -1)]), new("two", [(0, 0.5), (180, -2)])];
        Picture picture = TargetLogitPicture.Draw(curves);
        var lines = picture.Shapes.OfType<LineShape>().Where(l => l.Colour == Palette.Of(1)).ToList();
        Assert.Equal(2, lines.Count);       // the curve and its mark in the legend
        Assert.True(lines[0].Points[1].Y > lines[0].Points[0].Y, "a smaller logit lies lower");
        Assert.Contains(picture.Shapes.OfType<TextShape>(), t => t.Text == "two");
    }

    [Fact]
    public void The_near_side_of_a_sphere_is_painted_over_the_far_one_and_panels_stand_side_by_side()
    {
        // A point toward the eye, one away from it.
        float[] near = [0, -1, 0], far = [0, 1, 0];
        var panel = new SpherePanel("head", "note", 3, [.. near, .. far], [0, 1], [.. near, .. far]);
        Picture picture = SpherePicture.Draw([panel, panel, panel, panel]);
        Assert.Equal((900.0, 728.0), (picture.Width, picture.Height));
        var discs = picture.Shapes.OfType<DiscShape>().Take(2).ToList();
        Assert.Equal((Palette.Of(1), Palette.Of(0)), (discs[0].Colour, discs[1].Colour));
        Assert.True(discs[1].Opacity > discs[0].Opacity);
        // Opposite points lie opposite to each other around the middle.
        Assert.Equal(300, discs[0].X + discs[1].X, 1e-4);
    }

    private static IEnumerable<(int X, int Y, double Share)> Ink(Image image)
    {
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            if (image.Pixels[i * 3] < byte.MaxValue)
            {
                yield return (i % image.Width, i / image.Width, 1 - (image.Pixels[i * 3] / 255.0));
            }
        }
    }
}
