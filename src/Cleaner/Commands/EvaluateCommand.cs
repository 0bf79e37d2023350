using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cleaner.Evaluation;
using Cleaner.Evaluation.Noise;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Rendering;

namespace Cleaner.Commands;

/// <summary><c>cleaner evaluate</c>: how good embeddings are at telling identities apart, and how well noise was found.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string[]> Embeddings = new("--embeddings")
    {
        Description = "Folders with ids.npy, labels.npy and embeddings.npy (run folders, or written by `cleaner embed`); several are set side by side.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "DIR",
    };

    private static readonly Option<string?> Truth = new("--truth")
    {
        Description = "Ground truth (CSV: path,true_identity,label,kind) to judge the decisions of --manifest by.",
        HelpName = "CSV",
    };

    private static readonly Option<string?> ManifestReference = new("--manifest")
    {
        Description = "The manifest whose decisions --truth judges; FILE@N is revision N.",
        HelpName = "DB[@REV]",
    };

    private static readonly Option<string> Fars = new("--far")
    {
        Description = "False accept rates at which to report the true accept rate, separated by commas.",
        DefaultValueFactory = _ => "1e-4,1e-3,1e-2",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print everything as JSON (what `cleaner report --compare` reads)." };

    public static Command Create()
    {
        var command = new Command("evaluate", "Measures verification (TAR@FAR, AUC, EER, rank-1) and how well noise was found.")
        {
            Embeddings, Truth, ManifestReference, Fars, Json,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, Run));
        return command;
    }

    private static int Run(CommandContext context)
    {
        string[] folders = context.Get(Embeddings) ?? [];
        string? truth = context.Get(Truth), manifest = context.Get(ManifestReference);
        if ((truth is null) != (manifest is null))
        {
            throw new UsageException("--truth and --manifest belong together: the ground truth, and the manifest whose decisions it judges");
        }

        if (folders.Length == 0 && truth is null)
        {
            throw new UsageException("nothing to evaluate: give --embeddings DIR, or --truth CSV with --manifest DB");
        }

        double[] fars = ParseRates(context.Get(Fars));
        var document = new EvaluationDocument
        {
            Verification = folders.Length == 0 ? null : [.. folders.Select(folder => Verify(folder, fars, context))],
            Noise = truth is null ? null : JudgeNoise(manifest!, truth),
        };
        if (context.Get(Json))
        {
            context.Ui.Line(JsonSerializer.Serialize(document, EvaluationDocument.Json));
        }
        else
        {
            EvaluationTables.Show(context.Ui, document);
        }

        return 0;
    }

    private static VerificationFigures Verify(string folder, double[] fars, CommandContext context)
    {
        using var set = EmbeddingFolder.Open(folder);
        return VerificationFigures.Of(set.Name, "", Verification.AllPairs(set, fars, context.Stop));
    }

    private static NoiseFigures JudgeNoise(string reference, string truth)
    {
        var (path, revision) = Manifest.ParseReference(reference);
        using var manifest = Manifest.Open(path);
        var report = NoiseReport.Of(manifest, revision, GroundTruth.Read(truth), truth);
        return NoiseFigures.Of(path, revision ?? manifest.Head, report);
    }

    private static double[] ParseRates(string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate is >= 0 and <= 1
                ? rate
                : throw new UsageException($"--far: '{part}' is not a rate between 0 and 1, such as 1e-3")),
    ];
}
