using System.Globalization;
using Cleaner.Manifests;
using Cleaner.Training.Backbones;
using Cleaner.Training.Checkpoints;
using Cleaner.Training.Engine;
using Cleaner.Training.Heads;
using Cleaner.Training.Losses;
using Cleaner.Training.Optimization;
using Cleaner.Training.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Training.Running;

/// <summary>Everything that changes while a network trains, and the way to a checkpoint and back. The head is always part of it.</summary>
public sealed class TrainingState : IDisposable
{
    private const string BackbonePrefix = "backbone.", HeadPrefix = "head.", OptimizerPrefix = "optimizer.", AveragePrefix = "average.", AddedPrefix = "added.";
    private const string RandomName = "random.torch", DynamicsSum = "dynamics.sum", DynamicsCount = "dynamics.count", ScalerName = "scaler";
    private const string ArchitectureKey = "architecture", HeadKey = "head", ManifestKey = "manifest", RevisionKey = "revision", LossKey = "loss", AccuracyKey = "accuracy";

    private readonly Tensor _dynamicsSum, _dynamicsCount;

    private TrainingState(TrainPlan plan, TrainOptions options, int classes, int samples)
    {
        manual_seed(options.Seed);
        Device = device(plan.Device);
        var head = HeadCatalog.Find(plan.Head);
        Backbone = BackboneCatalog.Create(plan.Backbone, plan.Input, plan.EmbeddingDim, options.Dropout);
        var pooling = options.Pooling == "max" ? CenterPooling.Max : CenterPooling.Softmax;
        Head = new MarginHead(
            new HeadShape(classes, options.K, plan.EmbeddingDim, plan.Scale, pooling, options.InterclassFilter),
            head.Create(HeadSettings.Resolve(head, plan.HeadParameters)))
        {
            SparesMisses = options.MarginOn == TrainOptions.Hits,
        };
        Added = AddedLosses.Create(options, new AddedLossShape(classes, plan.EmbeddingDim, Device));
        if (Device.type != DeviceType.CPU)
        {
            Backbone.to(Device);
            Head.to(Device);
        }
        if (plan.ChannelsLast)
            Engines.Current.ChannelsLast(Backbone);
        var parameters = NamedParameter.Of(Backbone, "backbone").Concat(NamedParameter.Of(Head, "head")).ToList();
        Optimizer = options.Optimizer == "adamw"
            ? new AdamWOptimizer(parameters, options.WeightDecay, Engines.Current)
            : new SgdOptimizer(parameters, options.Momentum, options.WeightDecay, options.Nesterov, Engines.Current);
        Scaler = plan.Precision == Precisions.Fp16 ? new GradientScaler() : null;
        if (options.Ema > 0)
            Average = new WeightAverage(parameters, options.Ema, Engines.Current);
        _dynamicsSum = zeros(new long[] { samples, LabelMargins.Kinds }, dtype: ScalarType.Float64);
        _dynamicsCount = zeros(new long[] { samples }, dtype: ScalarType.Int32);
        Identifier = $"{plan.Backbone} {plan.Input} {plan.EmbeddingDim}";
    }

    /// <summary>Where the network lies.</summary>
    public Device Device { get; }

    /// <summary>The network.</summary>
    public Backbone Backbone { get; }

    /// <summary>The head.</summary>
    public MarginHead Head { get; }

    /// <summary>What is added to the head's loss.</summary>
    public AddedLosses Added { get; }

    /// <summary>Moves the weights.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The average of the weights of network and head, or null.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Scales the loss in fp16, else null.</summary>
    public GradientScaler? Scaler { get; }

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>Running mean of the loss.</summary>
    public double Loss { get; set; } = double.NaN;

    /// <summary>Running accuracy on the training labels, without margin, 0 to 1.</summary>
    public double Accuracy { get; set; }

    /// <summary>Architecture, input size and embedding length in one string.</summary>
    public string Identifier { get; }

    /// <summary>Sums over visits of the <see cref="LabelMargins"/>, double [N, 6].</summary>
    public Span<double> DynamicsSums => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(_dynamicsSum.bytes);

