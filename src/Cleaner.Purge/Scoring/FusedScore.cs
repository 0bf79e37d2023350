namespace Cleaner.Purge.Scoring;

/// <summary>
/// One score of two or three witnesses: the margin between the embeddings of identities; the margin of the logits along the training
/// (<see cref="Evidence.DynamicsFirst"/>), which still tells wrong labels that the finished network has learned by heart; and the margin to the
/// centers of networks that were not trained on the sample (<see cref="Evidence.HeldOutFirst"/>), which have learned no label of it at all. Each
/// is counted from the mode in deviations of what lies left of it, where right labels alone are, so that the surer witness has the larger say;
/// then added. The last one, trained on fewer images, counts as far as wrong labels were learned by heart (<see cref="HeldOutRanks.Weight"/>), at most
/// as much as the two that have seen the sample.
/// </summary>
internal sealed class FusedScore
{
    /// <summary>Mean distance right of the mode over that left of it, measured on the right labels of trained networks: 1.5 to 2.6 for margins.</summary>
    public static readonly Skew SkewOfMargins = new(2.0, 1);

    /// <summary>The same with the dynamics: 0.8 to 2.8.</summary>
    public static readonly Skew SkewWithDynamics = new(1.8, 3);

    private const float Typical = 2;

    /// <summary>Weight of networks that have not seen the samples, where the one that has seen them has learned most wrong labels by heart.</summary>
    private const float HeldOutWeight = 2;

    private readonly float[] _margin;
    private readonly Unit _ofMargin;
    private readonly Witness? _first, _second, _heldOut, _heldOutSecond;
    private readonly Func<int, bool> _sharesPerson;
    private readonly float _heldOutWeight;

    /// <param name="evidence">The dynamics, and what networks say that were not trained on the samples; without them, margins alone are counted.</param>
    /// <param name="margin">[N], higher: more likely wrong.</param>
    /// <param name="sharesPerson">
    /// Whether the identity of a row may be one person with another label: then the largest other logit may be that label's, and counts for
    /// nothing.
    /// </param>
    public FusedScore(Evidence evidence, float[] margin, Func<int, bool> sharesPerson)
    {
        _margin = margin;
        _sharesPerson = sharesPerson;
        _ofMargin = Unit.Of(margin);
        _second = Read(evidence.DynamicsSecond);
        _first = Read(evidence.DynamicsFirst) ?? _second;
        _heldOutSecond = Read(evidence.HeldOutSecond);
        _heldOut = Read(evidence.HeldOutFirst) ?? _heldOutSecond;
        _heldOutWeight = _heldOut is null ? 0 : HeldOutWeight * (float)HeldOutRanks.Of(evidence, _ => true).Weight;
    }

    /// <summary>What <see cref="NoiseMixture.Fit"/> expects of these scores.</summary>
    public Skew Skew => _first is null ? SkewOfMargins : SkewWithDynamics;

    /// <summary>The score of every sample, [N].</summary>
    public float[] Scores()
    {
        var scores = new float[_margin.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Of(_margin[i], i, 0);
        }

        return scores;
    }

    /// <summary>The scores of labels put on at random.</summary>
    public float[] Of(NullDraw[] draws) => Array.ConvertAll(draws, draw => Of(draw.Margin, draw.Row, draw.Stranger ? 2 : 1));

    private float Of(float margin, int row, int column) =>
        _ofMargin.Count(margin)
        + ((_sharesPerson(row) ? _second ?? _first : _first)?.Count(row, column) ?? 0)
        + (_heldOutWeight * ((_sharesPerson(row) ? _heldOutSecond ?? _heldOut : _heldOut)?.Count(row, column) ?? 0));

    private Witness? Read(Vectors? recorded) => recorded is null ? null : new Witness(recorded, TypicalOf(recorded));

    // Wrong labels can lie closer together than right ones there: the mode is that of labels whose margin is a typical one.
    private Unit TypicalOf(Vectors recorded)
    {
        var typical = new List<float>();
        var values = new float[recorded.Dim];
        for (int i = 0; i < _margin.Length; i++)
        {
            recorded.CopyRow(i, values);
            if (float.IsFinite(values[0]) && Math.Abs(_ofMargin.Count(_margin[i])) <= Typical)
            {
                typical.Add(-values[0]);
            }
        }

        return typical.Count == 0 ? new Unit(0, 1) : Unit.Of([.. typical]);
    }

    private sealed class Witness(Vectors recorded, Unit unit)
    {
        private readonly float[] _values = new float[recorded.Dim];

        /// <summary>Deviations from the mode of labels whose margin is a typical one; 0, as if it were typical, for a sample of which nothing is recorded.</summary>
        public float Count(int row, int column)
        {
            recorded.CopyRow(row, _values);
            return float.IsFinite(_values[column]) ? unit.Count(-_values[column]) : 0;
        }
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
