using Cleaner.Reports.Charts;

namespace Cleaner.Reports.Pictures;

/// <summary>What a head makes of the angle to the own identity.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">Angle in degrees, 0 to 180, and logit without scale.</param>
public sealed record TargetLogitCurve(string Name, IReadOnlyList<(double Degrees, double Logit)> Points);

/// <summary>Target-logit curves over the angle, as in ArcFace's figure 3 (arXiv:1801.07698).</summary>
public static class TargetLogitPicture
{
    private const double Width = 760, Height = 460, Left = 64, Right = 200, Top = 44, Bottom = 58;

    /// <summary>One line a head, with a legend.</summary>
    public static Picture Draw(IReadOnlyList<TargetLogitCurve> curves)
    {
        var picture = new Picture(Width, Height);
        var x = new Axis(0, 180, "angle to the own center (degrees)", v => FormattableString.Invariant($"{v:0}"));
        var y = Axis.Covering(curves.SelectMany(c => c.Points).Select(p => p.Logit), "target logit without scale", v => FormattableString.Invariant($"{v:0.##}").Replace('-', '−'));
        Frame(picture, x, y);
        var colours = new Colour[curves.Count];
        int distinct = 0;
        for (int i = 0; i < curves.Count; i++)
        {
            // Heads that differ in their norms alone have one curve: one colour says so.
            int same = Enumerable.Range(0, i).FirstOrDefault(j => Equal(curves[j], curves[i]), -1);
            Colour colour = colours[i] = same >= 0 ? colours[same] : Palette.Of(distinct++);
            picture.Line(colour, 2, curves[i].Points.Select(p => (X(x, p.Degrees), Y(y, p.Logit))));
            double row = Top + 12 + (21 * i);
            picture.Line(colour, 2, (Width - Right + 18, row - 4.5), (Width - Right + 42, row - 4.5));
            picture.Text(Width - Right + 50, row, curves[i].Name, 13, Palette.Ink);
        }

        return picture;
    }

    private static bool Equal(TargetLogitCurve a, TargetLogitCurve b) => a.Points.Zip(b.Points).All(p => Math.Abs(p.First.Logit - p.Second.Logit) < 1e-4);

    private static void Frame(Picture picture, Axis x, Axis y)
    {
        foreach (double tick in y.Ticks(7))
        {
            picture.Line(tick == 0 ? Palette.Grey : Palette.Pale, 1, (Left, Y(y, tick)), (Width - Right, Y(y, tick)));
            picture.Text(Left - 8, Y(y, tick) + 4.5, y.Format(tick), 13, Palette.Ink, TextAnchor.End);
        }

        for (double tick = x.Low; tick <= x.High; tick += 30)
        {
            picture.Line(Palette.Pale, 1, (X(x, tick), Top), (X(x, tick), Height - Bottom));
            picture.Text(X(x, tick), Height - Bottom + 20, x.Format(tick), 13, Palette.Ink, TextAnchor.Middle);
        }

        picture.Text((Left + Width - Right) / 2, Height - 14, x.Title, 13, Palette.Ink, TextAnchor.Middle);
        picture.Text(Left - 44, Top - 18, y.Title, 13, Palette.Ink);
    }

    private static double X(Axis axis, double value) => Left + (axis.Position(value) * (Width - Left - Right));

    private static double Y(Axis axis, double value) => Height - Bottom - (axis.Position(value) * (Height - Top - Bottom));
}
