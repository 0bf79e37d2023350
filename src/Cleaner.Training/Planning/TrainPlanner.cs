using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Training.Backbones;
using Cleaner.Training.Data;
using Cleaner.Training.Heads;
using Cleaner.Training.Losses;

namespace Cleaner.Training.Planning;

/// <summary>
/// Derives what was left on "auto". The rules are measured on small noisy sets (long trainings memorise wrong labels, large scales
/// sharpen too early) and meet the field's settings for large ones; each is a pure function, written out in its comment.
/// </summary>
public static class TrainPlanner
{
    private const int DefaultBatch = 128, SmallestBatch = 16, StepsPerEpochWanted = 16;
    private const double UsualEpochs = 28, FewImages = 1900, ManyImages = 20000;
    private const int FewestEpochs = 12, MostEpochs = 60;
    private const int UsualFolds = 4, MostFolded = 4_000, MostFoldedGpu = 10_000;
    private const double LeastScale = 16, MostScale = 64;
    private const int SmallInput = 32, FinerInput = 54, MiddleInput = 64, FaceInput = 112;
    private const int ManyImagesEach = 100, MostFiner = 100_000;
    private const double MostElongated = 3;
    private const int InputStep = 8;
    private const int SmallUpTo = 40, LargeFrom = 96;
    private const double MemoryShare = 1.0 / 3, DiskShare = 0.2;
    private const int MostWorkers = 16;

    /// <summary>
    /// Epochs for a number of images N: 28; 28·√(1900 / N) for fewer than 1,900, at most 60; 28·√(20000 / N) for more than 20,000, at least 12.
    /// Shorter trainings leave classes of photographs unlearned, longer ones memorise the wrong labels of small sets.
    /// </summary>
    public static int Epochs(int images)
    {
        double factor = images < FewImages ? FewImages / images : images > ManyImages ? ManyImages / images : 1;
        return (int)Math.Clamp(Math.Round(UsualEpochs * Math.Sqrt(factor)), FewestEpochs, MostEpochs);
    }

    /// <summary>
    /// Folds of the cross-validation for a number of images: 4 up to 4,000, with a GPU up to 10,000; none for more. Small sets are learned by
    /// heart, and take a minute a fold.
    /// </summary>
    public static int Folds(int images, bool gpu) => images <= (gpu ? MostFoldedGpu : MostFolded) ? UsualFolds : 0;

    /// <summary>Scale for a number of identities: 16·log10(C / 10), within 16 to 64. 18 for 140, 32 for 1,000, 64 for 100,000.</summary>
    public static double Scale(int identities) =>
        Math.Round(Math.Clamp(LeastScale * Math.Log10(identities / 10.0), LeastScale, MostScale), 1);

    /// <summary>128, or less where an epoch would have fewer than 16 steps, but at least 16.</summary>
    public static int BatchSize(int images) =>
        Math.Min(images, Math.Clamp(images / StepsPerEpochWanted, SmallestBatch, DefaultBatch));

    /// <summary>
    /// 32 up to a median side of 40 pixels, else 112, faces that are aligned among them: also pictures of 64 pixels are told apart better on
    /// the finer maps of a larger input, and small ones where identities have a hundred images and more, which 32 pixels leave unlearned: 54 for
    /// them, about the largest side that the small network halves only once. Both take three times as long; without a GPU 64 and 32 for more than 20,000 and
    /// 100,000 images.
    /// Images of persons, say, that are alike taller than wide keep their shape, up to 3 to 1, in sides that are multiples of 8 and about as many pixels.
    /// </summary>
    public static ImageShape Input(int medianSide, double heightToWidth, bool aligned, int images, int identities, bool gpu)
    {
        var side = !aligned && medianSide <= SmallUpTo
            ? images >= (long)ManyImagesEach * identities && (gpu || images <= MostFiner) ? FinerInput : SmallInput
            : gpu || images <= ManyImages ? FaceInput : MiddleInput;
        if (aligned || heightToWidth == 1)
            return new ImageShape(side, side);
        var longer = Math.Sqrt(Math.Clamp(heightToWidth, 1 / MostElongated, MostElongated));
        return new ImageShape(Multiple(side * longer), Multiple(side / longer));

        static int Multiple(double pixels) => InputStep * (int)Math.Round(pixels / InputStep);
    }

    /// <summary>iresnet50 for inputs of 96 pixels and more on a GPU; else small, which finds more among persons and sees some 500 images of 112 pixels a second on two cores, iresnet18 ten.</summary>
    public static string Backbone(ImageShape input, bool gpu) =>
        gpu && Math.Min(input.Height, input.Width) >= LargeFrom ? "iresnet50" : "small";

    /// <summary>pk where an added loss compares images of a batch, else shuffle.</summary>
    public static string Sampler(IEnumerable<string> addedLosses) =>
        addedLosses.Any(name => AddedLossCatalog.Find(name).ComparesImages) ? "pk" : "shuffle";

