using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;

namespace Cleaner.Reports.Html;

/// <summary>Text that is HTML already and is written as it stands.</summary>
/// <param name="Text">Well-formed markup.</param>
internal readonly record struct Markup(string Text)
{
    public override string ToString() => Text;
}

/// <summary>
/// Writes HTML from interpolated strings: the literal parts are markup, every hole is escaped unless it holds <see cref="Markup"/>.
/// So a file name with a script in it can only ever show as text.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>Writes markup with escaped holes, then a line break.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] ref Handler html) => output.Write('\n');

    /// <summary>Writes markup with escaped holes.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] ref Handler html)
    {
        // The handler has written everything while it was built.
    }

    /// <summary>Writes markup as it stands.</summary>
    public void Raw(string markup) => output.Write(markup);

    /// <summary>Builds markup from an interpolated string with the same escaping.</summary>
    public static Markup Build(Action<HtmlWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        write(new HtmlWriter(text));
        return new Markup(text.ToString());
    }

    /// <summary>A name that breaks after its underscores, hyphens, dots and slashes before it breaks inside a word.</summary>
    public static Markup Breakable(string name) => Build(html =>
    {
        int start = 0;
        for (int i = 0; i < name.Length - 1; i++)
        {
            if (name[i] is '_' or '-' or '.' or '/')
            {
                html.Write($"{name[start..(i + 1)]}<wbr>");
                start = i + 1;
            }
        }

        html.Write($"{name[start..]}");
    });

    private void Escaped(string text) => Encoder.Encode(output, text);

    /// <summary>Receives the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler(int literalLength, int formattedCount, HtmlWriter writer)
    {
        private readonly HtmlWriter _writer = writer;

        /// <summary>Room that the parts may need; the writer streams, so it is not used.</summary>
        public int Capacity { get; } = literalLength + formattedCount;

        public void AppendLiteral(string markup) => _writer.Raw(markup);

        public void AppendFormatted(Markup markup) => _writer.Raw(markup.Text);

        public void AppendFormatted(string? text) => _writer.Escaped(text ?? "");

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => _writer.Escaped(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
