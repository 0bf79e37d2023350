using System.Globalization;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge;

/// <summary>
/// Gives samples that would be dropped the identity that they show, where they lie among its samples (<see cref="SureOthers"/>) and would be
/// among the surer ones of it: closed-set noise comes back under its right name. Of strangers the nearest identity is wrong, so the gates are high.
/// </summary>
internal sealed class Relabelling
{
    /// <summary>Share of the kept samples that do not pass each gate.</summary>
    public const double GateShare = 0.25;

    private readonly MarginScores _margins;
    private readonly float[] _lead;
    private readonly int[] _to;

    private Relabelling(MarginScores margins, int[] to, float[] lead) => (_margins, _to, _lead) = (margins, to, lead);

    /// <summary>The class that a row gets; −1 none.</summary>
    public int To(int row) => _to[row];

    /// <summary>Turns drops into relabellings, in place.</summary>
    /// <param name="evidence">The samples.</param>
    /// <param name="margins">How the samples stand.</param>
    /// <param name="decisions">[N]; only <see cref="Decision.Drop"/> is looked at.</param>
    public static Relabelling Judge(Evidence evidence, MarginScores margins, Decision[] decisions)
    {
        int[] kept = [.. Rows(decisions, Decision.Keep).Where(margins.Company.Has)];
        int[] dropped = [.. Rows(decisions, Decision.Drop).Where(row => margins.OtherClass[row] >= 0)];
        var to = new int[decisions.Length];
        var lead = new float[decisions.Length];
        Array.Fill(to, -1);
        if (kept.Length == 0 || dropped.Length == 0)
        {
            return new Relabelling(margins, to, lead);
        }

        float cosineGate = Quantile(kept.Select(row => margins.Own[row]));
        float leadGate = Quantile(kept.Select(row => margins.Own[row] - margins.Other[row]));
        float nearestGate = Quantile(kept.Select(row => margins.OwnNearest[row]));
        Vectors vectors = Vectors.Concatenate(evidence.Snapshots);
        int[] sure = Array.FindAll(dropped, row => margins.ShowsAnother[row] && margins.Other[row] >= cosineGate);
        int[] classes = Array.ConvertAll(sure, row => margins.OtherClass[row]);
        NearestOther second = NearestOther.Scan(vectors.Select(sure), classes, margins.Centroids, margins.Near);
        for (int i = 0; i < sure.Length; i++)
        {
            int row = sure[i];
            lead[row] = margins.Other[row] - second.Cosine[i];
            if (lead[row] >= leadGate && NearestKept(evidence, vectors, row, classes[i], decisions) >= nearestGate)
            {
                to[row] = classes[i];
                decisions[row] = Decision.Relabel;
            }
        }

        return new Relabelling(margins, to, lead);
    }

    /// <summary>Why a relabelled row gets its new identity.</summary>
    public string Reason(Evidence evidence, int row) => string.Create(
        CultureInfo.InvariantCulture,
        $"shows {evidence.NameOf(_to[row])}: cosine to it {_margins.Other[row]:0.00}, {_lead[row]:0.00} more than to any other, to its given label {_margins.Own[row]:0.00}");

    private static float NearestKept(Evidence evidence, Vectors vectors, int row, int c, Decision[] decisions)
    {
        int[] members = Array.FindAll(evidence.Groups[c].ToArray(), member => decisions[member] == Decision.Keep);
        var x = new float[members.Length * vectors.Dim];
        var vector = new float[vectors.Dim];
        vectors.CopyRows(members, x);
        vectors.CopyRow(row, vector);
        return LocalSimilarity.Mean(vector, x);
    }

    private static IEnumerable<int> Rows(Decision[] decisions, Decision wanted) => Enumerable.Range(0, decisions.Length).Where(row => decisions[row] == wanted);

    private static float Quantile(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Order()];
        return sorted[(int)(GateShare * sorted.Length)];
    }
}
