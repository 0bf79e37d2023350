using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>State of normalisations that keep running statistics: mean and variance of each channel.</summary>
public abstract class NormBase : Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(running_mean))]
    private Tensor? _running_mean;

    [ComponentName(Name = nameof(running_var))]
    private Tensor? _running_var;

    [ComponentName(Name = nameof(num_batches_tracked))]
    private Tensor? _num_batches_tracked;

    public NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(ones(num_features, dtype, device));
            bias = new Parameter(zeros(num_features, dtype, device));
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = tensor(0L, device: device);
        }
    }

    public long num_features { get; private set; }

    public double eps { get; set; }

    /// <summary>Weight of the newest batch in the running statistics; null: their plain average.</summary>
    public double? momentum { get; set; }

    public bool affine { get; private set; }

    public bool track_running_stats { get; private set; }

    public Parameter? bias
    {
        get => _bias;
        set => Set(ref _bias, nameof(bias), value);
    }

    public Parameter weight
    {
        get => _weight!;
        set => Set(ref _weight, nameof(weight), value ?? throw new ArgumentNullException(nameof(weight)));
    }

    public Tensor? running_mean
    {
        get => _running_mean;
        set => Set(ref _running_mean, nameof(running_mean), value);
    }

    public Tensor? running_var
    {
        get => _running_var;
        set => Set(ref _running_var, nameof(running_var), value);
    }

    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => Set(ref _num_batches_tracked, nameof(num_batches_tracked), value);
    }

    public void reset_running_stats()
    {
        if (!track_running_stats)
            return;
        init.zeros_(running_mean!);
        init.ones_(running_var!);
        init.zeros_(num_batches_tracked!);
    }

    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine)
            return;
        init.ones_(weight);
        init.zeros_(bias!);
    }

    /// <summary>Throws for an input of the wrong number of dimensions.</summary>
    protected abstract void ValidateInputDimensions(Tensor input);
}

/// <summary>Batch normalisation: over the batch while training, by the running statistics in evaluation.</summary>
public abstract class BatchNorm : NormBase
{
    public BatchNorm(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var factor = momentum ?? 0;
        if (training && track_running_stats && num_batches_tracked is { } count)
        {
            count.add_(1);
            factor = momentum ?? 1.0 / count.ToInt64();
        }
        var byBatch = training || running_mean is null;
        var tracked = !training || track_running_stats;
        return functional.batch_norm(
            input, tracked ? running_mean : null, tracked ? running_var : null, affine ? weight : null, bias, byBatch, factor, eps);
    }
}

/// <summary>For [N, C] and [N, C, L].</summary>
public sealed class BatchNorm1d : BatchNorm
{
    internal BatchNorm1d(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim is not (2 or 3))
            throw new ArgumentException($"BatchNorm1d takes an input of 2 or 3 dimensions, not {input.ndim}");
    }
}

/// <summary>For images [N, C, H, W].</summary>
public sealed class BatchNorm2d : BatchNorm
{
    internal BatchNorm2d(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
    {
    }

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.ndim != 4)
            throw new ArgumentException($"BatchNorm2d takes an input of 4 dimensions, not {input.ndim}");
    }
}
