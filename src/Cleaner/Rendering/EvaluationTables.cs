using System.Globalization;
using Cleaner.Evaluation;
using Cleaner.Evaluation.Comparison;
using Cleaner.Evaluation.Curves;
using Cleaner.Hosting;
using Spectre.Console;

namespace Cleaner.Rendering;

/// <summary>The figures of <c>cleaner evaluate</c> as tables.</summary>
internal static class EvaluationTables
{
    public static void Show(Ui ui, EvaluationDocument document)
    {
        if (document.Verification is { } verification)
        {
            ui.Show(Verification(verification));
            if (verification.Any(v => v.Points.Any(p => !p.Resolved)))
            {
                ui.Note("* fewer impostor pairs than this rate needs: the true accept rate without any false accept");
            }
        }

        if (document.Identification is { } identification)
        {
            ui.Show(Identification(identification));
        }

        foreach (var comparison in document.Comparison ?? [])
        {
            ui.Show(Comparison(comparison));
            ui.Note(Text($"95 % intervals, paired bootstrap over {comparison.Units:N0} {comparison.Unit}; a change in brackets without 0 is more than chance"));
        }

        if (document.Noise is { } noise)
        {
            ui.Show(Labels(noise));
            ui.Show(Kinds(noise));
            if (noise.NotInManifest + noise.NotInTruth > 0)
            {
                ui.Note(Text($"{noise.NotInManifest:N0} lines of the truth have no sample, {noise.NotInTruth:N0} samples have no line: left out"));
            }
        }
    }

    private static Table Verification(IReadOnlyList<VerificationFigures> models)
    {
        bool sets = models.Any(m => m.Set.Length > 0), folds = models.Any(m => m.Accuracy is not null), ranks = models.Any(m => !double.IsNaN(m.Rank1));
        var table = RightAligned(
        [
            "model", .. Where(sets, "set"), "genuine", "impostor", .. Where(folds, "accuracy"),
            .. models[0].Points.Select(p => Text($"TAR@{p.Far:0.#e-0}")), "AUC", "EER", .. Where(ranks, "rank-1"),
        ]);
        foreach (var model in models)
        {
            table.AddRow(
            [
                Markup.Escape(model.Name), .. Where(sets, Markup.Escape(model.Set)), Text($"{model.GenuinePairs:N0}"), Text($"{model.ImpostorPairs:N0}"),
                .. Where(folds, model.Accuracy is { } a ? Text($"{a.Accuracy:0.0000} ± {a.Deviation:0.0000}") : "–"),
                .. model.Points.Select(Rate), Share(model.Auc, 5), Share(model.Eer, 4), .. Where(ranks, Share(model.Rank1, 4)),
            ]);
        }

        return table;
    }

    private static Table Identification(IReadOnlyList<IdentificationFigures> models)
    {
        bool mega = models.Any(m => m.MegaFaceRank1 is not null);
        var rates = models.SelectMany(m => m.OpenSet).Select(p => p.Fpir).Distinct().Order().ToList();
        var table = RightAligned(
        [
            "model", "gallery", "known", "unknown", "rank-1", "rank-5", "rank-10", .. rates.Select(r => Text($"TPIR@{r:0.#e-0}")), .. Where(mega, "MegaFace rank-1"),
        ]);
        foreach (var model in models)
        {
            table.AddRow(
            [
                Markup.Escape(model.Name), Text($"{model.Gallery:N0}"), Text($"{model.Known:N0}"), Text($"{model.Unknown:N0}"),
                Share(model.Rank1, 4), Share(model.Rank5, 4), Share(model.Rank10, 4),
                .. rates.Select(r => model.OpenSet.FirstOrDefault(p => p.Fpir == r) is { } point ? Share(point.Tpir, 4) + (point.Resolved ? "" : "*") : "–"),
                .. Where(mega, Share(model.MegaFaceRank1 ?? double.NaN, 4)),
            ]);
        }

        return table;
    }

    private static Table Comparison(ComparisonFigures comparison)
    {
        var table = RightAligned([comparison.Set.Length > 0 ? comparison.Set : "figure", .. comparison.Models.Select(m => Markup.Escape(m.Name))]);
        for (int i = 0; i < comparison.Models[0].Figures.Count; i++)
        {
            int figure = i;
            table.AddRow([comparison.Models[0].Figures[i].Name, .. comparison.Models.Select(m => Cell(m.Figures[figure]))]);
        }

        return table;
    }

    private static string Cell(ComparedFigure figure) => Markup.Escape(figure.Change is not { } change
        ? Text($"{figure.Value.Value:0.0000} ({figure.Value.Low:0.000}–{figure.Value.High:0.000})")
        : Text($"{figure.Value.Value:0.0000}  {change.Value:+0.000;-0.000} [{change.Low:+0.000;-0.000}, {change.High:+0.000;-0.000}]"));

    private static Table Labels(NoiseFigures noise)
    {
        var labels = noise.Labels;
        return RightAligned(["wrong labels", "samples", "noise", "flagged", "found", "precision", "recall", "F1", "best F1", "AP"]).AddRow(
            Text($"revision {noise.Revision}"), Text($"{labels.Samples:N0}"), Text($"{labels.Noise:N0}"), Text($"{labels.Flagged:N0}"), Text($"{labels.Found:N0}"),
            Share(labels.Precision, 3), Share(labels.Recall, 3), Share(labels.F1, 3), Share(labels.BestF1, 3), Share(labels.AveragePrecision, 3));
    }

    private static Table Kinds(NoiseFigures noise)
    {
        var table = RightAligned(["kind", "samples", "acted on", "share"]);
        foreach (var (kind, figures) in noise.Kinds)
        {
            table.AddRow(kind, Text($"{figures.Samples:N0}"), Text($"{figures.Found:N0}"), Share((double)figures.Found / figures.Samples, 3));
        }

        return table;
    }

    private static Table RightAligned(string[] headings)
    {
        var table = Ui.NewTable(headings);
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned().NoWrap();
        }

        return table;
    }

    private static string[] Where(bool shown, string cell) => shown ? [cell] : [];

    private static string Rate(OperatingPoint point) => Share(point.Tar, 4) + (point.Resolved ? "" : "*");

    private static string Share(double value, int digits) =>
        double.IsNaN(value) ? "–" : value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