    /// <summary>Visits, int [N].</summary>
    public Span<int> DynamicsCounts => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(_dynamicsCount.bytes);

    /// <summary>Random weights from the seed.</summary>
    public static TrainingState Create(TrainPlan plan, TrainOptions options, int classes, int samples) => new(plan, options, classes, samples);

    /// <summary>Writes everything; on a GPU the tensors are copied first.</summary>
    public void Save(CheckpointStore store, Manifest manifest, long revision) => store.Save(Step, Tensors(), new Dictionary<string, string>
    {
        [ArchitectureKey] = Identifier,
        [HeadKey] = HeadIdentifier(),
        [ManifestKey] = manifest.Uid.ToString(),
        [RevisionKey] = revision.ToString(CultureInfo.InvariantCulture),
        [LossKey] = Loss.ToString("R", CultureInfo.InvariantCulture),
        [AccuracyKey] = Accuracy.ToString("R", CultureInfo.InvariantCulture),
    });

    /// <summary>Goes on from a checkpoint; throws <see cref="CleanerException"/> when it belongs to another training.</summary>
    public void Load(string path, Manifest manifest, long revision)
    {
        var (tensors, metadata) = SafeTensorsFile.Read(path);
        try
        {
            Require(path, metadata, ManifestKey, manifest.Uid.ToString(), "manifest");
            Require(path, metadata, RevisionKey, revision.ToString(CultureInfo.InvariantCulture), "manifest revision");
            Require(path, metadata, ArchitectureKey, Identifier, "network (name, input size, embedding length)");
            Require(path, metadata, HeadKey, HeadIdentifier(), "head (identities, centers)");
            StateLoading.Copy(Tensors().Where(t => t.Key != RandomName), tensors, path, $"the training of {Identifier}");
            random.set_rng_state(tensors[RandomName]);
            Step = long.Parse(metadata[CheckpointStore.StepKey], CultureInfo.InvariantCulture);
            Loss = double.Parse(metadata[LossKey], CultureInfo.InvariantCulture);
            Accuracy = double.Parse(metadata.GetValueOrDefault(AccuracyKey, "0"), CultureInfo.InvariantCulture);
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    /// <summary>Starts the network from the weights of another run or file.</summary>
    public void LoadInitialModel(string path) => ModelFile.LoadInto(Backbone, path);

    /// <inheritdoc/>
    public void Dispose()
    {
        Backbone.Dispose();
        Head.Dispose();
        _dynamicsSum.Dispose();
        _dynamicsCount.Dispose();
    }

    private List<KeyValuePair<string, Tensor>> Tensors() =>
    [
        .. StateLoading.Of(Backbone, BackbonePrefix),
        .. StateLoading.Of(Head, HeadPrefix),
        .. Prefixed(AddedPrefix, Added.State),
        .. Prefixed(OptimizerPrefix, Optimizer.State),
        .. Prefixed(AveragePrefix, Average?.State ?? []),
        .. Scaler is null ? [] : new[] { KeyValuePair.Create(ScalerName, Scaler.State) },
        KeyValuePair.Create(RandomName, random.get_rng_state()),
        KeyValuePair.Create(DynamicsSum, _dynamicsSum),
        KeyValuePair.Create(DynamicsCount, _dynamicsCount),
    ];

    private string HeadIdentifier() => string.Create(CultureInfo.InvariantCulture, $"{Head.Shape.Classes} x {Head.Shape.K}");

    private static IEnumerable<KeyValuePair<string, Tensor>> Prefixed(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.Select(t => KeyValuePair.Create(prefix + t.Key, t.Value));

    private static void Require(string path, IReadOnlyDictionary<string, string> metadata, string key, string wanted, string what)
    {
        var found = metadata.GetValueOrDefault(key, "none");
        if (found != wanted)
            throw new CleanerException($"'{path}' belongs to another {what}: {found}, here it is {wanted}; use another --out, or leave out --resume to start anew");
    }
}
