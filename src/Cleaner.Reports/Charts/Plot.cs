using System.Globalization;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Charts;

/// <summary>
/// The frame of a chart as inline SVG: grid, ticks, axis titles. Colours come from CSS classes, so that the page's light and dark
/// colours apply. Sized so that text stays readable when two stand side by side and when one fills a phone.
/// </summary>
internal sealed class Plot
{
    private const double Width = 480, Height = 264, Left = 52, Right = 16, Top = 14, Bottom = 46;

    private readonly HtmlWriter _html;
    private readonly Axis _x;
    private readonly Axis _y;

    private Plot(HtmlWriter html, Axis x, Axis y) => (_html, _x, _y) = (html, x, y);

    /// <summary>Draws a chart; <paramref name="draw"/> fills the frame.</summary>
    /// <param name="label">What a screen reader says.</param>
    /// <param name="style">Style sheet, for a picture that stands alone; null inside a page.</param>
    public static void Draw(HtmlWriter html, string label, Axis x, Axis y, Action<Plot> draw, string? style = null)
    {
        var alone = new Markup(style is null ? "" : " xmlns=\"http://www.w3.org/2000/svg\"");
        html.Line($"<svg{alone} class=\"plot\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}\">");
        if (style is not null)
        {
            html.Raw($"<style>{style}</style>");
        }

        var plot = new Plot(html, x, y);
        plot.Grid();
        draw(plot);
        html.Line($"</svg>");
    }

    /// <summary>Stacked bars over bins of equal width.</summary>
    /// <param name="low">Left edge of the first bin.</param>
    /// <param name="step">Width of a bin.</param>
    /// <param name="series">Counts by bin with the CSS class of their colour, the lowest first.</param>
    /// <param name="describe">Tooltip of a bin.</param>
    public void StackedBars(double low, double step, IReadOnlyList<(double[] Counts, string Class)> series, Func<int, string> describe)
    {
        for (int bin = 0; bin < series[0].Counts.Length; bin++)
        {
            double from = low + (bin * step), to = from + step, below = 0;
            if (series.Sum(s => s.Counts[bin]) == 0 || to <= _x.Low || from >= _x.High)
            {
                continue;
            }

            _html.Write($"<g><title>{describe(bin)}</title>");
            foreach (var (counts, name) in series)
            {
                if (counts[bin] > 0)
                {
                    double x = X(Math.Max(from, _x.Low)), width = Math.Max(X(Math.Min(to, _x.High)) - x - 0.6, 0.4);
                    double y = Y(below + counts[bin]);
                    _html.Write($"<rect class=\"fill-{name}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(Y(below) - y)}\"/>");
                    below += counts[bin];
                }
            }

            _html.Raw("</g>");
        }
    }

    /// <summary>A vertical line with a label at its top.</summary>
    public void Marker(double at, string text)
    {
        double x = X(at);
        bool leftward = _x.Position(at) > 0.6;
        _html.Line($"<line class=\"marker\" x1=\"{N(x)}\" x2=\"{N(x)}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
        _html.Line($"<text class=\"marker-text\" x=\"{N(x + (leftward ? -5 : 5))}\" y=\"{Top + 10}\" text-anchor=\"{(leftward ? "end" : "start")}\">{text}</text>");
    }

    /// <summary>Names of lines, in the lower right corner.</summary>
    public void Legend(IReadOnlyList<(string Text, string Class)> entries)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            double y = Height - Bottom - 12 - (16 * (entries.Count - 1 - i));
            _html.Line($"<line class=\"line line-{entries[i].Class}\" x1=\"{Width - Right - 22}\" x2=\"{Width - Right - 6}\" y1=\"{N(y)}\" y2=\"{N(y)}\"/>");
            _html.Line($"<text x=\"{Width - Right - 28}\" y=\"{N(y + 4)}\" text-anchor=\"end\">{entries[i].Text}</text>");
        }
    }

    /// <summary>A line through points.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string name)
    {
        string path = string.Join(' ', points.Select(p => $"{N(X(p.X))},{N(Y(p.Y))}"));
        _html.Line($"<polyline class=\"line line-{name}\" points=\"{path}\"/>");
    }

    /// <summary>A dot, or a cross for what goes.</summary>
    public void Dot(double x, double y, string name, bool cross, string describe)
    {
        string px = N(X(x)), py = N(Y(y));
        if (cross)
        {
            _html.Line($"<path class=\"cross stroke-{name}\" transform=\"translate({px} {py})\" d=\"M-3-3 3 3M-3 3 3-3\"><title>{describe}</title></path>");
        }
        else
        {
            _html.Line($"<circle class=\"dot fill-{name}\" cx=\"{px}\" cy=\"{py}\" r=\"2.6\"><title>{describe}</title></circle>");
        }
    }

    private void Grid()
    {
        foreach (double tick in _y.Ticks())
        {
            string y = N(Y(tick));
            _html.Line($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"{Left - 6}\" y=\"{N(Y(tick) + 4)}\" text-anchor=\"end\">{_y.Format(tick)}</text>");
        }

        foreach (double tick in _x.Ticks(6))
        {
            string x = N(X(tick));
            _html.Line($"<line class=\"tick\" x1=\"{x}\" x2=\"{x}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 4}\"/><text x=\"{x}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{_x.Format(tick)}</text>");
        }

        _html.Line($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom}\"/>");
        _html.Line($"<text class=\"axis-title\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{_x.Title}</text>");
        if (_y.Title.Length > 0)
        {
            _html.Line($"<text class=\"axis-title\" transform=\"translate(12 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{_y.Title}</text>");
        }
    }

    private double X(double value) => Left + (_x.Position(value) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (_y.Position(value) * (Height - Top - Bottom));

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
