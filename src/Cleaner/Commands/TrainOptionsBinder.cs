using System.CommandLine;
using System.Globalization;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Training;
using Cleaner.Training.Backbones;
using Cleaner.Training.Heads;
using Cleaner.Training.Losses;
using Cleaner.Training.Optimization;

namespace Cleaner.Commands;

/// <summary>The options of <c>subcenter-train</c> and <c>train</c>: each is declared once, with its help text and default.</summary>
internal sealed class TrainOptionsBinder
{
    private readonly TrainOptions _defaults;
    private readonly Dictionary<string, Option> _options = [];

    private readonly Option<string> _backbone, _head, _pooling, _marginOn, _optimizer, _schedule, _inputSize, _device, _precision, _channelsLast, _cudnnBenchmark, _augment, _sampler, _cache;
    private readonly Option<int> _k, _accumulate, _threads, _workers, _seed, _imagesPerIdentity, _minImages, _maxIdentities, _scoreEvery, _checkpointEvery, _keepCheckpoints;
    private readonly Option<int?> _embeddingDim;
    private readonly Option<string> _epochs, _batchSize, _learningRate, _scale, _folds;
    private readonly Option<double?> _margin;
    private readonly Option<double> _marginRamp, _marginAccuracy, _momentum, _weightDecay, _warmUp, _clip, _ema, _dropout, _interclassFilter, _sampleRate;
    private readonly Option<bool> _nesterov, _resume, _overwrite;
    private readonly Option<string[]> _headOptions, _addedOptions;
    private readonly Option<string> _addedLosses, _addedWeights, _milestones, _snapshots, _cacheBytes;
    private readonly Option<string?> _initialModel;

