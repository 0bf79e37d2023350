using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Purge;

/// <summary>
/// Pictures that stand under two identities (the "conflict" findings of ingest: same bytes, same pixels or nearly so). At least one of the two
/// labels is wrong, so where the rule would keep both, the one with the worse score goes.
/// </summary>
internal sealed class SharedPictures
{
    /// <summary>The kind of ingest's findings.</summary>
    public const string Kind = "conflict";

    private readonly Dictionary<int, string> _reasons = [];

    /// <summary>Rows that go because their picture fits better under another identity.</summary>
    public IReadOnlyCollection<int> Rows => _reasons.Keys;

    /// <summary>Turns the worse of two kept samples of one picture into a drop.</summary>
    /// <param name="evidence">The rows that the scores are of.</param>
    /// <param name="conflicts">Pairs of samples; those with a sample that the run has not seen say nothing.</param>
    /// <param name="score">[N], higher: more likely wrong.</param>
    /// <param name="onePerson">Whether two classes may be one person under two labels: then both may be right.</param>
    /// <param name="decisions">[N], changed in place.</param>
    public static SharedPictures Judge(Evidence evidence, IEnumerable<Finding> conflicts, float[] score, Func<int, int, bool> onePerson, Decision[] decisions)
    {
        var judged = new SharedPictures();
        foreach (Finding conflict in conflicts)
        {
            int a = Array.BinarySearch(evidence.SampleIds, conflict.SampleA), b = Array.BinarySearch(evidence.SampleIds, conflict.SampleB);
            if (a < 0 || b < 0 || decisions[a] != Decision.Keep || decisions[b] != Decision.Keep || score[a] == score[b] || !CanTell(evidence, a, b, onePerson))
            {
                continue;
            }

            var (worse, better) = score[a] > score[b] ? (a, b) : (b, a);
            decisions[worse] = Decision.Drop;
            judged._reasons[worse] = string.Create(
                CultureInfo.InvariantCulture,
                $"the same picture stands under {evidence.NameOf(evidence.ClassOfRow[better])} (sample {evidence.SampleIds[better]}) and fits better there ({score[better]:0.00} against {score[worse]:0.00})");
        }

        return judged;
    }

    /// <summary>Why a row goes; null where its picture had no part in it.</summary>
    public string? Reason(int row) => _reasons.GetValueOrDefault(row);

    /// <summary>Both labels must have other images to compare with, and be two people.</summary>
    private static bool CanTell(Evidence evidence, int a, int b, Func<int, int, bool> onePerson)
    {
        int of = evidence.ClassOfRow[a], other = evidence.ClassOfRow[b];
        return of != other && evidence.Groups.Size(of) > 1 && evidence.Groups.Size(other) > 1 && !onePerson(of, other);
    }
}
