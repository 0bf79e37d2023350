using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Purge;

/// <summary>What keeps a purge from doing harm: the cap on the share that goes, and the last images of an identity.</summary>
internal static class Guards
{
    /// <summary>Turns the drops of identities that would lose every image into <see cref="Decision.Withheld"/>.</summary>
    /// <returns>The classes concerned.</returns>
    public static List<int> WithholdLastImages(Evidence evidence, Decision[] decisions)
    {
        var emptied = new List<int>();
        for (int c = 0; c < evidence.Classes; c++)
        {
            ReadOnlySpan<int> members = evidence.Groups[c];
            if (members.Length > 0 && All(members, decisions, Decision.Drop))
            {
                emptied.Add(c);
                foreach (int row in members)
                {
                    decisions[row] = Decision.Withheld;
                }
            }
        }

        return emptied;
    }

    /// <summary>Why a plan that drops this much is refused; null: it is not.</summary>
    public static string? TooMuch(PurgeCounts counts, PurgeOptions options) => counts.DropShare <= options.MaxDrop
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"rule '{options.Rule}' would drop {counts.Dropped} of {counts.Samples - counts.Untouched} samples ({counts.DropShare:P1}), more than --max-drop {options.MaxDrop:0.##}; look at 'purge --dry-run', raise --max-drop, or add --force");

    /// <summary>One finding for each identity of which the rule would leave nothing.</summary>
    public static IEnumerable<Finding> MostlyNoise(Evidence evidence, IEnumerable<int> emptied) => emptied.Select(c => new Finding(
        "mostly-noise",
        evidence.IdentityIds[c],
        0,
        0,
        0,
        1,
        string.Create(CultureInfo.InvariantCulture, $"the rule would drop all {evidence.Groups.Size(c)} images; kept, so that the identity is not lost: look at it, or add --force")));

    private static bool All(ReadOnlySpan<int> rows, Decision[] decisions, Decision wanted)
    {
        foreach (int row in rows)
        {
            if (decisions[row] != wanted)
            {
                return false;
            }
        }

        return true;
    }
}