    /// <summary>Declares the options on a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="defaults">What holds when nothing is typed.</param>
    public TrainOptionsBinder(Command command, TrainOptions defaults)
    {
        _defaults = defaults;
        _backbone = Add("--backbone", defaults.Backbone, $"Network: auto, {string.Join(", ", BackboneCatalog.Names)}.");
        _inputSize = Add("--input-size", defaults.InputSize, "Input in pixels: auto, 64, or height x width as 64x32. auto: 32 for images of up to 40 pixels, 54 where identities have a hundred of them and more (without a GPU up to 100,000 images), else 112 (64 for more than 20,000 without a GPU), in their shape where they are alike taller or wider than a square.");
        _embeddingDim = Add<int?>("--embedding-dim", defaults.EmbeddingDim, "Length of the embedding; 128 for small, else 512.");
        _head = Add("--head", defaults.Head, $"Loss head: {string.Join(", ", HeadCatalog.Names)} (see 'cleaner heads').");
        _k = Add("--k", defaults.K, "Centers per identity.");
        _pooling = Add("--pooling", defaults.Pooling, "How the cosines to an identity's centers become one: max or softmax.");
        _margin = Add<double?>("--margin", defaults.Margin, "Margin m in the head's unit; the head's own default otherwise.");
        _headOptions = Add("--head-option", Array.Empty<string>(), "A further number of the head, NAME=VALUE; may be repeated.");
        _scale = Add("--scale", TrainOptions.Auto, "Scale s of the logits, or auto: 16·log10(identities / 10), within 16 to 64.");
        _addedLosses = Add("--added-loss", "", $"Terms beside the head's loss, joined by commas: {string.Join(", ", AddedLossCatalog.Names)} (see 'cleaner heads').");
        _addedWeights = Add("--added-weight", "", $"Weight of each added loss, joined by commas. Default: {string.Join(", ", AddedLossCatalog.All.Select(l => FormattableString.Invariant($"{l.Name} {l.Weight}")))}.");
        _addedOptions = Add("--added-option", Array.Empty<string>(), "A number of the added losses, NAME=VALUE; may be repeated.");
        _marginAccuracy = Add("--margin-accuracy", defaults.MarginAccuracy, "Accuracy on the training labels, above chance, from which margin and scale are wholly in force; below it they are smaller in proportion, so that hard sets do not collapse. 0 does not wait.");
        _marginOn = Add("--margin-on", defaults.MarginOn, "Images that get the margin: hits, those nearest to their own identity at the moment, or all, as in the papers. Wrong labels want hits, clean ones all.");
        _marginRamp = Add("--margin-ramp", defaults.MarginRamp, "Share of the training over which the margin grows from 0.");
        _epochs = Add("--epochs", TrainOptions.Auto, "Passes over the images, or auto: 28, more for fewer than 1,900 images (up to 60), fewer for more than 20,000 (down to 12).");
        _batchSize = Add("--batch-size", TrainOptions.Auto, "Images in a step, or auto: 128, less for small sets.");
        _accumulate = Add("--accumulate", defaults.Accumulate, "Steps whose gradients are added before the weights move.");
        _optimizer = Add("--optimizer", defaults.Optimizer, "sgd or adamw.");
        _learningRate = Add("--learning-rate", TrainOptions.Auto, "Peak learning rate, or auto: 0.1 for sgd, 0.001 for adamw.");
        _momentum = Add("--momentum", defaults.Momentum, "Momentum of sgd.");
        _nesterov = Add("--nesterov", defaults.Nesterov, "Nesterov momentum.");
        _weightDecay = Add("--weight-decay", defaults.WeightDecay, "Weight decay; norms and biases are left out.");
        _schedule = Add("--schedule", defaults.Schedule, $"Learning rate over time: {string.Join(", ", Schedules.Names)}.");
        _milestones = Add("--milestones", Join(defaults.Milestones), "For multistep: shares of the training at which the rate falls tenfold.");
        _warmUp = Add("--warm-up", defaults.WarmUp, "Share of the training over which the rate grows from 0.");
        _clip = Add("--clip", defaults.Clip, "Largest norm of the gradient; 0 does not clip.");
        _ema = Add("--ema", defaults.Ema, "Decay of an average of the weights that is scored and saved, e.g. 0.999; 0 keeps none.");
        _dropout = Add("--dropout", defaults.Dropout, "Dropout before the embedding layer.");
        _augment = Add("--augment", defaults.Augment, "auto (flip and crop), none, or some of flip, crop, color, blur, erase. Leave flip out for writing. Wrong labels want color, clean ones do better without.");
        _sampler = Add("--sampler", defaults.Sampler, "Order of the images: shuffle, balanced (identities evenly), pk, or auto: pk for added losses that compare images, else shuffle.");
        _imagesPerIdentity = Add("--images-per-identity", defaults.ImagesPerIdentity, "For pk: images of each identity in a batch.");
        _minImages = Add("--min-images", defaults.MinImages, "Leave out identities with fewer kept images.");
        _sampleRate = Add("--sample-rate", defaults.SampleRate, "Share of the identities in a step's softmax (Partial FC): those of the batch and random others.");
        _interclassFilter = Add("--interclass-filter", defaults.InterclassFilter, "Set the cosines to other identities above this to 0, as insightface does; 0 leaves all.");
        _maxIdentities = Add("--max-identities", defaults.MaxIdentities, "Train on so many identities, those with the most kept images; 0 takes all.");
        _device = Add("--device", defaults.Device, "auto, cpu, cuda or cuda:N.");
        _precision = Add("--precision", defaults.Precision, "fp32 or bf16; on a GPU tf32 or fp16 too. auto: tf32 on a GPU; on a CPU bf16 where it is the faster one (AMX; AVX512_BF16 of AMD), else fp32.");
        _channelsLast = Add("--channels-last", defaults.ChannelsLast, "Keep activations in NHWC order: auto (on a CPU, and bf16 and fp16 on a GPU), on or off.");
        _cudnnBenchmark = Add("--cudnn-benchmark", defaults.CudnnBenchmark, "Let cudnn try its algorithms and keep the fastest: auto (on a GPU), on or off.");
        _threads = Add("--threads", defaults.Threads, "Threads of the numeric library; 0 takes the physical cores.");
        _workers = Add("--workers", defaults.Workers, "Threads that decode and augment; 0 takes the cores.");
        _cache = Add("--cache", defaults.Cache, "Where decoded images are kept: auto, memory, disk or none.");
        _cacheBytes = Add("--cache-size", "0", "Memory for decoded images, e.g. 4G; 0 takes a third of what is free.");
        _seed = Add("--seed", defaults.Seed, "Seed of weights, order and augmentation.");
        _initialModel = Add<string?>("--init", defaults.InitialModel, "Run folder or .safetensors file whose network the training starts from; it also decides backbone, input size and embedding length unless these are given.");
        _snapshots = Add("--snapshots", Join(defaults.Snapshots), "Shares of the epochs after which embeddings are kept for the purge.");
        _folds = Add("--folds", defaults.Folds is { } folds ? folds.ToString(CultureInfo.InvariantCulture) : TrainOptions.Auto, "Networks to train besides, each without its share of the images, which it then judges, so that wrong labels learned by heart are seen: 0 (none), 2 to 20, or auto: 4 up to 4,000 images (10,000 with a GPU), else none. Each takes about as long as the training itself.");
        _scoreEvery = Add("--score-every", defaults.ScoreEvery, "Epochs between full score files; 0 writes them at the end only.");
        _checkpointEvery = Add("--checkpoint-every", defaults.CheckpointEvery, "Epochs between checkpoints.");
        _keepCheckpoints = Add("--keep-checkpoints", defaults.KeepCheckpoints, "Checkpoints kept beside the last one.");
        _resume = Add("--resume", defaults.Resume, "Go on with the unfinished run in --out; fails when there is none.");
        _overwrite = Add("--overwrite", defaults.Overwrite, "Replace the run in --out.");
        foreach (var option in _options.Values)
            command.Options.Add(option);
    }

