using System.Diagnostics;
using System.Globalization;

namespace Cleaner.Hosting;

/// <summary>
/// One line of progress on stderr: on a terminal redrawn in place with a bar, rate and time left; in a file or pipe a plain line
/// every ten seconds. Thread safe; reporting is cheap (drawn at most ten times a second).
/// </summary>
internal sealed class ProgressDisplay(string title, string unit, bool plain) : IDisposable
{
    private const int BarWidth = 28;
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private TimeSpan _drawn = TimeSpan.Zero;
    private bool _any;
    private long? _first;
    private (long Done, long Total, string? Detail) _last;

    /// <summary>Says how far the work is.</summary>
    /// <param name="done">Items done.</param>
    /// <param name="total">Items in all; 0 when unknown.</param>
    /// <param name="detail">More for the end of the line, e.g. "loss 3.21"; may be null.</param>
    public void Report(long done, long total, string? detail = null)
    {
        lock (_gate)
        {
            _last = (done, total, detail);
            _first ??= done;
            var now = _clock.Elapsed;
            if (now - _drawn < (plain ? PlainInterval : TerminalInterval))
                return;
            _drawn = now;
            Draw(now);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_last.Done > 0 && (!plain || _any))
                Draw(_clock.Elapsed);
            if (!plain && _any)
                Console.Error.WriteLine();
        }
    }

    private void Draw(TimeSpan now)
    {
        _any = true;
        var (done, total, detail) = _last;
        // Work that was done before this display began does not count: a resumed run would look too fast.
        var rate = (done - _first.GetValueOrDefault()) / Math.Max(now.TotalSeconds, 1e-3);
        var counts = total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{done:N0}/{total:N0} {unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{done:N0} {unit}");
        var left = total > done && rate > 0 ? $", {Span(TimeSpan.FromSeconds((total - done) / rate))} left" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{title}  {Bar(done, total)}{counts}, {rate:N0}/s{left}{(detail is null ? "" : "  " + detail)}");
        if (plain)
            Console.Error.WriteLine(text);
        else
            Console.Error.Write($"\r\u001b[2K{Clip(text)}");
    }

    private string Bar(long done, long total)
    {
        if (plain || total <= 0)
            return "";
        var filled = (int)Math.Clamp(BarWidth * done / total, 0, BarWidth);
        return new string('━', filled) + new string('╌', BarWidth - filled) + "  ";
    }

    private static string Clip(string text)
    {
        var width = Console.WindowWidth;
        return width > 0 && text.Length >= width ? text[..(width - 1)] : text;
    }

    private static string Span(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}");
}
