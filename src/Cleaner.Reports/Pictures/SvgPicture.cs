using System.Globalization;
using System.Net;
using System.Text;

namespace Cleaner.Reports.Pictures;

/// <summary>Writes a picture as SVG 1.1; the same picture gives the same text.</summary>
public static class SvgPicture
{
    /// <summary>The text of the file.</summary>
    /// <param name="picture">What to draw.</param>
    /// <param name="title">What a screen reader says.</param>
    public static string Write(Picture picture, string title)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{picture.Width:0.##}\" height=\"{picture.Height:0.##}\" viewBox=\"0 0 {picture.Width:0.##} {picture.Height:0.##}\" font-family=\"system-ui,sans-serif\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Escaped(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        foreach (Shape shape in picture.Shapes)
        {
            Append(svg, shape);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, Shape shape)
    {
        switch (shape)
        {
            case LineShape line:
                svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"{line.Width:0.##}\" stroke-linecap=\"round\" stroke-linejoin=\"round\" points=\"");
                svg.AppendJoin(' ', line.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.##},{p.Y:0.##}"))).Append("\"/>\n");
                break;
            case DiscShape disc:
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{disc.X:0.##}\" cy=\"{disc.Y:0.##}\" r=\"{disc.Radius:0.##}\" fill=\"{disc.Colour}\" fill-opacity=\"{disc.Opacity:0.##}\"/>\n");
                break;
            case TextShape text:
                string anchor = text.Anchor switch { TextAnchor.Middle => "middle", TextAnchor.End => "end", _ => "start" };
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{text.X:0.##}\" y=\"{text.Y:0.##}\" font-size=\"{text.Size:0.##}\" fill=\"{text.Colour}\" text-anchor=\"{anchor}\">{Escaped(text.Text)}</text>\n");
                break;
            default:
                throw new NotSupportedException(shape.GetType().Name);
        }
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
