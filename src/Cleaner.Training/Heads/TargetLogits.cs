using Cleaner.Manifests;
using static TorchSharp.torch;

namespace Cleaner.Training.Heads;

/// <summary>The logit of the own identity as a function of the angle, for <c>cleaner plot target-logit</c>.</summary>
public static class TargetLogits
{
    /// <summary>The step from which SphereFace's λ has fallen to its end.</summary>
    private const long EndOfAnnealing = 1_000_000;

    /// <summary>
    /// f(θ) at full margin, without the scale s or ‖x‖; what comes after SphereFace's annealing. AdaFace's running statistics are those
    /// of its start (mean norm 20).
    /// </summary>
    /// <param name="head">The head.</param>
    /// <param name="given">Numbers of the head that are not its defaults.</param>
    /// <param name="degrees">Angles, 0 to 180.</param>
    /// <param name="norm">Length of the embedding, on which AdaFace's and MagFace's margin depends.</param>
    public static double[] Of(HeadInfo head, IReadOnlyDictionary<string, double> given, IReadOnlyList<double> degrees, double norm)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var margin = head.Create(HeadSettings.Resolve(head, given));
        var cosines = from_array(degrees.Select(d => (float)Math.Cos(d * Math.PI / 180)).ToArray()).unsqueeze(1);
        var target = margin.Target(cosines, new MarginContext(full_like(cosines, norm), 1, EndOfAnnealing, Training: false));
        return [.. Running.TensorValues.Of<float>(target).Select(v => (double)v)];
    }

    /// <summary>
    /// Heads as typed: names joined by commas, each with numbers after colons, e.g. "softmax,arcface,arcface:m=0.3"; throws
    /// <see cref="UsageException"/> for an unknown one.
    /// </summary>
    public static IReadOnlyList<(string Text, HeadInfo Head, IReadOnlyDictionary<string, double> Given)> Parse(string heads)
    {
        var parsed = heads.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One).ToList();
        return parsed.Count > 0 ? parsed : throw new UsageException("--heads names no head (see 'cleaner heads')");
    }

    private static (string, HeadInfo, IReadOnlyDictionary<string, double>) One(string text)
    {
        var parts = text.Split(':');
        var given = new Dictionary<string, double>();
        foreach (var part in parts.Skip(1))
        {
            var pair = part.Split('=');
            if (pair.Length != 2 || !double.TryParse(pair[1], System.Globalization.CultureInfo.InvariantCulture, out var value))
                throw new UsageException($"--heads '{text}': '{part}' is not NAME=VALUE");
            given[pair[0]] = value;
        }
        var head = HeadCatalog.Find(parts[0]);
        HeadSettings.Resolve(head, given);
        return (text, head, given);
    }
}
