namespace Cleaner.Reports.Pictures;

/// <summary>A drawing of lines, discs and words that can be written as SVG and as pixels.</summary>
/// <param name="Width">In units; one unit is one pixel of the SVG at its natural size.</param>
/// <param name="Height">In units.</param>
public sealed record Picture(double Width, double Height)
{
    /// <summary>The shapes, the hindmost first.</summary>
    public List<Shape> Shapes { get; } = [];

    /// <summary>A line through points.</summary>
    public void Line(Colour colour, double width, params IEnumerable<(double X, double Y)> points) => Shapes.Add(new LineShape([.. points], colour, width));

    /// <summary>A filled disc.</summary>
    public void Disc(double x, double y, double radius, Colour colour, double opacity = 1) => Shapes.Add(new DiscShape(x, y, radius, colour, opacity));

    /// <summary>A line of text on a baseline.</summary>
    public void Text(double x, double y, string text, double size, Colour colour, TextAnchor anchor = TextAnchor.Start) =>
        Shapes.Add(new TextShape(x, y, text, size, colour, anchor));
}

/// <summary>Part of a picture; y grows downward.</summary>
public abstract record Shape(Colour Colour);

/// <summary>A polyline with round joints.</summary>
public sealed record LineShape(IReadOnlyList<(double X, double Y)> Points, Colour Colour, double Width) : Shape(Colour);

/// <summary>A filled disc.</summary>
public sealed record DiscShape(double X, double Y, double Radius, Colour Colour, double Opacity) : Shape(Colour);

/// <summary>A line of text; <paramref name="Size"/> is the font size, (X, Y) a point of the baseline.</summary>
public sealed record TextShape(double X, double Y, string Text, double Size, Colour Colour, TextAnchor Anchor) : Shape(Colour);

/// <summary>Which part of a text stands at its point.</summary>
public enum TextAnchor
{
    /// <summary>Its left end.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    End,
}

/// <summary>sRGB, 0 to 255.</summary>
public readonly record struct Colour(byte R, byte G, byte B)
{
    /// <summary>#rrggbb.</summary>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";

    /// <summary>From 0xRRGGBB.</summary>
    public static Colour Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}

/// <summary>The colours of pictures that stand alone.</summary>
public static class Palette
{
    /// <summary>Text and axes.</summary>
    public static readonly Colour Ink = Colour.Of(0x3d4450);

    /// <summary>Lesser text.</summary>
    public static readonly Colour Grey = Colour.Of(0x8a919c);

    /// <summary>Grids.</summary>
    public static readonly Colour Pale = Colour.Of(0xe2e4e7);

    private static readonly Colour[] Series =
    [
        .. new[] { 0x3b6fb5, 0xc4513a, 0x2f8f6b, 0x9a5cb4, 0xb58a1f, 0x3a9db0, 0xb84d7d, 0x6d7480, 0x7a9a2e, 0x8b5a3c, 0x5560c8, 0xd98a4b }.Select(Colour.Of),
    ];

    /// <summary>Colour of the i-th of several things; they repeat after twelve.</summary>
    public static Colour Of(int index) => Series[index % Series.Length];
}
