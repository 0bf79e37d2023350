using System.Globalization;

namespace Cleaner.Purge;

/// <summary>What keeps a purge from doing harm: the cap on the share that goes, and the last images of an identity.</summary>
internal static class Guards
{
    /// <summary>Turns the drops of identities that would lose every image into <see cref="Decision.Withheld"/>.</summary>
    public static void WithholdLastImages(Evidence evidence, Decision[] decisions)
    {
        for (int c = 0; c < evidence.Classes; c++)
        {
            ReadOnlySpan<int> members = evidence.Groups[c];
            if (members.Length > 0 && All(members, decisions, Decision.Drop))
            {
                foreach (int row in members)
                {
                    decisions[row] = Decision.Withheld;
                }
            }
        }
    }

    /// <summary>Why a plan that drops this much is refused; null: it is not.</summary>
    public static string? TooMuch(PurgeCounts counts, PurgeOptions options) => counts.AskedShare <= options.MaxDrop
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"rule '{options.Rule}' would drop {counts.Dropped + counts.Withheld} of {counts.Samples - counts.Untouched} samples ({counts.AskedShare:P1}), more than --max-drop {options.MaxDrop:0.##}; look at 'purge --dry-run', raise --max-drop, or add --force");

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
