using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Purge.Suggestions;

/// <summary>Identities of which more is dropped than stays.</summary>
public static class NoisyIdentities
{
    /// <summary>The kind of the findings.</summary>
    public const string Kind = "mostly-noise";

    /// <summary>One finding an identity; score = share of its images that the rule drops or would drop.</summary>
    /// <param name="evidence">For ids and rows.</param>
    /// <param name="decisions">[N].</param>
    public static IEnumerable<Finding> Of(Evidence evidence, Decision[] decisions)
    {
        for (int c = 0; c < evidence.Classes; c++)
        {
            int judged = 0, dropped = 0, withheld = 0;
            foreach (int row in evidence.Groups[c])
            {
                judged += decisions[row] == Decision.Untouched ? 0 : 1;
                dropped += decisions[row] == Decision.Drop ? 1 : 0;
                withheld += decisions[row] == Decision.Withheld ? 1 : 0;
            }

            if (withheld > 0)
            {
                yield return Make(evidence, c, 1, $"the rule would drop all {withheld} images; kept, so that the identity is not lost: look at it, or add --force");
            }
            else if (2 * dropped > judged)
            {
                yield return Make(evidence, c, (double)dropped / judged, $"{dropped} of its {judged} images are dropped: what stays may be of somebody else");
            }
        }
    }

    private static Finding Make(Evidence evidence, int c, double share, FormattableString reason) =>
        new(Kind, evidence.IdentityIds[c], 0, 0, 0, share, reason.ToString(CultureInfo.InvariantCulture));
}