    /// <summary>Memory when the images take at most a third of what is free, else disk when they take at most a fifth of it, else none.</summary>
    public static PixelCache Cache(string wanted, long bytes, long memoryBudget, long freeDisk) => wanted switch
    {
        "memory" => PixelCache.Memory,
        "disk" => PixelCache.Disk,
        "none" => PixelCache.None,
        _ when bytes <= memoryBudget => PixelCache.Memory,
        _ when bytes <= freeDisk * DiskShare => PixelCache.Disk,
        _ => PixelCache.None,
    };

    /// <summary>Decides everything; throws <see cref="UsageException"/> for what cannot be had on this machine.</summary>
    public static TrainPlan Resolve(TrainOptions options, DataFacts facts)
    {
        var device = Device(options.Device, facts.CudaDevices);
        var gpu = device != "cpu";
        if (!gpu && options.Precision is Precisions.Fp16 or Precisions.Tf32)
            throw new UsageException($"--precision {options.Precision} needs a GPU: leave it out, use bf16, or --device cuda");
        var precision = Precision(options.Precision, gpu, facts.CanAutocast, facts.CpuBf16);
        var input = options.InputSize == TrainOptions.Auto ? Input(facts.MedianSide, facts.HeightToWidth, facts.Aligned, facts.Images, facts.Identities, gpu) : ImageShape.Parse(options.InputSize);
        var backbone = options.Backbone == TrainOptions.Auto ? Backbone(input, gpu) : options.Backbone;
        var head = HeadCatalog.Find(options.Head);
        var budget = options.CacheBytes > 0 ? options.CacheBytes : (long)(facts.FreeMemory * MemoryShare);
        return new TrainPlan
        {
            Backbone = backbone,
            Input = input,
            EmbeddingDim = options.EmbeddingDim ?? BackboneCatalog.DefaultDim(backbone),
            Head = head.Name,
            HeadParameters = HeadSettings.Resolve(head, Given(options)).Values,
            Scale = options.Scale ?? Scale(facts.Identities),
            Sampler = options.Sampler == TrainOptions.Auto ? Sampler(options.AddedLosses) : options.Sampler,
            Epochs = options.Epochs ?? Epochs(facts.Images),
            Folds = options.Folds ?? Folds(facts.Images, gpu),
            BatchSize = Math.Min(facts.Images, options.BatchSize ?? BatchSize(facts.Images)),
            LearningRate = options.LearningRate ?? (options.Optimizer == "adamw" ? 1e-3 : 0.1),
            Device = device,
            Threads = options.Threads > 0 ? options.Threads : facts.Cores,
            Workers = options.Workers > 0 ? options.Workers : Math.Min(MostWorkers, facts.Cores),
            Cache = Cache(options.Cache, (long)facts.Images * input.Bytes, budget, facts.FreeDisk),
            Augmentation = Augmentation.Parse(options.Augment),
            Precision = precision,
            ChannelsLast = Switched(options.ChannelsLast, !gpu || Precisions.Autocast(precision) is not null),
            CudnnBenchmark = Switched(options.CudnnBenchmark, gpu),
        };
    }

    /// <summary>As asked where this provider can; auto is tf32 on a GPU, as PyTorch's convolutions are, and on a CPU bf16 where that is faster (<see cref="Machine.CpuMultipliesBf16"/>), else fp32.</summary>
    public static string Precision(string wanted, bool gpu, bool canAutocast, bool cpuBf16) => wanted switch
    {
        TrainOptions.Auto => gpu ? Precisions.Tf32 : canAutocast && cpuBf16 ? Precisions.Bf16 : Precisions.Full,
        _ when Precisions.Autocast(wanted) is null || canAutocast => wanted,
        _ => Precisions.Full,
    };

    /// <summary>"cpu" or "cuda:N" for what was asked.</summary>
    public static string Device(string wanted, int cudaDevices)
    {
        if (wanted == "cpu" || wanted == TrainOptions.Auto && cudaDevices == 0)
            return "cpu";
        var index = 0;
        if (wanted is not ("cuda" or TrainOptions.Auto)
            && !(wanted.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(wanted[5..], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new UsageException($"--device '{wanted}' is unknown: it takes auto, cpu, cuda or cuda:N");
        if (index >= cudaDevices)
            throw new UsageException(cudaDevices == 0
                ? $"--device {wanted}: this machine or this libtorch has no CUDA device; use --device cpu (see 'cleaner doctor')"
                : $"--device {wanted}: there are {cudaDevices} CUDA devices, counted from 0");
        return string.Create(CultureInfo.InvariantCulture, $"cuda:{index}");
    }

    private static bool Switched(string option, bool otherwise) => option == TrainOptions.Auto ? otherwise : option == "on";

    private static Dictionary<string, double> Given(TrainOptions options)
    {
        var given = new Dictionary<string, double>(options.HeadParameters);
        if (options.Margin is { } margin)
            given[HeadInfo.MarginName] = margin;
        return given;
    }
}
