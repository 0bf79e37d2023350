using Cleaner.Evaluation;
using Cleaner.Reports.Html;

namespace Cleaner.Reports.Charts;

/// <summary>ROC and CMC curves of models beside each other, on a page or as pictures that stand alone (SVG).</summary>
public static class EvaluationPlots
{
    private const int Colours = 8;

    // A picture that stands alone has no page to take its colours from.
    private const string Style =
        "svg{font:13px system-ui,sans-serif;fill:#5f6874;background:#fff}.grid{stroke:#e2e4e7}.axis,.tick{stroke:#5f6874;stroke-width:.8}"
        + ".line{fill:none;stroke-width:1.8}.line-c0{stroke:#3b6fb5}.line-c1{stroke:#c4513a}.line-c2{stroke:#2f8f6b}.line-c3{stroke:#9a5cb4}"
        + ".line-c4{stroke:#b58a1f}.line-c5{stroke:#3a9db0}.line-c6{stroke:#b84d7d}.line-c7{stroke:#6d7480}";

    /// <summary>True accept rate over false accept rate, as an SVG file's text.</summary>
    public static string Roc(IReadOnlyList<VerificationFigures> models) => HtmlWriter.Build(html => DrawRoc(html, models, Style)).Text;

    /// <summary>Share of probes found within each rank, as an SVG file's text.</summary>
    public static string Cmc(IReadOnlyList<IdentificationFigures> models)
    {
        double ranks = Math.Max(2, models.Max(m => m.Cmc.Count));
        double lowest = models.SelectMany(m => m.Cmc).DefaultIfEmpty(0).Min();
        return HtmlWriter.Build(html => Plot.Draw(
            html,
            "Share of probes found within a rank",
            new Axis(1, ranks, "rank", Axis.Count, Logarithmic: true),
            new Axis(Math.Floor(lowest * 10) / 10, 1, "found", v => FormattableString.Invariant($"{v:0.##}")),
            plot =>
            {
                for (int i = 0; i < models.Count; i++)
                {
                    plot.Line(models[i].Cmc.Select((share, rank) => (rank + 1.0, share)), Colour(i));
                }

                plot.Legend([.. models.Select((m, i) => (m.Name, Colour(i)))]);
            },
            Style)).Text;
    }

    /// <summary>Name of a line's colour.</summary>
    internal static string Colour(int model) => FormattableString.Invariant($"c{model % Colours}");

    /// <summary>A rate as it is written in the field: 0.1, 1e-2, 1e-3.</summary>
    internal static string Rate(double rate) =>
        rate >= 0.1 ? FormattableString.Invariant($"{rate:0.##}") : FormattableString.Invariant($"{rate:0.#e-0}");

    internal static void DrawRoc(HtmlWriter html, IReadOnlyList<VerificationFigures> models, string? style)
    {
        double lowest = models.SelectMany(m => m.Roc).Select(p => p[0]).Where(far => far > 0).DefaultIfEmpty(1e-3).Min();
        Plot.Draw(
            html,
            "True accept rate over false accept rate",
            new Axis(Math.Min(lowest, 0.1), 1, "false accept rate", Rate, Logarithmic: true),
            new Axis(0, 1, "true accept rate", v => FormattableString.Invariant($"{v:0.0}")),
            plot =>
            {
                for (int i = 0; i < models.Count; i++)
                {
                    plot.Line(models[i].Roc.Where(p => p[0] > 0).Select(p => (p[0], p[1])), Colour(i));
                }

                if (style is not null)
                {
                    plot.Legend([.. models.Select((m, i) => (m.Set.Length == 0 ? m.Name : $"{m.Name}, {m.Set}", Colour(i)))]);
                }
            },
            style);
    }
}
