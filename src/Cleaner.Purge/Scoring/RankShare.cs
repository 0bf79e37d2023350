using Cleaner.Manifests.Arrays;

namespace Cleaner.Purge.Scoring;

/// <summary>
/// The least share of wrong labels that the ranks of the labels prove. A label put on at random is as likely to be the farthest of all
/// identities as one of the nearest, however hard the set; a right label is nearly never among the farther ones, even where another identity
/// is nearest. So the labels beyond a bar, over the share of all ranks that lies beyond it, are the wrong ones: Storey, "A direct approach to
/// false discovery rates", J. R. Stat. Soc. B 64 (2002), with the rank in the place of the p-value. Mistakes that resemble their label, and
/// those that the network has learned by heart, rank nearer: the share is a lower bound. Of several bars the least counts, so that mistakes
/// that gather at one rank are not taken for many more. What a half-trained network shows: <see cref="EarlyRanks"/>.
/// </summary>
/// <param name="Least">At least this share is wrong, 0 to 1; 0 where that is within the doubt.</param>
/// <param name="Middle">The share by the middle bar.</param>
/// <param name="Shown">The same, the error of the count added.</param>
/// <param name="Evenness">Share beyond the last bar over that beyond the first: about 1 where wrong labels are spread evenly over the ranks.</param>
/// <param name="Others">Other identities that were looked at.</param>
public readonly record struct RankShare(double Least, double Middle, double Shown, double Evenness, int Others)
{
    /// <summary>With fewer other identities, hard right labels reach any rank.</summary>
    public const int LeastOthers = 7;

    /// <summary>Among so many, those of a set that is learned do not reach the middle.</summary>
    private const int ManyOthers = 15;

    /// <summary>Share that right labels alone reach on sets without noise (0 to .8 % on eight sets); proof begins there and is believed wholly at twice as much.</summary>
    public const double Doubt = 0.01;

    // Shares of the other identities.
    private static readonly double[] Bars = [0.25, 0.5, 0.75];

    /// <summary>Standard errors that a count may be off.</summary>
    private const double Caution = 1.64;

    /// <summary>Ranks of this <see cref="Evenness"/> are evenly spread; half-way down to <see cref="Uneven"/>, half so.</summary>
    private const double EvenlySpread = 0.7, Uneven = 0.5;

    private const int MaxRows = 16384, MaxClasses = 1024, BlockRows = 256;

    /// <summary>
    /// The share that does not fall from bar to bar, 0 to <see cref="Least"/>. Hard right labels get rarer by about the same factor with every
    /// bar, so they never come to rest; of p + h, p + h·r, p + h·r² this is p. 0 with fewer than 15 other identities: three bars of so few
    /// are too near each other to tell.
    /// </summary>
    public double Floor { get; init; }

    /// <summary>By how much <see cref="Middle"/> may be off.</summary>
    public double Error => Shown - Middle;

    /// <summary>Standard error of <see cref="Middle"/>.</summary>
    public double StandardError => Error / Caution;

    /// <summary>Whether there are wrong labels, spread evenly.</summary>
    public bool ShowsEven => Evenness >= EvenlySpread && Least > 0;

    /// <summary>Whether <see cref="Middle"/> is about all that ranks can see: with few identities, hard right labels are part of it.</summary>
    public bool IsSure => Even == 1 && BeyondDoubt(Least) == 1;

    /// <summary>
    /// What may be called wrong at least: <see cref="Middle"/> where ranks are even, <see cref="Least"/> where they are not, and what lies
    /// between for what lies between: people take their own for each other (a wrong face is mostly of the same sex), so that few reach the last ranks.
    /// As far as <see cref="Least"/> itself is in <see cref="Doubt"/>, or with few identities, <see cref="Least"/>.
    /// </summary>
    public double Believed => Least + (BeyondDoubt(Least) * Even * (Middle - Least));

    /// <summary>
    /// The share that settles between explanations of the set that are as likely within chance: <see cref="Middle"/>. Of few wrong labels
    /// nothing is proved; then <see cref="Shown"/>, for ranks miss some of them, unless they are as uneven as those of hard right labels, within
    /// a standard error: 0.
    /// </summary>
    public double Likely => Least > 0 ? Middle : Others >= ManyOthers && Evenness + EvennessError > Uneven ? Shown : 0;

    /// <summary>Standard error of <see cref="Evenness"/>: with few wrong labels a handful lies beyond the last bar.</summary>
    public double EvennessError { get; init; }

    /// <summary>How far ranks are evenly spread, 0 to 1; 0 with few identities, whose hard right labels are part of them.</summary>
    internal double Even => Others < ManyOthers ? 0 : Math.Clamp((Evenness - Uneven) / (EvenlySpread - Uneven), 0, 1);

    /// <summary>Counts the ranks.</summary>
    /// <param name="vectors">[N, D], L2-normalised rows.</param>
    /// <param name="classOfRow">Class of each row.</param>
    /// <param name="centroids">One a class, and the cosine of each row to its own.</param>
    /// <param name="near">Classes that do not count as other.</param>
    /// <param name="comparable">Whether a row has others of its class.</param>
    /// <param name="seed">Of the rows and classes that are looked at where there are very many.</param>
    public static RankShare Estimate(Vectors vectors, int[] classOfRow, ClassCentroids centroids, NearClasses near, Func<int, bool> comparable, int seed)
    {
        var random = new Random(seed);
        int[] rows = Some(Enumerable.Range(0, vectors.Rows).Where(comparable), MaxRows, random);
        int[] classes = SomeClasses(Enumerable.Range(0, centroids.IsFitted.Length).Where(c => centroids.IsFitted[c]), random);
        if (rows.Length == 0 || classes.Length <= LeastOthers)
        {
            return default;
        }

        int dim = vectors.Dim;
        var columns = new float[classes.Length * dim];
        for (int j = 0; j < classes.Length; j++)
        {
            centroids[classes[j]].CopyTo(columns.AsSpan(j * dim, dim));
        }

        var ranks = new (int Nearer, int Others)[rows.Length];
        Parallel.For(0, (rows.Length + BlockRows - 1) / BlockRows, block =>
        {
            int first = block * BlockRows, count = Math.Min(BlockRows, rows.Length - first);
            float[] x = new float[count * dim], cosine = new float[count * classes.Length];
            vectors.CopyRows(rows.AsSpan(first, count), x);
            MatrixProduct.Multiply(x, count, columns, classes.Length, dim, cosine);
            for (int i = 0; i < count; i++)
            {
                int row = rows[first + i];
                ranks[first + i] = Rank(cosine.AsSpan(i * classes.Length, classes.Length), classes, centroids.Own[row], classOfRow[row], near);
            }
        });
        return Of(ranks, classes.Length - 1);
    }

    /// <summary>Counts ranks that are known.</summary>
    /// <param name="ranks">Of each label that has one, how many of the other identities are nearer than the own one, of how many.</param>
    /// <param name="otherIdentities">Other identities in all.</param>
    public static RankShare Of((int Nearer, int Others)[] ranks, int otherIdentities)
    {
        double share = Bars.Min(bar => Beyond(bar, ranks, -Caution));
        double least = Proved(share);
        double first = Beyond(Bars[0], ranks, 0), middle = Beyond(Bars[1], ranks, 0), last = Beyond(Bars[2], ranks, 0);
        double evenness = last / Math.Max(double.Epsilon, first);
        return new RankShare(least, middle, Beyond(Bars[1], ranks, Caution), evenness, otherIdentities)
        {
            // Of counts, whose relative errors are those of their roots.
            EvennessError = last > 0 ? evenness * Math.Sqrt((1 / Count(Bars[0], ranks)) + (1 / Count(Bars[2], ranks))) : 0,
            Floor = otherIdentities < ManyOthers ? 0 : Math.Min(least, Proved(Resting(first, middle, last))),
        };
    }

    private static double Proved(double share) => Math.Max(0, share) * BeyondDoubt(share);

    /// <summary>0 up to <see cref="Doubt"/>, 1 from twice that on.</summary>
    private static double BeyondDoubt(double share) => Math.Clamp((share / Doubt) - 1, 0, 1);

    /// <summary>Where a falling geometric sequence of which three terms are known comes to rest; 0 where it does not slow down.</summary>
    internal static double Resting(double first, double middle, double last)
    {
        double slowing = first + last - (2 * middle);
        return slowing > 0 ? ((first * last) - (middle * middle)) / slowing : 0;
    }

    private static (int Nearer, int Others) Rank(ReadOnlySpan<float> cosine, int[] classes, float own, int ownClass, NearClasses near)
    {
        int nearer = 0, others = 0;
        for (int j = 0; j < classes.Length; j++)
        {
            if (!near.Contains(ownClass, classes[j]))
            {
                others++;
                nearer += cosine[j] > own ? 1 : 0;
            }
        }

        return (nearer, others);
    }

    // A wrong label has 1 to all of the others nearer than itself, the true one among them, each number as likely.
    private static double Beyond(double bar, (int Nearer, int Others)[] ranks, double errors)
    {
        double found = Count(bar, ranks), chance = 0;
        foreach (var (_, others) in ranks)
        {
            chance += others >= LeastOthers ? (others - Math.Floor(bar * others)) / others : 0;
        }

        return chance == 0 ? 0 : (found + (errors * Math.Sqrt(found))) / chance;
    }

    private static double Count(double bar, (int Nearer, int Others)[] ranks) =>
        ranks.Count(rank => rank.Others >= LeastOthers && rank.Nearer > bar * rank.Others);

    /// <summary>As many classes as are looked at, drawn where there are more.</summary>
    internal static int[] SomeClasses(IEnumerable<int> all, Random random) => Some(all, MaxClasses, random);

    /// <summary>All, or as many as are looked at, drawn.</summary>
    internal static T[] Some<T>(IEnumerable<T> all, int most, Random random)
    {
        T[] some = [.. all];
        if (some.Length > most)
        {
            random.Shuffle(some);
            Array.Resize(ref some, most);
        }

        return some;
    }
}