    /// <summary>What was typed.</summary>
    public TrainOptions Bind(CommandContext context) => _defaults with
    {
        Backbone = context.Get(_backbone),
        InputSize = context.Get(_inputSize),
        EmbeddingDim = context.Get(_embeddingDim),
        Head = context.Get(_head),
        K = context.Get(_k),
        Pooling = context.Get(_pooling),
        Margin = context.Get(_margin),
        HeadParameters = context.Get(_headOptions).Select(text => NameAndValue(text, _headOptions.Name)).ToDictionary(p => p.Name, p => p.Value),
        AddedLosses = context.Get(_addedLosses).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        AddedWeights = Shares(context.Get(_addedWeights), _addedWeights.Name),
        AddedParameters = context.Get(_addedOptions).Select(text => NameAndValue(text, _addedOptions.Name)).ToDictionary(p => p.Name, p => p.Value),
        Scale = AutoOr(context.Get(_scale), _scale.Name),
        MarginOn = context.Get(_marginOn),
        MarginRamp = context.Get(_marginRamp),
        MarginAccuracy = context.Get(_marginAccuracy),
        Epochs = WholeOrAuto(context.Get(_epochs), _epochs.Name),
        BatchSize = WholeOrAuto(context.Get(_batchSize), _batchSize.Name),
        Accumulate = context.Get(_accumulate),
        Optimizer = context.Get(_optimizer),
        LearningRate = AutoOr(context.Get(_learningRate), _learningRate.Name),
        Momentum = context.Get(_momentum),
        Nesterov = context.Get(_nesterov),
        WeightDecay = context.Get(_weightDecay),
        Schedule = context.Get(_schedule),
        Milestones = Shares(context.Get(_milestones), _milestones.Name),
        WarmUp = context.Get(_warmUp),
        Clip = context.Get(_clip),
        Ema = context.Get(_ema),
        Dropout = context.Get(_dropout),
        Augment = context.Get(_augment),
        Sampler = context.Get(_sampler),
        ImagesPerIdentity = context.Get(_imagesPerIdentity),
        MinImages = context.Get(_minImages),
        SampleRate = context.Get(_sampleRate),
        InterclassFilter = context.Get(_interclassFilter),
        MaxIdentities = context.Get(_maxIdentities),
        Device = context.Get(_device),
        Precision = context.Get(_precision),
        ChannelsLast = context.Get(_channelsLast),
        CudnnBenchmark = context.Get(_cudnnBenchmark),
        Threads = context.Get(_threads),
        Workers = context.Get(_workers),
        Cache = context.Get(_cache),
        CacheBytes = Bytes(context.Get(_cacheBytes)),
        Seed = context.Get(_seed),
        InitialModel = context.Get(_initialModel),
        Snapshots = Shares(context.Get(_snapshots), _snapshots.Name),
        Folds = WholeOrAuto(context.Get(_folds), _folds.Name),
        ScoreEvery = context.Get(_scoreEvery),
        CheckpointEvery = context.Get(_checkpointEvery),
        KeepCheckpoints = context.Get(_keepCheckpoints),
        Resume = context.Get(_resume),
        Overwrite = context.Get(_overwrite),
    };

    private Option<T> Add<T>(string name, T value, string description)
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => value };
        _options.Add(name, option);
        return option;
    }

    private static double? AutoOr(string text, string option) => text == TrainOptions.Auto ? null : Number(text, option);

    private static int? WholeOrAuto(string text, string option)
    {
        if (text == TrainOptions.Auto)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UsageException($"{option} '{text}' is no whole number: it takes auto or a number");
    }

    private static double Number(string text, string option) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UsageException($"{option} '{text}' is no number");

    private static double[] Shares(string text, string option) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => Number(part, option))];

    private static (string Name, double Value) NameAndValue(string text, string option)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? (text[..at], Number(text[(at + 1)..], $"{option} {text[..at]}"))
            : throw new UsageException($"{option} '{text}' is not NAME=VALUE (see 'cleaner heads')");
    }

    private static long Bytes(string text)
    {
        var shift = "KMGT".IndexOf(char.ToUpperInvariant(text.LastOrDefault()), StringComparison.Ordinal) switch { < 0 => 0, var i => 10 * (i + 1) };
        var digits = shift > 0 ? text[..^1] : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= long.MaxValue >> shift
            ? value << shift
            : throw new UsageException($"--cache-size '{text}' is no size: it takes bytes, or a number with K, M, G or T");
    }

    private static string Join(IEnumerable<double> values) => string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
}
