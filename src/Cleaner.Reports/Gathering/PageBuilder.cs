using Cleaner.Manifests;
using Cleaner.Reports.Sections;
using Cleaner.Reports.Thumbnails;

namespace Cleaner.Reports.Gathering;

/// <summary>Brings together what the sections show, in two passes over the manifest.</summary>
internal static class PageBuilder
{
    public static ReportPage Build(ReportInput input, SampleReader reader)
    {
        var manifest = input.Manifest;
        var log = manifest.Log();
        long id = input.Revision ?? manifest.Head;
        var revision = log.FirstOrDefault(r => r.Id == id)
            ?? throw new CleanerException(log.Count == 0 ? $"{manifest.Path} is empty: ingest something first" : $"{manifest.Path} has no revision {id}; see `cleaner log`");
        using var angles = input.Run is null ? null : AngleEvidence.Open(input.Run);
        var purge = PurgeSettings.Newest(log, id);
        var facts = FactGatherer.Gather(manifest, id, purge, angles, input.Options);
        var findings = Standing(manifest, id, facts);
        var suggested = Choose(findings, input.Options.Suggestions);
        var typical = TypicalSamples.Find(manifest, id, IdentitiesShown(facts, suggested), facts.RelabelledIds, angles, input.Options.Typical);
        var suggestions = suggested.Select(f => Illustrate(manifest, f, typical, input.Options.Typical)).ToList();
        var originals = Originals(manifest, facts);
        var thumbnails = new ThumbnailStore(reader, input.Options.ThumbnailSize, input.Options.ThumbnailBytes);
        thumbnails.Load(Pictures(facts, typical, suggestions, originals));
        return new ReportPage
        {
            Manifest = manifest,
            Revision = revision,
            Log = log,
            Facts = facts,
            Options = input.Options,
            Now = input.Now,
            Purge = purge,
            Names = manifest.Identities().ToDictionary(i => i.Id, i => i.Name),
            Typical = typical,
            Suggestions = suggestions,
            SuggestionCounts = findings.CountBy(f => f.Kind).ToDictionary(),
            Originals = originals,
            Thumbnails = thumbnails,
            Metrics = input.Run is null ? null : MetricsFile.Read(input.Run.Metrics),
            Map = input.Run is null ? null : EmbeddingMap.Build(manifest, id, input.Run, facts, input.Options),
            Comparison = input.Comparison,
        };
    }

    /// <summary>
    /// The questions that nobody has answered and that are not moot: of a conflict both pictures are kept, and every name asked about still
    /// has an image.
    /// </summary>
    private static List<Finding> Standing(Manifest manifest, long revision, ReportFacts facts)
    {
        var open = Settlement.Open(manifest.Findings(revision));
        HashSet<long> inConflict = [.. open.Where(f => f.Kind == "conflict").SelectMany(f => new[] { f.SampleA, f.SampleB })];
        if (inConflict.Count > 0)
        {
            foreach (var belief in manifest.Beliefs(revision).Where(b => b.State != SampleState.Kept))
            {
                inConflict.Remove(belief.SampleId);
            }
        }

        bool HasImages(long identity) => identity == 0 || (facts.Identities.TryGetValue(identity, out var tally) && tally.After > 0);
        return [.. open.Where(f => HasImages(f.IdentityA) && HasImages(f.IdentityB) && (f.Kind != "conflict" || (inConflict.Contains(f.SampleA) && inConflict.Contains(f.SampleB))))];
    }

    private static List<Finding> Choose(IReadOnlyList<Finding> findings, int each) =>
        [.. findings.GroupBy(f => f.Kind).SelectMany(g => g.OrderByDescending(f => double.IsNaN(f.Score) ? double.NegativeInfinity : f.Score).Take(each))];

    private static HashSet<long> IdentitiesShown(ReportFacts facts, IEnumerable<Finding> findings)
    {
        var shown = new HashSet<long>();
        shown.UnionWith(facts.Dropped.Items().Select(s => s.GivenIdentity));
        shown.UnionWith(facts.Duplicates.Items().Select(s => s.GivenIdentity));
        shown.UnionWith(facts.Relabelled.Items().SelectMany(s => new[] { s.GivenIdentity, s.Belief.IdentityId }));
        shown.UnionWith(findings.SelectMany(f => new[] { f.IdentityA, f.IdentityB }).Where(id => id != 0));
        return shown;
    }

    private static Dictionary<long, Sample> Originals(Manifest manifest, ReportFacts facts) =>
        facts.Duplicates.Items().Select(s => s.Belief.DuplicateOf).Distinct().Select(manifest.Find).Where(s => s is not null).ToDictionary(s => s!.Id, s => s!);

    /// <summary>Pictures for a finding: its own examples where it names them, otherwise the typical images of its names.</summary>
    private static Suggestion Illustrate(Manifest manifest, Finding finding, Dictionary<long, IReadOnlyList<Sample>> typical, int count)
    {
        var left = Examples(manifest, finding, FindingSamples.Left, count);
        var right = Examples(manifest, finding, FindingSamples.Right, count);
        return new Suggestion(
            finding,
            left.Count > 0 ? left : typical.GetValueOrDefault(finding.IdentityA, []),
            right.Count > 0 || finding.IdentityB == 0 ? right : typical.GetValueOrDefault(finding.IdentityB, []));
    }

    private static List<Sample> Examples(Manifest manifest, Finding finding, string side, int count) =>
        [.. FindingSamples.Of(finding, side).Take(count).Select(manifest.Find).OfType<Sample>()];

    /// <summary>What is looked at first comes first, so that it is there when the room runs out.</summary>
    private static IEnumerable<Sample> Pictures(
        ReportFacts facts, Dictionary<long, IReadOnlyList<Sample>> typical, List<Suggestion> suggestions, Dictionary<long, Sample> originals)
    {
        foreach (var closest in facts.JustOver.Items().Concat(facts.JustUnder.Items()))
        {
            yield return closest.Sample;
        }

        foreach (var suggestion in suggestions.SelectMany(s => s.Left.Concat(s.Right)))
        {
            yield return suggestion;
        }

        foreach (var shown in facts.Relabelled.Items().Concat(facts.Dropped.Items()))
        {
            yield return shown.Sample;
            foreach (var sample in typical.GetValueOrDefault(shown.GivenIdentity, []).Concat(typical.GetValueOrDefault(shown.Belief.IdentityId, [])))
            {
                yield return sample;
            }
        }

        foreach (var shown in facts.Duplicates.Items())
        {
            yield return shown.Sample;
            if (originals.TryGetValue(shown.Belief.DuplicateOf, out var original))
            {
                yield return original;
            }

            foreach (var sample in typical.GetValueOrDefault(shown.GivenIdentity, []))
            {
                yield return sample;
            }
        }
    }
}
