namespace Cleaner.Purge.Scoring;

/// <summary>
/// One score of two witnesses: the margin between the embeddings of identities, and the margin of the logits along the training
/// (<see cref="Evidence.DynamicsSecond"/>), which still tells wrong labels that the finished network has learned by heart. Each is counted from the
/// mode in deviations of what lies left of it, where right labels alone are, so that the surer witness has the larger say; then added.
/// </summary>
internal sealed class FusedScore
{
    /// <summary>Mean distance right of the mode over that left of it, measured on the right labels of trained networks: 1.5 to 2.6 for margins.</summary>
    public static readonly Skew SkewOfMargins = new(2.0, 1);

    /// <summary>The same with the dynamics: 0.8 to 2.8.</summary>
    public static readonly Skew SkewWithDynamics = new(1.8, 3);

    private const float Typical = 2;

    private readonly float[] _margin;
    private readonly Unit _ofMargin;
    private readonly Vectors? _dynamics;
    private readonly Unit _ofDynamics;

    /// <param name="evidence">The dynamics; without them, margins alone are counted.</param>
    /// <param name="margin">[N], higher: more likely wrong.</param>
    public FusedScore(Evidence evidence, float[] margin)
    {
        _margin = margin;
        _ofMargin = Unit.Of(margin);
        _dynamics = evidence.DynamicsSecond;
        if (_dynamics is not null)
        {
            // Wrong labels can lie closer together than right ones there: the mode is that of labels whose margin is a typical one.
            var typical = new List<float>();
            var values = new float[_dynamics.Dim];
            for (int i = 0; i < margin.Length; i++)
            {
                _dynamics.CopyRow(i, values);
                if (float.IsFinite(values[0]) && Math.Abs(_ofMargin.Count(margin[i])) <= Typical)
                {
                    typical.Add(-values[0]);
                }
            }

            _ofDynamics = typical.Count == 0 ? new Unit(0, 1) : Unit.Of([.. typical]);
        }
    }

    /// <summary>What <see cref="NoiseMixture.Fit"/> expects of these scores.</summary>
    public Skew Skew => _dynamics is null ? SkewOfMargins : SkewWithDynamics;

    /// <summary>The score of every sample, [N].</summary>
    public float[] Scores()
    {
        var scores = new float[_margin.Length];
        var values = new float[_dynamics?.Dim ?? 0];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Of(_margin[i], i, 0, values);
        }

        return scores;
    }

    /// <summary>The scores of labels put on at random.</summary>
    public float[] Of(NullDraw[] draws)
    {
        var values = new float[_dynamics?.Dim ?? 0];
        return Array.ConvertAll(draws, draw => Of(draw.Margin, draw.Row, draw.Stranger ? 2 : 1, values));
    }

    // A sample that the training never showed is judged as if its dynamics were typical.
    private float Of(float margin, int row, int column, float[] values)
    {
        float score = _ofMargin.Count(margin);
        if (_dynamics is null)
        {
            return score;
        }

        _dynamics.CopyRow(row, values);
        return float.IsFinite(values[column]) ? score + _ofDynamics.Count(-values[column]) : score;
    }

    private readonly record struct Unit(double Mode, double Deviation)
    {
        public static Unit Of(float[] values)
        {
            var points = ScorePoints.Of(values);
            var (mode, deviation) = points.LeftHalf(points.Weight, NoiseMixture.DenseShare);
            return new Unit(mode, deviation);
        }

        /// <summary>Deviations from the mode.</summary>
        public float Count(float value) => (float)((value - Mode) / Deviation);
    }
}
