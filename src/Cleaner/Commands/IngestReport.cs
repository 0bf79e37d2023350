using Cleaner.Hosting;
using Cleaner.Ingest;
using Cleaner.Ingest.Download;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary>The summary of an ingest, for a person.</summary>
internal static class IngestReport
{
    public static void Show(IngestSummary summary, Ui ui)
    {
        foreach (var warning in summary.Warnings)
            ui.Warn(Plain(warning));
        foreach (var difference in summary.Recipe?.Differences() ?? [])
            ui.Warn(Plain(difference));
        foreach (var bad in summary.Examples)
            ui.Warn($"{Plain(bad.Locator)}: {Plain(bad.Reason)}");
        if (summary.BadInputs > summary.Examples.Count)
            ui.Warn(Invariant($"… and {summary.BadInputs - summary.Examples.Count:N0} more bad inputs (cleaner stats lists the reasons)"));

        Row(ui, "format", summary.Format);
        if (summary.Download is { } download)
            ShowDownload(download, ui);
        if (summary.Recipe is { } recipe)
            Row(ui, "recipe", $"{recipe.Recipe}:{recipe.Edition}, {(recipe.Agrees ? $"as expected ({recipe.Counts.Count} published counts)" : "differs, see above")}");
        Row(ui, "images", Invariant($"{summary.Listed:N0} listed, {summary.Added:N0} new, {summary.Unchanged:N0} unchanged"));
        Row(ui, "identities", Invariant($"{summary.Identities:N0}"));
        Row(ui, "kept", Invariant($"{summary.Kept:N0}"));
        Row(ui, "duplicates", Invariant($"{summary.ExactDuplicates:N0} same bytes, {summary.PixelDuplicates:N0} same pixels, {summary.NearDuplicates:N0} near"));
        Row(ui, "conflicts", Invariant($"{summary.Conflicts:N0} pictures claimed by two identities"));
        if (summary is { WithoutFace: { } none, WithSeveralFaces: { } several })
            Row(ui, "faces", Invariant($"{none:N0} pictures without one, {several:N0} with several"));
        if (summary.Gone > 0)
            Row(ui, "gone", Invariant($"{summary.Gone:N0} no longer in their source"));
        foreach (var (status, count) in summary.Bad)
            Row(ui, status.ToString().ToLowerInvariant(), Invariant($"{count:N0}"));
        Most(ui, "reasons", summary.Reasons);
        Most(ui, "most bad in", summary.Offenders);
        Most(ui, "contested", summary.Contested);
        if (summary.Ignored.Count > 0)
            Row(ui, "ignored", string.Join(", ", summary.Ignored.Select(i => Invariant($"{i.Count:N0} × {Plain(i.Reason)}"))));
        Row(ui, "manifest", summary.Changed ? Invariant($"{summary.Manifest}@{summary.Revision}") : Invariant($"{summary.Manifest}@{summary.Revision} (nothing new)"));
    }

    /// <summary>The first few of a list, where there are any.</summary>
    private static void Most(Ui ui, string name, IReadOnlyList<ReasonCount> counts)
    {
        if (counts.Count > 0)
            Row(ui, name, string.Join(", ", counts.Take(IngestSummary.MaxOffenders).Select(c => Invariant($"{Plain(c.Reason)} ({c.Count:N0})"))));
    }

    private static void ShowDownload(DownloadSummary download, Ui ui)
    {
        var fetched = download.Statuses.GetValueOrDefault(DownloadStatus.Ok);
        Row(ui, "downloaded", Invariant($"{fetched:N0} of {download.Listed:N0} ({download.Bytes / 1e6:N1} MB in {download.Tries:N0} tries), {download.Present:N0} were there, {download.Repeats:N0} repeated"));
        foreach (var (status, count) in download.Statuses.Where(s => s.Key != DownloadStatus.Ok))
            Row(ui, "", Invariant($"{count:N0} {Words(status)}"));
        if (download.FailingHosts.Count > 0)
            Row(ui, "failures at", string.Join(", ", download.FailingHosts.Select(h => Invariant($"{Plain(h.Reason)} ({h.Count:N0})"))));
    }

    private static string Words(DownloadStatus status) => status switch
    {
        DownloadStatus.NotFound => "not found",
        DownloadStatus.Refused => "refused by the host",
        DownloadStatus.Busy => "put off by a busy host",
        DownloadStatus.ServerError => "server errors",
        DownloadStatus.Unreachable => "without a connection",
        DownloadStatus.TimedOut => "timed out",
        DownloadStatus.HostDown => "left out, their host is down",
        DownloadStatus.Mismatch => "with another hash than the list says",
        DownloadStatus.NotAnImage => "no images",
        DownloadStatus.Damaged => "damaged",
        DownloadStatus.TooLarge => "over the limit of size",
        DownloadStatus.Robots => "left alone, as robots.txt or X-Robots-Tag asks (--ignore-robots)",
        DownloadStatus.PrivateAddress => "at private addresses (--allow-private)",
        DownloadStatus.BadRedirect => "redirected astray",
        _ => "rows without a usable URL or identity",
    };

    private static void Row(Ui ui, string name, string value) => ui.Line($"{name,-12} {value}");

    /// <summary>Names of files may hold newlines and escape codes: nothing of that may reach the terminal.</summary>
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
