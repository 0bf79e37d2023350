using static Cleaner.Torch.Interop.Calls;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): p ← p(1 − lr · weight_decay), then
/// p ← p − lr · m̂ / (√v̂ + eps) with the bias-corrected averages m̂ and v̂ of the gradient and its square.
/// </summary>
public class AdamW : OptimizerHelper, IBetas
{
    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters.ToArray() }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        if (beta1 is < 0 or >= 1 || beta2 is < 0 or >= 1)
            throw new ArgumentException($"the betas must lie in [0, 1), not at {beta1} and {beta2}");
        _defaults = new Options
        {
            LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay,
            amsgrad = amsgrad, maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var defaults = (Options)_defaults;
        var options = (Options)(param_group.Options ??= new Options());
        options.LearningRate ??= defaults.LearningRate;
        options.InitialLearningRate = options.LearningRate!.Value;
        options.beta1 ??= defaults.beta1;
        options.beta2 ??= defaults.beta2;
        options.eps ??= defaults.eps;
        options.weight_decay ??= defaults.weight_decay;
        options.amsgrad ??= defaults.amsgrad;
        options.maximize ??= defaults.maximize;
        param_group.Parameters = param_group.Parameters.ToArray();
        base.add_param_group(param_group);
        foreach (var parameter in param_group.Parameters)
        {
            var state = new State(parameter);
            state.Initialize(options);
            _state[parameter.Handle] = state;
        }
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Step, closure);

    private void Step(ParamGroup group)
    {
        var (parameters, gradients, states) = group.WithGradients<State>(parameter => _state[parameter.Handle]);
        // Bias correction depends on the number of steps, which differs where a parameter had no gradient for a while.
        foreach (var same in Enumerable.Range(0, states.Length).GroupBy(i => ++states[i].step))
        {
            var chosen = same.ToArray();
            Step(group.Options, same.Key, Array.ConvertAll(chosen, i => parameters[i]), Array.ConvertAll(chosen, i => gradients[i]),
                Array.ConvertAll(chosen, i => states[i]));
        }
    }

    private static void Step(Options options, long step, Tensor[] parameters, Tensor[] gradients, State[] states)
    {
        var rate = options.LearningRate!.Value;
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        var means = Array.ConvertAll(states, state => state.exp_avg);
        var squares = Array.ConvertAll(states, state => state.exp_avg_sq);
        if (options.weight_decay!.Value != 0)
            Run("aten::_foreach_mul_.Scalar", parameters, (Scalar)(1 - rate * options.weight_decay.Value));
        Run("aten::_foreach_mul_.Scalar", means, (Scalar)beta1);
        Run("aten::_foreach_add_.List", means, gradients, (Scalar)((1 - beta1) * (options.maximize!.Value ? -1 : 1)));
        Run("aten::_foreach_mul_.Scalar", squares, (Scalar)beta2);
        Run("aten::_foreach_addcmul_.Scalar", squares, gradients, gradients, (Scalar)(1 - beta2));
        if (options.amsgrad!.Value)
            squares = Array.ConvertAll(states, state => state.Largest());
        var divisors = CallList("aten::_foreach_sqrt", squares);
        Run("aten::_foreach_div_.Scalar", divisors, (Scalar)Math.Sqrt(1 - Math.Pow(beta2, step)));
        Run("aten::_foreach_add_.Scalar", divisors, (Scalar)options.eps!.Value);
        Run("aten::_foreach_addcdiv_.Scalar", parameters, means, divisors, (Scalar)(-rate / (1 - Math.Pow(beta1, step))));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var state in _state.values())
            ((State)state).Dispose();
        _state.clear();
    }

    /// <summary>Number of steps and running averages of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor? max_exp_avg_sq;

        public State(Parameter parameter) : base(parameter) { }

        /// <summary>AMSGrad: the largest second moment so far.</summary>
        internal Tensor Largest()
        {
            var largest = max_exp_avg_sq is null ? exp_avg_sq.clone() : max_exp_avg_sq.maximum(exp_avg_sq);
            max_exp_avg_sq?.Dispose();
            return max_exp_avg_sq = Owned(largest);
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
            max_exp_avg_sq = null;
        }

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = Owned(zeros_like(_parameter));
            exp_avg_sq = Owned(zeros_like(_parameter));
        }

        public override void to(Device device)
        {
            Move(ref exp_avg!, device);
            Move(ref exp_avg_sq!, device);
            Move(ref max_exp_avg_sq, device);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            LoadConditionalStateTensor(reader, ref exp_avg!, _parameter.device);
            LoadConditionalStateTensor(reader, ref exp_avg_sq!, _parameter.device);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            SaveConditionalStateTensor(writer, exp_avg);
            SaveConditionalStateTensor(writer, exp_avg_sq);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            Copy(ref exp_avg!, other.exp_avg, _parameter.device);
            Copy(ref exp_avg_sq!, other.exp_avg_sq, _parameter.device);
            Copy(ref max_exp_avg_sq, other.max_exp_avg_sq, _parameter.device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) => other is State state && step == state.step
            && exp_avg.allclose(state.exp_avg) && exp_avg_sq.allclose(state.exp_avg_sq);
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (beta1, beta2, weight_decay, eps) = (other.beta1, other.beta2, other.weight_decay, other.eps);
            (amsgrad, maximize) = (other.amsgrad, other.maximize);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
