using System.Globalization;
using Cleaner.Evaluation;
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
        var table = RightAligned(["model", "samples", "identities", "genuine", "impostor", .. models[0].Points.Select(p => Text($"TAR@{p.Far:0.#e-0}")), "AUC", "EER", "rank-1"]);
        foreach (var model in models)
        {
            table.AddRow(
            [
                Markup.Escape(model.Name), Text($"{model.Samples:N0}"), Text($"{model.Identities:N0}"), Text($"{model.GenuinePairs:N0}"), Text($"{model.ImpostorPairs:N0}"),
                .. model.Points.Select(Rate), Share(model.Auc, 5), Share(model.Eer, 4), Share(model.Rank1, 4),
            ]);
        }

        return table;
    }

    private static Table Labels(NoiseFigures noise)
    {
        var labels = noise.Labels;
        return RightAligned(["wrong labels", "samples", "noise", "flagged", "found", "precision", "recall", "F1", "AP"]).AddRow(
            Text($"revision {noise.Revision}"), Text($"{labels.Samples:N0}"), Text($"{labels.Noise:N0}"), Text($"{labels.Flagged:N0}"), Text($"{labels.Found:N0}"),
            Share(labels.Precision, 3), Share(labels.Recall, 3), Share(labels.F1, 3), Share(labels.AveragePrecision, 3));
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

    private static string Rate(OperatingPoint point) => Share(point.Tar, 4) + (point.Resolved ? "" : "*");

    private static string Share(double value, int digits) =>
        double.IsNaN(value) ? "–" : value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
