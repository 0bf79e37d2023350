using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What a group of parameters is trained with.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    /// <summary>The rate that schedules start from.</summary>
    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }
}

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Back to the state before the first step.</summary>
    public abstract void Initialize(OptimizerOptions options);

    public virtual void to(Device device) { }

    /// <summary>Reads what <see cref="SaveConditionalStateTensor"/> wrote, onto the device.</summary>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        result?.Dispose();
        result = reader.ReadBoolean() ? Owned(Tensor.Load(reader).to(device, disposeAfter: true)) : null;
    }

    /// <summary>Writes whether there is a tensor, then the tensor.</summary>
    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    /// <summary>State outlives every dispose scope.</summary>
    private protected static Tensor Owned(Tensor tensor) => tensor.DetachFromDisposeScope();

    private protected static void Move(ref Tensor? tensor, Device device)
    {
        if (tensor is not null)
            tensor = Owned(tensor.to(device, disposeAfter: true));
    }

    private protected static void Copy(ref Tensor? own, Tensor? source, Device device)
    {
        own?.Dispose();
        own = source is null ? null : Owned(source.to(device, copy: true));
    }
}

/// <summary>Parameters that are trained with the same options.</summary>
public class ParamGroup : optim.ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public OptimizerOptions Options { get; set; } = null!;

    public double LearningRate
    {
        get => Options.LearningRate!.Value;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }

    /// <summary>The parameters that have a gradient, with their gradients and states. Gradients belong to the innermost scope.</summary>
    internal (Tensor[] Parameters, Tensor[] Gradients, TState[] States) WithGradients<TState>(Func<Parameter, OptimizerState> stateOf)
        where TState : OptimizerState
    {
        var parameters = new List<Tensor>();
        var gradients = new List<Tensor>();
        var states = new List<TState>();
        foreach (var parameter in Parameters)
        {
            if (parameter.grad is not { } gradient)
                continue;
            parameters.Add(parameter);
            gradients.Add(gradient);
            states.Add((TState)stateOf(parameter));
        }
        return (parameters.ToArray(), gradients.ToArray(), states.ToArray());
    }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    /// <summary>Options that are missing are the optimizer's own.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options!;
    }

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
