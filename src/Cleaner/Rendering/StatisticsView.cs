using Cleaner.Hosting;
using Cleaner.Manifests.Statistics;
using static System.FormattableString;

namespace Cleaner.Rendering;

/// <summary>The figures of <c>cleaner stats</c> for people and for programs.</summary>
internal static class StatisticsView
{
    private const int BarWidth = 40;
    private const int NameWidth = 20;
    private const int Longest = 20;

    public static void Show(Ui ui, string path, ManifestStatistics s, IReadOnlyList<NamedCount> quality)
    {
        ui.Line(PlainText.Of(Invariant($"{path}@{s.Revision}: {s.Samples:N0} samples, {s.Identities:N0} identities, {Size(s.Bytes)}")));
        if (s.EmptiedIdentities > 0)
        {
            ui.Line(Invariant($"{s.EmptiedIdentities:N0} identities have no kept sample"));
        }

        if (s.Relabelled > 0)
        {
            ui.Line(Invariant($"{s.Relabelled:N0} samples are kept under another identity than their source gave them"));
        }

        if (s.Aligned > 0)
        {
            ui.Line(Invariant($"{s.Aligned:N0} samples have an alignment transform"));
        }

        if (s.PerIdentity is { } per)
        {
            Section(ui, Invariant($"kept samples per identity: {per.Smallest:N0} to {per.Largest:N0}, median {per.Median:N0}, mean {per.Mean:N1}"));
            Bars(ui, s.PerIdentityHistogram.Select(bar => (Range(bar), bar.Count)));
        }

        Counts(ui, "states", s.States);
        Counts(ui, "not kept, by rule", s.Rules);
        Counts(ui, "files", s.Statuses);
        Counts(ui, "unusable, by reason", s.Reasons);
        Counts(ui, "formats", s.Formats);
        Counts(ui, "splits", s.Splits.Count == 1 && s.Splits[0].Name.Length == 0 ? [] : s.Splits);
        Counts(ui, "sources", s.Sources);
        Section(ui, "shorter side in pixels");
        Bars(ui, s.ShorterSide.Select(bar => (Range(bar), bar.Count)));
        Counts(ui, "quality", quality);
        Counts(ui, "noticed", s.Findings);
    }

    /// <summary>Everything, with the quality flags by name.</summary>
    public static object Document(string path, ManifestStatistics s, IReadOnlyList<NamedCount> quality) => new
    {
        Manifest = path,
        s.Revision,
        s.Samples,
        s.Bytes,
        s.Identities,
        s.EmptiedIdentities,
        s.Relabelled,
        s.Aligned,
        s.PerIdentity,
        s.PerIdentityHistogram,
        States = Named(s.States),
        Rules = Named(s.Rules),
        Statuses = Named(s.Statuses),
        Reasons = Named(s.Reasons),
        Findings = Named(s.Findings),
        Formats = Named(s.Formats),
        Splits = Named(s.Splits),
        Sources = Named(s.Sources),
        s.ShorterSide,
        Quality = Named(quality),
    };

    private static Dictionary<string, long> Named(IEnumerable<NamedCount> counts) => counts.ToDictionary(count => count.Name, count => count.Samples);

    private static void Counts(Ui ui, string title, IReadOnlyList<NamedCount> counts)
    {
        NamedCount[] some = [.. counts.Where(count => count.Samples > 0)];
        if (some.Length == 0)
        {
            return;
        }

        Section(ui, title);
        Bars(ui, some.Take(Longest).Select(count => (count.Name.Length == 0 ? "(none)" : count.Name, count.Samples)));
        if (some.Length > Longest)
        {
            ui.Line(Invariant($"  and {some.Length - Longest:N0} more; --json lists all"));
        }
    }

    private static void Section(Ui ui, string title)
    {
        ui.Line();
        ui.Line(title);
    }

    private static void Bars(Ui ui, IEnumerable<(string Name, long Count)> bars)
    {
        (string Name, long Count)[] all = [.. bars];
        long most = all.Length == 0 ? 0 : all.Max(bar => bar.Count);
        int width = Math.Max(NameWidth, all.Select(bar => bar.Name.Length).DefaultIfEmpty().Max());
        foreach ((string name, long count) in all)
        {
            string bar = count == 0 ? "" : new string('█', (int)Math.Max(1, count * BarWidth / most));
            ui.Line($"  {PlainText.Of(name).PadRight(width)} {Invariant($"{count:N0}"),12}  {bar}".TrimEnd());
        }
    }

    private static string Range(HistogramBar bar) => bar.From == bar.To ? Invariant($"{bar.From}") : Invariant($"{bar.From}–{bar.To}");

    private static string Size(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return Invariant($"{value:0.#} {units[unit]}");
    }
}
