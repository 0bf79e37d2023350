using static Cleaner.Torch.Interop.Calls;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent; the formula is at <see cref="optim.SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>.</summary>
public class SGD : OptimizerHelper, IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters.ToArray() }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false,
        bool maximize = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfNegative(weight_decay);
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum needs a momentum above 0 and a dampening of 0");
        _defaults = new Options
        {
            LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay,
            nesterov = nesterov, maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    public double Momentum
    {
        get => ((Options)_defaults).momentum!.Value;
        set => ((Options)_defaults).momentum = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var defaults = (Options)_defaults;
        var options = (Options)(param_group.Options ??= new Options());
        options.LearningRate ??= defaults.LearningRate;
        options.InitialLearningRate = options.LearningRate!.Value;
        options.momentum ??= defaults.momentum;
        options.dampening ??= defaults.dampening;
        options.weight_decay ??= defaults.weight_decay;
        options.nesterov ??= defaults.nesterov;
        options.maximize ??= defaults.maximize;
        param_group.Parameters = param_group.Parameters.ToArray();
        base.add_param_group(param_group);
        foreach (var parameter in param_group.Parameters)
            _state[parameter.Handle] = new State(parameter);
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Step, closure);

    // All parameters of a group at once, in place. Nothing is allocated after the first step: g + weight_decay · p is never formed but
    // added to the momentum, or to the parameter, in two parts.
    private void Step(ParamGroup group)
    {
        var options = group.Options;
        var (parameters, gradients, states) = group.WithGradients<State>(parameter => _state[parameter.Handle]);
        if (parameters.Length == 0)
            return;
        var sign = options.maximize!.Value ? -1.0 : 1.0;
        var rate = options.LearningRate!.Value;
        var decay = options.weight_decay!.Value;
        var momentum = options.momentum!.Value;
        if (momentum == 0)
        {
            Descend(parameters, gradients, rate, sign, decay);
            return;
        }
        var velocities = Accumulate(parameters, gradients, states, sign, decay, momentum, 1 - options.dampening!.Value);
        if (options.nesterov!.Value)
        {
            Descend(parameters, gradients, rate, sign, decay);
            rate *= momentum;
        }
        Run("aten::_foreach_add_.List", parameters, velocities, (Scalar)(-rate));
    }

    private static void Descend(Tensor[] parameters, Tensor[] gradients, double rate, double sign, double decay)
    {
        if (decay != 0)
            Run("aten::_foreach_mul_.Scalar", parameters, (Scalar)(1 - rate * decay));
        Run("aten::_foreach_add_.List", parameters, gradients, (Scalar)(-rate * sign));
    }

    private static Tensor[] Accumulate(
        Tensor[] parameters, Tensor[] gradients, State[] states, double sign, double decay, double momentum, double weight)
    {
        var isNew = Array.ConvertAll(states, state => state.momentum_buffer is null);
        for (var i = 0; i < states.Length; i++)
        {
            if (isNew[i])
                states[i].Start(parameters[i], gradients[i], sign, decay);
        }
        var known = Where(states, isNew, false).Select(state => state.momentum_buffer!).ToArray();
        if (known.Length > 0)
        {
            Run("aten::_foreach_mul_.Scalar", known, (Scalar)momentum);
            Run("aten::_foreach_add_.List", known, Where(gradients, isNew, false), (Scalar)(weight * sign));
            if (decay != 0)
                Run("aten::_foreach_add_.List", known, Where(parameters, isNew, false), (Scalar)(weight * decay));
        }
        return Array.ConvertAll(states, state => state.momentum_buffer!);
    }

    private static T[] Where<T>(T[] values, bool[] flags, bool wanted) => values.Where((_, i) => flags[i] == wanted).ToArray();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var state in _state.values())
            ((State)state).Dispose();
        _state.clear();
    }

    /// <summary>The velocity of one parameter; null before the first step.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter) : base(parameter) { }

        internal void Start(Tensor parameter, Tensor gradient, double sign, double decay)
        {
            momentum_buffer = Owned(sign < 0 ? gradient.neg() : gradient.clone());
            if (decay != 0)
                momentum_buffer.add_(parameter, decay);
        }

        public void Dispose()
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        public override void Initialize(OptimizerOptions options) => Dispose();

        public override void to(Device device) => Move(ref momentum_buffer, device);

        public override void LoadStateDict(BinaryReader reader) =>
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        public override void LoadStateDict(OptimizerState source) =>
            Copy(ref momentum_buffer, ((State)source).momentum_buffer, _parameter.device);

        public override bool ApproximatelyEquals(OptimizerState other) => other is State state
            && (momentum_buffer is null
                ? state.momentum_buffer is null
                : state.momentum_buffer is { } buffer && momentum_buffer.allclose(buffer));
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
            (nesterov, maximize) = (other.nesterov, other.maximize);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }
    }

    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov,
                maximize = maximize,
            })
        {
        }

        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }
}
