using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Training;

/// <summary>
/// What a person asks of a training. A null or "auto" stands for a value that <see cref="Planning.TrainPlanner"/> derives from the data
/// and the machine; the plan is written to the run's <c>config.json</c>. <see cref="Validate"/> checks every range once.
/// </summary>
public sealed record TrainOptions
{
    /// <summary>The name that the run folder and the manifest remember, "subcenter-train" or "train". The default is "train".</summary>
    public string Command { get; init; } = "train";

    /// <summary>Network: auto, small, iresnet18, iresnet34, iresnet50, iresnet100, iresnet200 or mobilefacenet. The default is auto.</summary>
    public string Backbone { get; init; } = Auto;

    /// <summary>Loss head, one of <see cref="Heads.HeadCatalog"/>. The default is arcface.</summary>
    public string Head { get; init; } = "arcface";

    /// <summary>Centers per identity, 1 to 64. The default is 1; sub-center training uses 3.</summary>
    public int K { get; init; } = 1;

    /// <summary>How the K cosines of an identity become one: max or softmax. The default is max.</summary>
    public string Pooling { get; init; } = "max";

    /// <summary>Margin in the head's own unit (radians for ArcFace); null takes the head's default.</summary>
    public double? Margin { get; init; }

    /// <summary>Scale s of the logits, 1 to 512; null derives it from the number of identities.</summary>
    public double? Scale { get; init; }

    /// <summary>Share of the training over which the margin grows from 0 to its full size, 0 to 1. The default is 0.3.</summary>
    public double MarginRamp { get; init; } = 0.3;

    /// <summary>
    /// Accuracy above chance (κ) at which margin and scale are wholly in force, 0 to 1; below it they are smaller in proportion. 0: they do
    /// not wait. The default is 0.5.
    /// </summary>
    public double MarginAccuracy { get; init; } = 0.5;

    /// <summary>
    /// Images that get the margin: "hits", those nearest to their own identity at the moment, or "all", as in the papers. The default is all;
    /// sub-center training, which meets wrong labels, uses hits.
    /// </summary>
    public string MarginOn { get; init; } = "all";

    /// <summary>Further numbers of the head by name, see <see cref="Heads.HeadCatalog"/>. None by default.</summary>
    public IReadOnlyDictionary<string, double> HeadParameters { get; init; } = new Dictionary<string, double>();

    /// <summary>Terms that are added to the head's loss, of <see cref="Losses.AddedLossCatalog"/>. None by default.</summary>
    public IReadOnlyList<string> AddedLosses { get; init; } = [];

    /// <summary>Weight of each of <see cref="AddedLosses"/>, 0 to 1e6; empty takes their defaults.</summary>
    public IReadOnlyList<double> AddedWeights { get; init; } = [];

    /// <summary>Numbers of the added losses by name; each goes to all terms that take it. None by default.</summary>
    public IReadOnlyDictionary<string, double> AddedParameters { get; init; } = new Dictionary<string, double>();

    /// <summary>Passes over the data; null derives it from the number of images.</summary>
    public int? Epochs { get; init; }

    /// <summary>Images per step, at least 2; null derives it from the number of images (128 for most).</summary>
    public int? BatchSize { get; init; }

    /// <summary>Steps whose gradients are added before the weights move, at least 1. The default is 1.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Peak learning rate; null takes the optimizer's default (0.1 for sgd, 0.001 for adamw).</summary>
    public double? LearningRate { get; init; }

    /// <summary>sgd or adamw. The default is sgd.</summary>
    public string Optimizer { get; init; } = "sgd";

    /// <summary>SGD momentum, 0 to below 1. The default is 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>SGD with Nesterov momentum. The default is false.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Weight decay; norms and biases are left out. The default is 5e-4.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Learning-rate schedule: cosine, multistep, polynomial, onecycle or constant. The default is cosine.</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>For multistep: shares of the training at which the rate falls tenfold. The default is 0.5, 0.75, 0.9.</summary>
    public IReadOnlyList<double> Milestones { get; init; } = [0.5, 0.75, 0.9];

    /// <summary>Share of the training over which the rate grows linearly from 0, 0 to 0.5. The default is 0.05.</summary>
    public double WarmUp { get; init; } = 0.05;

    /// <summary>Largest norm of the whole gradient; 0 does not clip. The default is 5, as insightface.</summary>
    public double Clip { get; init; } = 5;

