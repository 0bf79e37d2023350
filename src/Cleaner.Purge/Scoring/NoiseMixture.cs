namespace Cleaner.Purge.Scoring;

/// <summary>
/// The scores of a set as a mixture of right and wrong labels, fitted by expectation-maximisation from several starts; the likeliest counts.
/// <para>Left of the mode of the right labels lie right labels alone, so their width is known whatever the noise. What wrong labels look like
/// is known from a permutation null (labels put on at random). Without noise the data say nothing of wrong labels, the null holds them where
/// random ones would lie, and their share goes to zero: what a mixture with two free parts cannot do.</para>
/// <para>How far right labels spread to the right is expected from their left half, or free: a free spread would take wrong labels in, a held
/// one calls right labels wrong where identities resemble each other. Both are fitted, and with several <see cref="RightScores.HardRatios"/>;
/// what is unusual has to be the likelier by what <see cref="RightScores.ScalePrecision"/> and <see cref="RightScores.Handicap"/> ask. Where a
/// free spread wins, a held one that calls more labels wrong keeps half a vote: neither is the shape that right labels truly have, and they
/// err on opposite sides. Of fits that are as likely within chance, one that finds more counts where more are shown elsewhere: a few strangers
/// beyond hard right labels look like more of these.</para>
/// </summary>
public sealed class NoiseMixture
{
    /// <summary>The mode of all labels is sought where this share of them lies densest: less than there are right ones, in any set worth cleaning.</summary>
    public const double DenseShare = 0.3;

    /// <summary>
    /// A mixture that expects at least this share of what it calls wrong to be wrong has two heaps that lie apart, and may know their sizes better
    /// than what is counted elsewhere.
    /// </summary>
    internal const double Apart = 0.95;

    private const double Nearly = 0.8; // of a known share: what is found is close enough
    private const double LowPlace = 1.0 / 3; // of what may be right
    private const double Doubt = 20; // by how much likelier, as a log, a fit without the wrong labels that are known may be
    private const int StepsToCompare = 150, StepsToSettle = 300;
    private const double JustBelowHalf = 0.4999;
    private const double Settled = 1e-5; // change of the share in a step
    private const int TablePoints = 2048;
    private const double TableReach = 3; // deviations beyond the last quantile of the null
    private const double OrderReach = 8; // deviations below the bar

    // Where the wrong labels are looked for at first, from the mode to the null, and how many of them.
    private static readonly (double Way, double Share)[] Places = [(1, 0.05), (1, 0.3), (0.7, 0.3), (0.5, 0.3), (WrongScores.LeastWay, 0.3)];

    // How many right labels are hard at first, and how much more widely they spread.
    private static readonly (double Share, double Ratio)[] Hards = [(0.05, RightScores.UsualHardRatio), .. RightScores.HardRatios.Select(ratio => (0.3, ratio))];

    private readonly NoiseMixture? _second;
    private double[] _table;
    private double _origin, _step;

    private NoiseMixture(End end, NoiseMixture? second)
    {
        (Share, Right, Wrong, _second) = (end.Share, end.Right, end.Wrong, second);
        double top = Math.Max(Right.Mode, Wrong.Mode + (Wrong.Way * (Wrong.Null[^1] - Wrong.Mode)) + (TableReach * Wrong.Spread));
        (_origin, _step) = (Right.Mode, (top - Right.Mode) / (TablePoints - 1));
        _table = new double[TablePoints];
        for (int i = 1; i < TablePoints; i++)
        {
            _table[i] = Math.Max(_table[i - 1], Vote(Right.Mode + (i * _step)));
        }
    }

    /// <summary>π: share of wrong labels, by the likelier fit alone; corrected where the ranks of the labels say otherwise.</summary>
    public double Share { get; private set; }

    /// <summary>The right labels.</summary>
    public RightScores Right { get; }

    /// <summary>The wrong labels.</summary>
    public WrongScores Wrong { get; }

