namespace Cleaner.Purge.Scoring;

/// <summary>
/// One score of two witnesses: the margin between the embeddings of identities, and the margin of the logits along the training
/// (<see cref="Evidence.Dynamics"/>), which still tells wrong labels that the finished network has learned by heart. Each is counted from the
/// mode in deviations of what lies left of it, where right labels alone are, so that the surer witness has the larger say; then added.
/// </summary>
internal sealed class FusedScore
{
    /// <summary>Mean distance right of the mode over that left of it, measured on the right labels of trained networks: 1.5 to 2.6 for margins.</summary>
    public const double SkewOfMargins = 2.0;

    /// <summary>The same with the dynamics: 0.8 to 2.8, least in weak models and much noise, where too high a one costs most.</summary>
    public const double SkewWithDynamics = 1.6;

    private const float Typical = 2;

    private readonly float[] _margin;
    private readonly Unit _ofMargin;
    private readonly float[]? _dynamics;
    private readonly Vectors? _null;
    private readonly Unit _ofDynamics;

    /// <param name="evidence">Dynamics and their null; without both, margins alone are counted.</param>
    /// <param name="margin">[N], higher: more likely wrong.</param>
    public FusedScore(Evidence evidence, float[] margin)
    {
        _margin = margin;
        _ofMargin = Unit.Of(margin);
        if (evidence is { Dynamics: { } dynamics, DynamicsNull: { } ofNull })
        {
            _null = ofNull;
            _dynamics = new float[margin.Length];
            for (int i = 0; i < margin.Length; i++)
            {
                dynamics.CopyRow(i, _dynamics.AsSpan(i, 1));
                _dynamics[i] = -_dynamics[i];
            }

            // Wrong labels can lie closer together than right ones there: the mode is that of labels whose margin is a typical one.
            float[] typical = [.. _dynamics.Where((value, i) => float.IsFinite(value) && Math.Abs(_ofMargin.Count(margin[i])) <= Typical)];
            _ofDynamics = typical.Length == 0 ? new Unit(0, 1) : Unit.Of(typical);
        }
    }

    /// <summary>What <see cref="NoiseMixture.Fit"/> expects of these scores.</summary>
    public double Skew => _dynamics is null ? SkewOfMargins : SkewWithDynamics;

    /// <summary>The score of every sample, [N].</summary>
    public float[] Scores()
    {
        var scores = new float[_margin.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = _ofMargin.Count(_margin[i]) + (_dynamics is null ? 0 : _ofDynamics.Count(_dynamics[i]));
        }

        return scores;
    }

    /// <summary>The scores of labels put on at random.</summary>
    public float[] Of(NullDraw[] draws)
    {
        var values = new float[2];
        return Array.ConvertAll(draws, draw =>
        {
            float margin = _ofMargin.Count(draw.Margin);
            if (_null is null)
            {
                return margin;
            }

            _null.CopyRow(draw.Row, values);
            return margin + _ofDynamics.Count(-values[draw.Stranger ? 1 : 0]);
        });
    }

    private readonly record struct Unit(double Mode, double Deviation)
    {
        private const double MinDeviation = 1e-4;

        public static Unit Of(float[] values)
        {
            var points = ScorePoints.Of(values);
            var (mode, deviation) = points.LeftHalf(points.Weight, NoiseMixture.DenseShare);
            return new Unit(mode, Math.Max(MinDeviation, deviation));
        }

        /// <summary>Deviations from the mode; 0 for a sample that the training never saw.</summary>
        public float Count(float value) => float.IsFinite(value) ? (float)((value - Mode) / Deviation) : 0;
    }
}