    /// <summary>Decay of an exponential moving average of the weights that is used for scores, e.g. 0.999; 0 keeps none. The default is 0.</summary>
    public double Ema { get; init; }

    /// <summary>Height and width of the network's input as "auto", "64" or "64x32" (height x width). The default is auto.</summary>
    public string InputSize { get; init; } = Auto;

    /// <summary>Length of the embedding; null is 128 for the small network and 512 for the others.</summary>
    public int? EmbeddingDim { get; init; }

    /// <summary>Dropout before the embedding layer, 0 to below 1. The default is 0.</summary>
    public double Dropout { get; init; }

    /// <summary>auto, cpu, cuda or cuda:N. The default is auto.</summary>
    public string Device { get; init; } = Auto;

    /// <summary>What the network computes in: fp32 or bf16, and on a GPU tf32 or fp16 too. The default is auto: tf32 on a GPU, on a CPU bf16 where the processor is faster at it, else fp32.</summary>
    public string Precision { get; init; } = Auto;

    /// <summary>Keep activations in NHWC order: auto (on a CPU, and with bf16 or fp16 on a GPU), on or off. The default is auto.</summary>
    public string ChannelsLast { get; init; } = Auto;

    /// <summary>Let cudnn try its algorithms and keep the fastest: auto (on a GPU), on or off. The default is auto.</summary>
    public string CudnnBenchmark { get; init; } = Auto;

    /// <summary>Threads of the numeric library; 0 takes the physical cores.</summary>
    public int Threads { get; init; }

    /// <summary>Threads that decode and augment; 0 takes the cores, at most 16.</summary>
    public int Workers { get; init; }

    /// <summary>Seed of weights, order and augmentation. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Augmentations, joined by commas: flip, crop, color, blur, erase, or none. "auto" is flip and crop. The default is auto.</summary>
    public string Augment { get; init; } = Auto;

    /// <summary>Order of the samples: auto, shuffle, balanced or pk. Auto is pk for added losses that compare images, else shuffle. The default is auto.</summary>
    public string Sampler { get; init; } = Auto;

    /// <summary>For the pk sampler: images of each identity in a batch, at least 2. The default is 4.</summary>
    public int ImagesPerIdentity { get; init; } = 4;

    /// <summary>Identities with fewer kept images take no part. The default is 1: all take part.</summary>
    public int MinImages { get; init; } = 1;

    /// <summary>The identities with the most kept images that take part, at least 2; 0 takes all. The default is 0.</summary>
    public int MaxIdentities { get; init; }

    /// <summary>Where decoded images are kept between epochs: auto, memory, disk or none. The default is auto.</summary>
    public string Cache { get; init; } = Auto;

    /// <summary>Memory that decoded images may take, in bytes; 0 takes a third of what is free.</summary>
    public long CacheBytes { get; init; }

    /// <summary>Logits of other identities above this cosine are left out of the loss (insightface's inter-class filtering); 0 leaves none out.</summary>
    public double InterclassFilter { get; init; }

    /// <summary>Share of the identities that a step's softmax runs over (Partial FC), above 0 to 1; those of the batch always take part. The default is 1.</summary>
    public double SampleRate { get; init; } = 1;

    /// <summary>Shares of the epochs after which embeddings are kept for the purge. The default is 0.5, 0.7, 1.</summary>
    public IReadOnlyList<double> Snapshots { get; init; } = [0.5, 0.7, 1.0];

    /// <summary>
    /// Networks that are trained besides, each without its share of the images, which it then judges (cross-validation): 0 none, or 2 to 20;
    /// null derives it from the number of images. The default is 0.
    /// </summary>
    public int? Folds { get; init; } = 0;

    /// <summary>Epochs between full score files; 0 writes them at the end only. The default is 0.</summary>
    public int ScoreEvery { get; init; }

    /// <summary>Epochs between checkpoints, at least 1. The default is 1.</summary>
    public int CheckpointEvery { get; init; } = 1;

    /// <summary>Checkpoints kept beside the last one. The default is 1.</summary>
    public int KeepCheckpoints { get; init; } = 1;

    /// <summary>
    /// Run folder or safetensors file whose backbone weights start the training; null starts from random weights. Backbone, input size and
    /// length of the embedding that are not asked for are those of the file, where it says so.
    /// </summary>
    public string? InitialModel { get; init; }

