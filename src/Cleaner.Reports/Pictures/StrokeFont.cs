using System.Globalization;

namespace Cleaner.Reports.Pictures;

/// <summary>
/// Letters made of lines and arcs, so that pictures need no font file. Each is a few strokes on a grid whose capitals are 10 high and
/// whose small letters are 7: "L x y x y …" is a line, "A cx cy rx ry from to" an arc in degrees, counter-clockwise from the right.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Width of the pen, as a share of the font size.</summary>
    public const double PenWidth = 0.095;

    private const double CapitalHeight = 0.72;      // of the font size, as in common fonts
    private const double Gap = 2.4, Space = 3.4;    // between letters, and of a blank
    private const double ArcStep = 12;              // degrees
    private const string Unknown = "L 0 0 6 0 6 10 0 10 0 0";

    private static readonly Dictionary<char, string> Strokes = new()
    {
        ['a'] = "A 3 3.5 3 3.5 0 360;L 6 7 6 0", ['b'] = "L 0 10 0 0;A 3 3.5 3 3.5 0 360", ['c'] = "A 3 3.5 3 3.5 48 312",
        ['d'] = "A 3 3.5 3 3.5 0 360;L 6 10 6 0", ['e'] = "L 0 3.5 6 3.5;A 3 3.5 3 3.5 0 312", ['f'] = "A 2.6 8.2 1.6 1.8 30 180;L 1 8.2 1 0;L 0 6.8 3.4 6.8",
        ['g'] = "A 3 3.5 3 3.5 0 360;L 6 7 6 -0.5;A 3 -0.5 3 2.5 205 360", ['h'] = "L 0 10 0 0;A 2.75 4.25 2.75 2.75 0 180;L 5.5 4.25 5.5 0",
        ['i'] = "L 0 7 0 0;L 0 9.6 0 9.7", ['j'] = "L 1 7 1 -1;A -0.5 -1 1.5 2 270 360;L 1 9.6 1 9.7", ['k'] = "L 0 10 0 0;L 5 7 0 2.6;L 1.8 4.2 5.2 0",
        ['l'] = "L 0 10 0 0", ['m'] = "L 0 7 0 0;A 2.25 4.75 2.25 2.25 0 180;L 4.5 4.75 4.5 0;A 6.75 4.75 2.25 2.25 0 180;L 9 4.75 9 0",
        ['n'] = "L 0 7 0 0;A 2.75 4.25 2.75 2.75 0 180;L 5.5 4.25 5.5 0", ['o'] = "A 3 3.5 3 3.5 0 360", ['p'] = "L 0 7 0 -3;A 3 3.5 3 3.5 0 360",
        ['q'] = "A 3 3.5 3 3.5 0 360;L 6 7 6 -3", ['r'] = "L 0 7 0 0;A 2.6 4.2 2.6 2.8 65 180", ['s'] = "A 2.4 5.3 2.1 1.7 35 270;A 2.4 1.8 2.3 1.8 90 -150",
        ['t'] = "L 1.4 9.4 1.4 1.5;A 2.9 1.5 1.5 1.5 180 285;L 0 7 3.4 7", ['u'] = "L 0 7 0 2.75;A 2.75 2.75 2.75 2.75 180 360;L 5.5 7 5.5 0",
        ['v'] = "L 0 7 2.8 0 5.6 7", ['w'] = "L 0 7 2.1 0 4.2 7 6.3 0 8.4 7", ['x'] = "L 0 7 5.2 0;L 5.2 7 0 0", ['y'] = "L 0 7 2.8 0;L 5.6 7 1.6 -3", ['z'] = "L 0 7 5 7 0 0 5 0",
        ['A'] = "L 0 0 4 10 8 0;L 1.3 3.3 6.7 3.3", ['B'] = "L 3 5.2 0 5.2;L 3.4 0 0 0 0 10 3 10;A 3 7.6 2.5 2.4 90 -90;A 3.4 2.6 2.8 2.6 90 -90",
        ['C'] = "A 4.6 5 4.6 5 48 312", ['D'] = "L 2.6 0 0 0 0 10 2.6 10;A 2.6 5 4.8 5 90 -90", ['E'] = "L 5.8 10 0 10 0 0 5.8 0;L 0 5.2 5 5.2",
        ['F'] = "L 5.6 10 0 10 0 0;L 0 5.2 4.8 5.2", ['G'] = "A 4.6 5 4.6 5 48 345;L 9 4.6 5.2 4.6", ['H'] = "L 0 0 0 10;L 7 0 7 10;L 0 5.2 7 5.2",
        ['I'] = "L 0 0 0 10", ['J'] = "L 4 10 4 2.3;A 2 2.3 2 2.3 190 360", ['K'] = "L 0 0 0 10;L 6.2 10 0 3.8;L 2 5.8 6.6 0", ['L'] = "L 0 10 0 0 5.4 0",
        ['M'] = "L 0 0 0 10 4.2 2.4 8.4 10 8.4 0", ['N'] = "L 0 0 0 10 7 0 7 10", ['O'] = "A 4.8 5 4.8 5 0 360", ['P'] = "L 0 0 0 10 3.2 10;A 3.2 7.3 2.7 2.7 90 -90;L 3.2 4.6 0 4.6",
        ['Q'] = "A 4.8 5 4.8 5 0 360;L 6 2.6 9.4 -0.8", ['R'] = "L 0 0 0 10 3.2 10;A 3.2 7.3 2.7 2.7 90 -90;L 3.2 4.6 0 4.6;L 3 4.6 6.4 0",
        ['S'] = "A 3.2 7.5 2.8 2.5 35 270;A 3.2 2.5 3.1 2.5 90 -150", ['T'] = "L 0 10 7 10;L 3.5 10 3.5 0", ['U'] = "L 0 10 0 3.4;A 3.4 3.4 3.4 3.4 180 360;L 6.8 3.4 6.8 10",
        ['V'] = "L 0 10 4 0 8 10", ['W'] = "L 0 10 2.8 0 5.6 10 8.4 0 11.2 10", ['X'] = "L 0 10 6.8 0;L 6.8 10 0 0", ['Y'] = "L 0 10 3.6 5 7.2 10;L 3.6 5 3.6 0",
        ['Z'] = "L 0 10 6.6 10 0 0 6.6 0",
        ['0'] = "A 3 5 3 5 0 360", ['1'] = "L 0.6 8 3 10 3 0", ['2'] = "A 3 7.1 2.9 2.9 160 -38;L 5.3 5.3 0 0 6 0", ['3'] = "A 2.9 7.5 2.5 2.5 150 -90;A 2.9 2.5 3 2.5 90 -150",
        ['4'] = "L 4.6 0 4.6 10 0 2.8 6.2 2.8", ['5'] = "L 5.4 10 0.9 10 0.5 5.6;A 2.9 3.2 3.1 3.2 140 -150", ['6'] = "A 3 3.2 3 3.2 0 360;L 0.25 4.4 3.8 10",
        ['7'] = "L 0 10 6 10 2 0", ['8'] = "A 3 7.6 2.4 2.4 0 360;A 3 2.6 3 2.6 0 360", ['9'] = "A 3 6.8 3 3.2 0 360;L 5.75 5.6 2.2 0",
        ['-'] = "L 0 3.6 3 3.6", ['−'] = "L 0 4.6 5 4.6", ['.'] = "L 0 0 0 0.1", [','] = "L 0.6 0.2 0 -1.8", [':'] = "L 0 0 0 0.1;L 0 5.4 0 5.5", ['='] = "L 0 3.4 5 3.4;L 0 6 5 6",
        ['+'] = "L 0 4.6 5 4.6;L 2.5 2.1 2.5 7.1", ['('] = "A 4 4 4 7 128 232", [')'] = "A -2 4 4 7 -52 52", ['/'] = "L 0 -1 4 11", ['_'] = "L 0 -1.6 6 -1.6", ['°'] = "A 1.4 8.6 1.4 1.4 0 360",
        ['·'] = "L 0 4 0 4.1", ['%'] = "A 1.6 8 1.6 2 0 360;A 7 2 1.6 2 0 360;L 7.4 10 1.2 0", ['θ'] = "A 2.6 5 2.6 5 0 360;L 0 5 5.2 5", ['…'] = "L 0 0 0 0.1;L 2.6 0 2.6 0.1;L 5.2 0 5.2 0.1",
    };

    private static readonly Dictionary<char, Glyph> Glyphs = Strokes.ToDictionary(s => s.Key, s => Parse(s.Value));
    private static readonly Glyph Box = Parse(Unknown);

    /// <summary>A letter: its lines on the grid, y upward, the left edge at 0, and its width.</summary>
    private sealed record Glyph(IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines, double Width);

    /// <summary>The lines of a text in the units of its picture.</summary>
    public static IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines(TextShape text)
    {
        double unit = text.Size * CapitalHeight / 10;
        double x = text.X - (Width(text.Text) * unit * text.Anchor switch { TextAnchor.Middle => 0.5, TextAnchor.End => 1, _ => 0 });
        var lines = new List<IReadOnlyList<(double, double)>>();
        foreach (char letter in text.Text)
        {
            if (letter != ' ')
            {
                double left = x;
                lines.AddRange(Find(letter).Lines.Select(line => (IReadOnlyList<(double, double)>)[.. line.Select(p => (left + (p.X * unit), text.Y - (p.Y * unit)))]));
            }

            x += Advance(letter) * unit;
        }

        return lines;
    }

    private static double Width(string text) => text.Sum(Advance) - (text.Length > 0 && text[^1] != ' ' ? Gap : 0);

    private static double Advance(char letter) => letter == ' ' ? Space : Find(letter).Width + Gap;

    private static Glyph Find(char letter) => Glyphs.GetValueOrDefault(letter, Box);

    private static Glyph Parse(string strokes)
    {
        var lines = strokes.Split(';').Select(Stroke).ToList();
        double left = lines.Min(line => line.Min(p => p.X)), right = lines.Max(line => line.Max(p => p.X));
        return new Glyph([.. lines.Select(line => (IReadOnlyList<(double, double)>)[.. line.Select(p => (p.X - left, p.Y))])], right - left);
    }

    private static IReadOnlyList<(double X, double Y)> Stroke(string stroke)
    {
        double[] n = [.. stroke[2..].Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return stroke[0] == 'L' ? [.. n.Chunk(2).Select(p => (p[0], p[1]))] : Arc(n[0], n[1], n[2], n[3], n[4], n[5]);
    }

    private static IReadOnlyList<(double X, double Y)> Arc(double x, double y, double rx, double ry, double from, double to)
    {
        int steps = (int)Math.Ceiling(Math.Abs(to - from) / ArcStep);
        return [.. Enumerable.Range(0, steps + 1).Select(i => (from + ((to - from) * i / steps)) * Math.PI / 180).Select(a => (x + (rx * Math.Cos(a)), y + (ry * Math.Sin(a))))];
    }
}
