using System.Globalization;
using Cleaner.Evaluation.Comparison;
using Cleaner.Manifests;

namespace Cleaner.Evaluating;

/// <summary>What <c>cleaner evaluate</c> was asked for.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>Folders of embeddings.</summary>
    public IReadOnlyList<string> Embeddings { get; init; } = [];

    /// <summary>Trained models that embed the sets below.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Held-out images: a folder an identity, or a manifest.</summary>
    public string? Folder { get; init; }

    /// <summary>insightface packs (.bin) and pairs.txt of LFW.</summary>
    public IReadOnlyList<string> Pairs { get; init; } = [];

    /// <summary>Images of pairs.txt and of the template lists.</summary>
    public string? Images { get; init; }

    /// <summary>Folder with the lists of IJB-B or IJB-C.</summary>
    public string? Ijb { get; init; }

    /// <summary>Weigh the images of a template by their detection scores.</summary>
    public bool DetectorScores { get; init; }

    /// <summary>Search the fold thresholds on insightface's grid.</summary>
    public bool Grid { get; init; }

    /// <summary>Also measure identification, on a split of each set.</summary>
    public bool Identification { get; init; }

    /// <summary>Embeddings of the registered identities, and of the probes.</summary>
    public string? Gallery { get; init; }

    /// <inheritdoc cref="Gallery"/>
    public string? Probes { get; init; }

    /// <summary>Embeddings of images of nobody known, for MegaFace's rank-1.</summary>
    public string? Distractors { get; init; }

    /// <summary>Ground truth, and the manifest that it judges.</summary>
    public string? Truth { get; init; }

    /// <inheritdoc cref="Truth"/>
    public string? Manifest { get; init; }

    /// <summary>False accept rates.</summary>
    public double[] Fars { get; init; } = [];

    /// <summary>False positive identification rates.</summary>
    public double[] Fpirs { get; init; } = [];

    /// <summary>Bootstrap replicates where models are compared; 0 leaves the comparison out. The default is 400.</summary>
    public int Bootstrap { get; init; } = PairedBootstrap.DefaultReplicates;

    /// <summary>Seed of the bootstrap. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folder for roc.svg and cmc.svg; null writes none.</summary>
    public string? Plots { get; init; }

    /// <summary>Add the mirrored image's embedding; null: for --pairs and --ijb, as insightface does.</summary>
    public bool? Flip { get; init; }

    /// <summary>Checks what belongs together.</summary>
    /// <exception cref="UsageException">Something is missing or superfluous.</exception>
    public void Validate()
    {
        if ((Truth is null) != (Manifest is null))
        {
            throw new UsageException("--truth and --manifest belong together: the ground truth, and the manifest whose decisions it judges");
        }

        if ((Gallery is null) != (Probes is null))
        {
            throw new UsageException("--gallery and --probes belong together: embeddings of the registered identities and of the images to name");
        }

        bool sets = Folder is not null || Pairs.Count > 0 || Ijb is not null;
        if (Models.Count > 0 != sets)
        {
            throw new UsageException(sets
                ? "--folder, --pairs and --ijb hold images: give the --model that embeds them"
                : "--model needs images to embed: give --folder, --pairs or --ijb (embeddings that exist already go to --embeddings)");
        }

        if (!sets && Embeddings.Count == 0 && Truth is null && Gallery is null)
        {
            throw new UsageException("nothing to evaluate: give --embeddings DIR, --model RUN with --folder DIR or --pairs FILE, --gallery with --probes, or --truth CSV with --manifest DB");
        }

        if (Bootstrap < 0)
        {
            throw new UsageException($"--bootstrap {Bootstrap}: give the number of replicates, or 0 for none");
        }
    }

    /// <summary>Reads rates such as "1e-4,1e-3".</summary>
    public static double[] ParseRates(string option, string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate is >= 0 and <= 1
                ? rate
                : throw new UsageException($"{option}: '{part}' is not a rate between 0 and 1, such as 1e-3")),
    ];
}
