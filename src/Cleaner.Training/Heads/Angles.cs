using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>Trigonometry on cosines whose gradients stay finite where sin θ = 0.</summary>
internal static class Angles
{
    /// <summary>One step of float32 below 1: acos there has slope −2048, at 1 it has none.</summary>
    private const double NearlyOne = 1 - 1.1920929e-7;

    /// <summary>sin θ = √(1 − cos²θ); exactly 0 and without gradient at the ends.</summary>
    public static Tensor Sine(Tensor cosine)
    {
        var square = 1 - cosine.square();
        var inside = square > 0;
        var safe = where(inside, square, square.ones_like());
        return where(inside, safe.sqrt(), square.zeros_like());
    }

    /// <summary>θ in (0, π); without gradient within 1.2e-7 of the ends.</summary>
    public static Tensor Theta(Tensor cosine) => cosine.clamp(-NearlyOne, NearlyOne).acos();

    /// <summary>cos(θ + m) for a margin that is one number.</summary>
    public static Tensor CosineOfSum(Tensor cosine, double margin) =>
        cosine * Math.Cos(margin) - Sine(cosine) * Math.Sin(margin);

    /// <summary>
    /// The monotone continuation of cos over [0, ∞): ψ(t) = (−1)^k cos t − 2k for t in [kπ, (k+1)π]
    /// (SphereFace, arXiv:1704.08063, eq. 7, with t = mθ).
    /// </summary>
    /// <param name="cosineOfAngle">cos t.</param>
    /// <param name="angle">t; only its whole multiples of π are used, without gradient.</param>
    public static Tensor Monotone(Tensor cosineOfAngle, Tensor angle)
    {
        var k = (angle.detach() / Math.PI).floor();
        var sign = 1 - 2 * (k % 2);
        return sign * cosineOfAngle - 2 * k;
    }
}
