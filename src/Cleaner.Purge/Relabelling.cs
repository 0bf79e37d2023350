using System.Globalization;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge;

/// <summary>
/// Gives samples that would be dropped the identity that they show: closed-set noise comes back under its right name. That is the identity
/// nearest to them, unless they show a stranger: how well they fit it (<see cref="IdentityFit"/>) says which (<see cref="StrangerOdds"/>).
/// </summary>
internal sealed class Relabelling
{
    /// <summary>
    /// The probability from which a sample gets its new name: that the given one is wrong, times that the new one is right. It errs on the safe
    /// side: of what reached it .97 and more was right on every set that was looked at.
    /// </summary>
    public const double Sure = 0.9;

    /// <summary>Fewer kept samples do not show how right labels fit.</summary>
    private const int FewestKept = 20;

    /// <summary>Of more kept samples an even choice shows it.</summary>
    private const int MaxKept = 20_000;

    private readonly Dictionary<int, NewName> _of = [];

    /// <summary>The class that a relabelled row gets.</summary>
    public int To(int row) => _of[row].Class;

    /// <summary>Turns drops into relabellings, in place.</summary>
    /// <param name="evidence">The samples.</param>
    /// <param name="margins">How the samples stand.</param>
    /// <param name="decisions">[N]; only <see cref="Decision.Drop"/> is looked at.</param>
    public static Relabelling Judge(Evidence evidence, MarginScores margins, Decision[] decisions)
    {
        var relabelling = new Relabelling();
        int[] kept = Rows(decisions, Decision.Keep), dropped = Rows(decisions, Decision.Drop);
        if (kept.Length < FewestKept || dropped.Length == 0)
        {
            return relabelling;
        }

        Vectors vectors = MarginScores.Centred(evidence, evidence.Snapshots);
        bool[] isKept = Array.ConvertAll(decisions, decision => decision == Decision.Keep);
        ClassCentroids centroids = ClassCentroids.Fit(vectors, evidence.Groups, isKept);
        kept = Thinned.Evenly([.. kept.Where(Company.Of(evidence.Groups, isKept).Has)], MaxKept);
        int[] rows = [.. kept, .. dropped];
        NearestOther nearest = NearestOther.Scan(vectors.Select(rows), ClassesOf(rows), centroids, margins.Near);
        var to = new int[decisions.Length];
        Array.Fill(to, -1);
        for (int i = kept.Length; i < rows.Length; i++)
        {
            to[rows[i]] = nearest.Class[i];
        }

        var fit = new IdentityFit(vectors, evidence.Groups.Where(row => isKept[row]), new Grouping(to, evidence.Groups.Classes));
        float[] own = fit.Of(kept, ClassesOf(kept), Array.ConvertAll(kept, row => centroids.Own[row]));
        float[] elsewhere = fit.Of(rows, nearest.Class, nearest.Cosine);
        double[] stranger = StrangerOdds.Of(own, elsewhere[..kept.Length], elsewhere[kept.Length..]);
        for (int i = 0; i < dropped.Length; i++)
        {
            int row = dropped[i];
            double probability = margins.Probability(row) * (1 - stranger[i]);
            if (to[row] >= 0 && probability >= Sure)
            {
                relabelling._of[row] = new NewName(to[row], probability, nearest.Cosine[kept.Length + i], centroids.Own[row]);
                decisions[row] = Decision.Relabel;
            }
        }

        return relabelling;

        int[] ClassesOf(int[] some) => Array.ConvertAll(some, row => evidence.ClassOfRow[row]);
    }

    /// <summary>Why a relabelled row gets its new identity.</summary>
    public string Reason(Evidence evidence, int row)
    {
        var (to, probability, cosine, own) = _of[row];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"shows {evidence.NameOf(to)}: cosine to it {cosine:0.00}, to its given label {own:0.00}, probability {probability:0.00}");
    }

    private static int[] Rows(Decision[] decisions, Decision wanted) => [.. Enumerable.Range(0, decisions.Length).Where(row => decisions[row] == wanted)];

    private readonly record struct NewName(int Class, double Probability, float Cosine, float Own);
}
