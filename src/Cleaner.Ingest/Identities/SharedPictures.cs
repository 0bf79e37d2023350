using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>A picture that two identities claim.</summary>
/// <param name="First">One of its two samples.</param>
/// <param name="Second">The other.</param>
/// <param name="Rule">The rule of ingest by which they are alike.</param>
/// <param name="Distance">pHash distance in bits.</param>
internal sealed record SharedPicture(Belief First, Belief Second, string Rule, double Distance);

/// <summary>Pictures that stand under two identities, from the conflicts that ingest recorded.</summary>
internal static class SharedPictures
{
    /// <summary>A single shared picture is as likely a wrong label; from this many on, one person under two names is likelier.</summary>
    public const int Fewest = 2;

    /// <summary>Share of the smaller identity's images from which shared pictures alone suffice.</summary>
    public const double StrongShare = 0.5;

    /// <summary>The conflicts whose two samples are both kept, under different identities, as they are believed now.</summary>
    public static List<SharedPicture> Read(Manifest manifest)
    {
        var conflicts = manifest.Findings().Where(f => f.Kind == "conflict").ToList();
        var wanted = conflicts.SelectMany(f => new[] { f.SampleA, f.SampleB }).ToHashSet();
        var beliefs = wanted.Count == 0 ? [] : manifest.Beliefs().Where(b => wanted.Contains(b.SampleId)).ToDictionary(b => b.SampleId);
        return
        [
            .. from conflict in conflicts
               let first = beliefs.GetValueOrDefault(conflict.SampleA)
               let second = beliefs.GetValueOrDefault(conflict.SampleB)
               where first.State == SampleState.Kept && second.State == SampleState.Kept && first.IdentityId != second.IdentityId && first.SampleId != 0 && second.SampleId != 0
               select new SharedPicture(first, second, RuleOf(conflict), double.IsNaN(conflict.Score) ? 0 : conflict.Score),
        ];
    }

    /// <summary>What a number of shared pictures says of two identities; null: nothing.</summary>
    /// <param name="shared">Pictures that both have.</param>
    /// <param name="smaller">Kept images of the one with fewer.</param>
    public static MergeEvidence? Explain(int shared, long smaller)
    {
        if (shared < Math.Min(Fewest, smaller))
            return null;
        var strong = shared >= Fewest && shared >= StrongShare * smaller;
        return new MergeEvidence("pictures", FormattableString.Invariant($"they share {shared} of {smaller} pictures"), strong);
    }

    private static string RuleOf(Finding conflict)
    {
        using var detail = JsonDocument.Parse(conflict.DetailJson);
        return detail.RootElement.TryGetProperty("rule", out var rule) && rule.GetString() is { } name ? name : IngestRules.NearPixels;
    }
}