    /// <summary>Fits the mixture.</summary>
    /// <param name="scores">Score of every sample; higher: more likely wrong.</param>
    /// <param name="null">Scores that randomly labelled samples would have; not empty.</param>
    /// <param name="skew">What is expected of the right labels.</param>
    /// <param name="leastShare">Least share of wrong labels, 0 to 1, that is known from elsewhere (<see cref="RankShare"/>).</param>
    /// <param name="doubt">By how much it may be off: two heaps that lie apart are believed within that.</param>
    /// <param name="right">Scores of labels that are known to be right, most of them: their mode is begun with. Empty: that of all.</param>
    /// <param name="shown">The share of wrong labels that is shown elsewhere, some of them perhaps not, 0 to 1.</param>
    public static NoiseMixture Fit(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> @null, Skew skew, double leastShare = 0, double doubt = 0, ReadOnlySpan<float> right = default, double shown = 0)
    {
        ScorePoints points = ScorePoints.Of(scores), known = right.IsEmpty ? points : ScorePoints.Of(right);
        (double Mode, double Left) dense = known.LeftHalf(known.Weight, DenseShare);
        WrongScores wrong = WrongScores.Begin(@null, dense.Mode, way: 1, points.Total);
        (Skew Skew, End End)[] ends = ClimbAll(points, [dense], wrong, skew, 0);
        double bound = 0;
        if (Likeliest(ends).End.Share < Nearly * leastShare)
        {
            // Right labels took the wrong ones in, or the wrong ones lie more densely and were taken for them.
            var bounded = ClimbAll(points, [dense, points.LeftOf((1 - leastShare) * LowPlace)], wrong, skew, leastShare);
            if (Likeliest(bounded).End.Likelihood > Likeliest(ends).End.Likelihood - Doubt)
            {
                (ends, bound) = (bounded, leastShare);
            }
        }

        var (ofBest, best) = Finding(shown, ends);
        End held = ends.Where(end => end.Skew == skew).MaxBy(end => end.End.Likelihood).End;
        best = Climb(points, best.Share, best.Right, best.Wrong, ofBest, StepsToSettle, bound);
        var mixture = new NoiseMixture(best, bound == 0 && ofBest != skew && held.Share > best.Share ? new NoiseMixture(held, null) : null);
        if (mixture.Called(scores) < leastShare - (mixture.Precision(scores) < Apart ? 0 : doubt))
        {
            mixture.Call(leastShare, scores);
        }

        return mixture;
    }

    /// <summary>Fits it to scores of which wrong labels are known to be part: right ones spread as expected.</summary>
    /// <inheritdoc cref="Fit(ReadOnlySpan{float}, ReadOnlySpan{float}, Skew, double, double, ReadOnlySpan{float})"/>
    internal static NoiseMixture FitHeld(ReadOnlySpan<float> scores, ReadOnlySpan<float> @null, Skew skew)
    {
        ScorePoints points = ScorePoints.Of(scores);
        (double Mode, double Left) dense = points.LeftHalf(points.Weight, DenseShare);
        WrongScores wrong = WrongScores.Begin(@null, dense.Mode, way: 1, points.Total);
        End best = Places.Select(place => Climb(points, place.Share, RightScores.Begin(dense.Mode, dense.Left, skew, RightScores.ExpectedHard, RightScores.UsualHardRatio), wrong with { Way = place.Way }, skew, StepsToSettle, 0))
            .MaxBy(end => end.Likelihood)!;
        return new NoiseMixture(best, null);
    }

    private static (Skew Skew, End End) Likeliest((Skew Skew, End End)[] ends) => ends.MaxBy(end => end.End.Likelihood);

    /// <summary>Of the fits that are the likeliest within chance and find no less than the likeliest, the one that finds about a share.</summary>
    private static (Skew Skew, End End) Finding(double share, (Skew Skew, End End)[] ends)
    {
        End likeliest = Likeliest(ends).End;
        return ends.Where(end => end.End.Share >= likeliest.Share && end.End.Likelihood >= likeliest.Likelihood - RightScores.Handicap)
            .OrderByDescending(end => end.End.Likelihood) // of equal shares, as under a bound, the likelier
            .MinBy(end => Math.Abs(end.End.Share - share));
    }

    private static (Skew Skew, End End)[] ClimbAll(ScorePoints points, (double Mode, double Left)[] modes, WrongScores wrong, Skew skew, double leastShare)
    {
        var starts =
            from mode in modes
            from place in Places
            from hard in Hards
            from believed in new[] { skew, skew with { Weight = 0 } } // held, free
            select (place.Share, Right: RightScores.Begin(mode.Mode, mode.Left, believed, hard.Share, hard.Ratio), Wrong: wrong with { Mode = mode.Mode, Way = place.Way }, Skew: believed);
        return [.. starts.ToArray().AsParallel().AsOrdered()
            .Select(start => (start.Skew, Climb(points, start.Share, start.Right, start.Wrong, start.Skew, StepsToCompare, leastShare)))];
    }

    /// <summary>The share of some scores that is more likely wrong than right.</summary>
    public double Called(ReadOnlySpan<float> scores)
    {
        double threshold = Threshold();
        int called = 0;
        foreach (float score in scores)
        {
            called += score >= threshold ? 1 : 0;
        }

        return (double)called / scores.Length;
    }

    /// <summary>The share of what is called wrong that is expected to be wrong; 0 where nothing is called.</summary>
    public double Precision(ReadOnlySpan<float> scores)
    {
        double threshold = Threshold(), wrong = 0;
        int called = 0;
        foreach (float score in scores)
        {
            if (score >= threshold)
            {
                wrong += Posterior(score);
                called++;
            }
        }

        return called == 0 ? 0 : wrong / called;
    }

