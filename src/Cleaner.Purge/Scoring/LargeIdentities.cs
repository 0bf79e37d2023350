namespace Cleaner.Purge.Scoring;

/// <summary>
/// A second opinion on how many labels are wrong, for sets whose identities have hundreds of images and whose mistakes resemble their
/// label, so that ranks say little (<see cref="RankShare"/>). One mixture for all labels cannot tell hard right ones from such mistakes;
/// second heaps can (<see cref="SecondHeaps"/>). Where many identities have one, mistakes are proved, and are taken for more than the heaps
/// hold; where none has, the set is a hard one, and few may be called wrong.
/// </summary>
internal sealed class LargeIdentities
{
    /// <summary>Share of the identities with a second heap from which on mistakes are proved. Without noise 0 to .05 on seven sets.</summary>
    public const double Proved = 0.2;

    /// <summary>Below this share, nothing is proved.</summary>
    public const double Unproved = 0.15;

    /// <summary>The share that may be called wrong where nothing is proved: what a clean set may lose.</summary>
    public const double Harmless = 0.005;

    private const double Visible = 25; // wrong labels of an identity make a heap that can be seen
    private const double LeastSeen = 0.5; // of the samples have to lie in identities that are large enough
    private const double Noticeable = 0.25; // of being unlearned
    private const double Larger = 0.1; // a count that misses mistakes and is larger by this part than one that does not is void

    private readonly Evidence _evidence;
    private readonly float[] _scores;
    private readonly ClassNulls _nulls;
    private readonly int _seed;
    private readonly SureContradictions _contradictions; // none where mistakes are not proved

    /// <param name="evidence">The samples.</param>
    /// <param name="scores">[N], as they are before anything is taken off for hard identities.</param>
    /// <param name="nulls">What random labels of each identity would score.</param>
    /// <param name="ranks">What ranks say. Where they show wrong labels spread evenly, these do not resemble their label.</param>
    /// <param name="seed">Of the identities that are drawn where there are very many.</param>
    public LargeIdentities(Evidence evidence, float[] scores, ClassNulls nulls, RankShare ranks, int seed)
    {
        (_evidence, _scores, _nulls, _seed) = (evidence, scores, nulls, seed);
        SecondHeaps heaps = SecondHeaps.Find(scores, evidence.Groups, nulls);
        AreMistaken = heaps is { Seen: >= LeastSeen, Identities: >= Proved } && !ranks.ShowsEven;
        _contradictions = AreMistaken ? SureContradictions.Of(evidence.CenterMargins()) : default;
        Most = heaps is not { Seen: >= LeastSeen, Identities: < Unproved } ? 1
            : !ranks.ShowsEven ? Math.Max(Harmless, ranks.Floor)
            : ranks.Least * heaps.Images < Visible ? 1
            : Harmless;
    }

    /// <summary>Whether mistakes that resemble their label are proved. Then a label whose best images look wrong may well have few right ones.</summary>
    public bool AreMistaken { get; }

    /// <summary>Whether mistakes are proved, and the network has left the set so unlearned that many of those it sees may be hard right labels.</summary>
    public bool IsHardlyLearned => _contradictions.Unlearned >= Noticeable;

    /// <summary>
    /// The largest share that may be called wrong. Where no heap is seen, what ranks prove beyond what hard right labels reach; and nothing to speak of where so many,
    /// spread evenly, would have to be seen: pictures that nobody would recognise rank as random labels do.
    /// </summary>
    public double Most { get; }

    /// <summary>
    /// The share of wrong labels where they are proved: half-way between two counts, of which one misses mistakes that lie among hard right
    /// labels, and the other takes hard right labels for mistakes. Where the first is the larger one, it has taken the hard right labels of
    /// a set that is hardly learned for the wrong half of it, and what the finished network contradicts counts in its place. As far as the set
    /// was left unlearned, no more count than <see cref="SureContradictions"/>.
    /// </summary>
    /// <param name="skew">What is expected of right labels.</param>
    /// <param name="margins">[N], above 0: nearer to another identity.</param>
    public double Mistaken(Skew skew, float[] margins)
    {
        double mixed = ClassMixtures.Called(_scores, _evidence.Groups, _nulls, skew, _seed), contradicted = Contradicted(margins);
        double isVoid = Math.Clamp((mixed - contradicted) / Math.Max(double.Epsilon, Larger * contradicted), 0, 1);
        double least = isVoid == 0 ? mixed : contradicted + (isVoid * (AtTheEnd(margins) - contradicted));
        double share = (least + contradicted) / 2;
        return share - (_contradictions.Unlearned * Math.Max(0, share - _contradictions.Sure));
    }

    /// <summary>The share of labels that the network has contradicted on average over the training; at its end, where that was not recorded.</summary>
    private double Contradicted(float[] margins)
    {
        if (_evidence.DynamicsFirst is not { } dynamics)
        {
            return AtTheEnd(margins);
        }

        int contradicted = 0;
        var values = new float[dynamics.Dim];
        for (int i = 0; i < margins.Length; i++)
        {
            dynamics.CopyRow(i, values);
            contradicted += values[0] < 0 ? 1 : 0;
        }

        return (double)contradicted / margins.Length;
    }

    private static double AtTheEnd(float[] margins) => (double)margins.Count(margin => margin > 0) / margins.Length;
}