    /// <summary>Fail unless the folder holds an unfinished run to go on with (it goes on by itself too). The default is false.</summary>
    public bool Resume { get; init; }

    /// <summary>Replace the run that the folder holds. The default is false.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Stands for "derive it".</summary>
    public const string Auto = "auto";

    /// <summary>The margin is for images nearest to their own identity.</summary>
    public const string Hits = "hits";

    private const int MaxCenters = 64, MaxFolds = 20;

    /// <summary>Checks every range; throws <see cref="UsageException"/> with the option's name and what it takes.</summary>
    public void Validate()
    {
        OneOf("--backbone", Backbone, [Auto, .. Backbones.BackboneCatalog.Names]);
        OneOf("--head", Head, Heads.HeadCatalog.Names);
        OneOf("--pooling", Pooling, ["max", "softmax"]);
        OneOf("--margin-on", MarginOn, [Hits, "all"]);
        OneOf("--optimizer", Optimizer, ["sgd", "adamw"]);
        OneOf("--schedule", Schedule, Optimization.Schedules.Names);
        OneOf("--precision", Precision, [Auto, .. Planning.Precisions.Names]);
        OneOf("--channels-last", ChannelsLast, [Auto, "on", "off"]);
        OneOf("--cudnn-benchmark", CudnnBenchmark, [Auto, "on", "off"]);
        OneOf("--sampler", Sampler, [Auto, "shuffle", "balanced", "pk"]);
        OneOf("--cache", Cache, [Auto, "memory", "disk", "none"]);
        Between("--k", K, 1, MaxCenters);
        Between("--margin", Margin, 0, 10);
        Between("--scale", Scale, 1, 512);
        Between("--margin-ramp", MarginRamp, 0, 1);
        Between("--margin-accuracy", MarginAccuracy, 0, 1);
        Between("--epochs", Epochs, 1, 100_000);
        Between("--batch-size", BatchSize, 2, 1 << 20);
        Between("--accumulate", Accumulate, 1, 1024);
        Between("--learning-rate", LearningRate, 1e-9, 100);
        Between("--momentum", Momentum, 0, 0.9999);
        Between("--weight-decay", WeightDecay, 0, 1);
        Between("--warm-up", WarmUp, 0, 0.5);
        Between("--clip", Clip, 0, double.MaxValue);
        Between("--ema", Ema, 0, 0.99999);
        Between("--embedding-dim", EmbeddingDim, 2, 8192);
        Between("--dropout", Dropout, 0, 0.95);
        Between("--threads", Threads, 0, 4096);
        Between("--workers", Workers, 0, 256);
        Between("--images-per-identity", ImagesPerIdentity, 2, 64);
        Between("--min-images", MinImages, 1, int.MaxValue);
        Between("--max-identities", MaxIdentities == 0 ? null : MaxIdentities, 2, int.MaxValue);
        Between("--cache-bytes", CacheBytes, 0, long.MaxValue);
        Between("--interclass-filter", InterclassFilter, 0, 1);
        Between("--sample-rate", SampleRate, 1e-6, 1);
        Between("--checkpoint-every", CheckpointEvery, 1, int.MaxValue);
        Between("--keep-checkpoints", KeepCheckpoints, 0, int.MaxValue);
        Between("--folds", Folds is 0 ? null : Folds, 2, MaxFolds);
        Between("--score-every", ScoreEvery, 0, int.MaxValue);
        foreach (var share in Snapshots)
            Between("--snapshots", share, 0, 1);
        foreach (var share in Milestones)
            Between("--milestones", share, 0, 1);
        foreach (var weight in AddedWeights)
            Between("--added-weight", weight, 0, 1e6);
        Losses.AddedLosses.Check(this);
        if (InputSize != Auto)
            Data.ImageShape.Parse(InputSize);
        Data.Augmentation.Parse(Augment);
    }

    private static void OneOf(string option, string value, IEnumerable<string> allowed)
    {
        if (!allowed.Contains(value))
            throw new UsageException($"{option} '{value}' is unknown: it takes one of {string.Join(", ", allowed)}");
    }

    private static void Between(string option, double? value, double least, double most)
    {
        if (value is { } given && !(given >= least && given <= most))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} {given} is out of range: it takes {least} to {most}"));
    }
}
