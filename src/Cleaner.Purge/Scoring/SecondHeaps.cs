namespace Cleaner.Purge.Scoring;

/// <summary>
/// Wrong labels that show themselves whatever right ones look like. The scores of right labels have one mode: beyond it they only get
/// rarer, however hard the set and however widely they spread. Where they get more frequent again, near the scores of random labels, a
/// second heap lies there, and it is of other labels. Looked for in every identity by itself: taken together, the hard images of some fill
/// the valleys of the others. (The greatest falling density below a histogram is its running minimum: Grenander, 1956.)
/// </summary>
/// <param name="Share">Share of the samples that lie in second heaps; the identities that were looked at count.</param>
/// <param name="Identities">Share of these identities that have one.</param>
/// <param name="Seen">Share of all samples that were looked at.</param>
/// <param name="Images">Mean number of images of the identities that were looked at.</param>
public readonly record struct SecondHeaps(double Share, double Identities, double Seen, double Images)
{
    /// <summary>Fewer images of an identity make no histogram.</summary>
    public const int LeastImages = 100;

    /// <summary>An identity has a second heap where more than this share of its images lies in it.</summary>
    public const double LeastShare = 0.01;

    private const int Bins = 8; // from the mode to where most random labels lie
    private const int BinsBeyond = 2; // what lies farther is left out
    private const double MostOfNull = 0.9;
    private const double Errors = 1.28; // standard errors by which counts may differ by chance, either way

    /// <summary>Looks for them.</summary>
    /// <param name="scores">[N], higher: more likely wrong.</param>
    /// <param name="groups">The samples of each identity.</param>
    /// <param name="nulls">What random labels of each identity would score.</param>
    public static SecondHeaps Find(ReadOnlySpan<float> scores, Grouping groups, ClassNulls nulls)
    {
        double heaped = 0;
        int seen = 0, classes = 0, with = 0;
        for (int c = 0; c < groups.Classes; c++)
        {
            if (groups.Size(c) < LeastImages)
            {
                continue;
            }

            float[] own = groups.Pick(scores, c);
            double found = Heaped(own, nulls[c]);
            heaped += found;
            seen += own.Length;
            classes++;
            with += found > LeastShare * own.Length ? 1 : 0;
        }

        return classes == 0 ? default : new SecondHeaps(heaped / seen, (double)with / classes, (double)seen / scores.Length, (double)seen / classes);
    }

    /// <summary>How many of some scores are more than a falling density beyond the mode explains.</summary>
    /// <param name="scores">Of one identity.</param>
    /// <param name="random">Those of random labels, ascending.</param>
    internal static double Heaped(float[] scores, float[] random)
    {
        if (random.Length == 0)
        {
            return 0;
        }

        ScorePoints points = ScorePoints.Of(scores);
        double mode = points.LeftHalf(points.Weight, NoiseMixture.DenseShare).Mode;
        double width = (random[(int)(MostOfNull * (random.Length - 1))] - mode) / Bins;
        if (!(width > 0))
        {
            return 0;
        }

        var counts = new double[Bins + BinsBeyond];
        foreach (float score in scores)
        {
            double place = (score - mode) / width;
            if (place >= 0 && place < counts.Length)
            {
                counts[(int)place]++;
            }
        }

        double least = double.PositiveInfinity, heaped = 0;
        foreach (double count in counts)
        {
            heaped += count - (Errors * Math.Sqrt(count)) > least ? count - least : 0;
            least = Math.Min(least, count + (Errors * Math.Sqrt(count + 1)));
        }

        return heaped;
    }
}