    /// <summary>Raises or lowers the odds of all scores by one factor, until a share of them is more likely wrong than right.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    /// <param name="scores">Those that the mixture was fitted to.</param>
    /// <returns>The score that this share of them reaches; at least one does.</returns>
    internal double Call(double share, ReadOnlySpan<float> scores)
    {
        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        double bar = sorted[^Math.Clamp((int)(share * sorted.Length), 1, sorted.Length)], atBar = Posterior(bar);
        if (atBar is > 0 and < 1)
        {
            double raise = (1 - atBar) / atBar;
            for (int i = 0; i < _table.Length; i++)
            {
                // Scores just below the bar may have the same odds. What lies beyond the table is of one probability.
                double scaled = ScaleOdds(_table[i], raise);
                _table[i] = _origin + (i * _step) < bar && i < _table.Length - 1 ? Math.Min(scaled, JustBelowHalf) : scaled;
            }

            Share = share;
        }
        else if (atBar == 0 && bar > sorted[0])
        {
            OrderAlone(bar);
            Share = share;
        }

        return bar;
    }

    /// <summary>
    /// Where wrong labels were taken for the right ones, only the order of the scores is left: even odds at the bar, and with every deviation
    /// of what lies left of the mode e times as much.
    /// </summary>
    private void OrderAlone(double bar)
    {
        double top = _origin + (_step * (TablePoints - 1)), origin = bar - (OrderReach * Right.Left), step = (top - origin) / (TablePoints - 1);
        var table = new double[TablePoints];
        for (int i = 0; i < TablePoints; i++)
        {
            double score = origin + (i * step);
            table[i] = Math.Max(Posterior(score), 1 / (1 + Math.Exp((bar - score) / Right.Left)));
        }

        (_origin, _step, _table) = (origin, step, table);
    }

    /// <summary>The probability whose odds are a multiple of another one's.</summary>
    internal static double ScaleOdds(double probability, double factor) => probability * factor / (1 - probability + (probability * factor));

    /// <summary>The probability that a sample of this score is labelled wrongly; grows with the score, and stays beyond the reach of the null.</summary>
    public double Posterior(double score)
    {
        double place = _step > 0 ? (score - _origin) / _step : 0;
        if (!(place > 0))
        {
            return 0;
        }

        if (place >= TablePoints - 1)
        {
            return _table[^1];
        }

        int below = (int)place;
        return _table[below] + ((place - below) * (_table[below + 1] - _table[below]));
    }

    /// <summary>The lowest score at which a wrong label is at least as probable as asked; +∞ where no score makes it so.</summary>
    public double Threshold(double probability = 0.5)
    {
        int above = Array.FindIndex(_table, p => p >= probability);
        if (above < 0)
        {
            return double.PositiveInfinity;
        }

        double rise = above == 0 ? 0 : _table[above] - _table[above - 1];
        return _origin + (_step * (rise > 0 ? above - ((_table[above] - probability) / rise) : above));
    }

    private double Vote(double score) => _second is null ? Bayes(score) : (Bayes(score) + _second.Posterior(score)) / 2;

    private double Bayes(double score)
    {
        double wrong = Share * Wrong.Density(score);
        return wrong > 0 ? wrong / (wrong + ((1 - Share) * Right.Density(score))) : 0;
    }

    private static End Climb(ScorePoints points, double share, RightScores right, WrongScores wrong, Skew skew, int steps, double leastShare)
    {
        int n = points.Score.Length;
        double[] ofWrong = new double[n], ofRight = new double[n];
        for (int step = 0; step < steps; step++)
        {
            double probability = 0, sum = 0;
            for (int i = 0; i < n; i++)
            {
                // Points ascend, and so does the probability; left of the mode all are right.
                if (points.Score[i] > right.Mode)
                {
                    double w = share * wrong.Density(points.Score[i]);
                    probability = w > 0 ? Math.Max(probability, w / (w + ((1 - share) * right.Density(points.Score[i])))) : probability;
                }

                ofWrong[i] = points.Weight[i] * probability;
                ofRight[i] = points.Weight[i] - ofWrong[i];
                sum += ofWrong[i];
            }

            right = right.Refit(points, ofRight, skew);
            wrong = wrong.Refit(points, ofWrong, right.Mode);
            (double before, share) = (share, Math.Max(leastShare, sum / (points.Total + 1)));
            if (Math.Abs(share - before) < Settled)
            {
                break;
            }
        }

        double likelihood = right.LogPrior(skew) + wrong.LogPrior;
        for (int i = 0; i < n; i++)
        {
            double density = (share * wrong.Density(points.Score[i])) + ((1 - share) * right.Density(points.Score[i]));
            likelihood += points.Weight[i] * Math.Log(Math.Max(double.Epsilon, density));
        }

        return new End(likelihood, share, right, wrong);
    }

    internal static (double Mean, double Deviation) Moments(ReadOnlySpan<float> values)
    {
        double mean = 0, square = 0;
        foreach (float value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        foreach (float value in values)
        {
            square += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(square / values.Length));
    }

    private sealed record End(double Likelihood, double Share, RightScores Right, WrongScores Wrong);
}
