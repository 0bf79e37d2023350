using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>
        /// Learning rates as functions of the epoch, counted from 0; each group's rate is its initial one times a factor. PyTorch's closed
        /// forms, so that any epoch can be jumped to.
        /// </summary>
        public static class lr_scheduler
        {
            /// <summary>Times gamma every <paramref name="step_size"/> epochs.</summary>
            public static LRScheduler StepLR(
                Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Factor(optimizer, epoch => Math.Pow(gamma, epoch / step_size), last_epoch, verbose);

            /// <summary>Times gamma at each milestone.</summary>
            public static LRScheduler MultiStepLR(
                Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Factor(optimizer, epoch => Math.Pow(gamma, milestones.Count(milestone => milestone <= epoch)), last_epoch, verbose);

            /// <summary>Times any function of the epoch.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new Factor(optimizer, lr_lambda, last_epoch, verbose);

            /// <summary>Times gamma every epoch.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Factor(optimizer, epoch => Math.Pow(gamma, epoch), last_epoch, verbose);

            /// <summary>Times (1 − epoch / total_iters)^power, 0 from total_iters on.</summary>
            public static LRScheduler PolynomialLR(
                Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) =>
                new Factor(optimizer, epoch => Math.Pow(1 - Math.Min(total_iters, epoch) / (double)total_iters, power), last_epoch, verbose);

            /// <summary>Half a cosine from the initial rate to <paramref name="eta_min"/> over T_max epochs.</summary>
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(
                    optimizer, (start, epoch) => eta_min + (start - eta_min) * (1 + Math.Cos(Math.PI * epoch / T_max)) / 2, last_epoch, verbose);

            /// <summary>Sets the rates of an optimizer's groups at every step.</summary>
            public abstract class LRScheduler
            {
                private readonly Optimizer? optimizer;
                private readonly bool verbose;
                private List<double> last = [];
                private protected int Epoch;

                protected int _step_count;

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    this.optimizer = optimizer;
                    this.verbose = verbose;
                    Epoch = last_epoch;
                    last = optimizer.ParamGroups.Select(group => group.LearningRate).ToList();
                }

                private protected IEnumerable<ILearningRateController> Groups => optimizer?.ParamGroups ?? [];

                /// <summary>To the next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>To the given epoch.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    last = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    foreach (var (group, rate) in Groups.Zip(last))
                    {
                        if (verbose && group.LearningRate != rate)
                            Console.Error.WriteLine($"learning rate {rate.ToString(CultureInfo.InvariantCulture)}");
                        group.LearningRate = rate;
                    }
                }

                /// <summary>As <see cref="step(int?)"/>: these schedules do not look at the metric.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                protected virtual IEnumerable<double> get_lr() => Groups.Select(group => group.LearningRate);

                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                public IEnumerable<double> get_last_lr() => last;
            }

            private class ClosedForm : LRScheduler
            {
                private readonly Func<double, int, double> rate;

                public ClosedForm(Optimizer optimizer, Func<double, int, double> rate, int lastEpoch, bool verbose)
                    : base(optimizer, lastEpoch, verbose)
                {
                    this.rate = rate;
                    step();
                }

                protected override IEnumerable<double> get_lr() => Groups.Select(group => rate(group.InitialLearningRate, Epoch));
            }

            private sealed class Factor(Optimizer optimizer, Func<int, double> factor, int lastEpoch, bool verbose)
                : ClosedForm(optimizer, (start, epoch) => start * factor(epoch), lastEpoch, verbose);
        }
    }
}
