namespace Cleaner.Training.Optimization;

/// <summary>Learning-rate factors in [0, 1] as pure functions of how far the training is.</summary>
public static class Schedules
{
    private const double PolynomialPower = 2;    // arcface_torch, lr_scheduler.py
    private const double OneCycleRise = 0.3;     // Smith, Topin: Super-Convergence, arXiv:1708.07120
    private const double OneCycleStart = 1.0 / 25;
    private const double StepFactor = 0.1;

    /// <summary>What <c>--schedule</c> takes.</summary>
    public static readonly IReadOnlyList<string> Names = ["cosine", "multistep", "polynomial", "onecycle", "constant"];

    /// <summary>The factor that the peak learning rate is multiplied with.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="step">The step about to be made, from 0.</param>
    /// <param name="steps">Steps of the whole training.</param>
    /// <param name="warmUp">Share of the steps over which the rate grows linearly from 0; one-cycle has its own rise and ignores it.</param>
    /// <param name="milestones">For multistep: shares of the training at which the rate falls tenfold.</param>
    public static double Factor(string name, long step, long steps, double warmUp, IReadOnlyList<double> milestones)
    {
        if (name == "onecycle")
            return OneCycle((double)step / steps);
        var rising = (long)Math.Ceiling(warmUp * steps);
        if (step < rising)
            return (step + 1.0) / (rising + 1.0);
        var progress = steps > rising ? (double)(step - rising) / (steps - rising) : 0;
        return name switch
        {
            "cosine" => Cosine(progress),
            "polynomial" => Math.Pow(1 - progress, PolynomialPower),
            "multistep" => Math.Pow(StepFactor, milestones.Count(m => (double)step / steps >= m)),
            "constant" => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown schedule"),
        };
    }

    /// <summary>Share of the full margin: grows linearly from 0 to 1 over the first <paramref name="ramp"/> of the training.</summary>
    public static double Ramp(long step, long steps, double ramp) =>
        ramp <= 0 ? 1 : Math.Min(1, step / (ramp * steps));

    /// <summary>½(1 + cos πp): Loshchilov, Hutter, SGDR, arXiv:1608.03983.</summary>
    private static double Cosine(double progress) => 0.5 * (1 + Math.Cos(Math.PI * progress));

    private static double OneCycle(double progress) => progress < OneCycleRise
        ? OneCycleStart + (1 - OneCycleStart) * (1 - Cosine(progress / OneCycleRise))
        : Cosine((progress - OneCycleRise) / (1 - OneCycleRise));
}
