using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>
/// Finds identities that are one person under two names, by their names, by the pictures that they share and, where embeddings are
/// given, by those; merges them on demand. Names alone never merge two groups whose embeddings disagree. What is merged is a
/// revision like any other: the facts keep the label as it was read, and 'cleaner revert' takes it back.
/// </summary>
public static class Reconciler
{
    /// <summary>Looks for candidates and decides about them. Writes nothing.</summary>
    /// <param name="manifest">The manifest; its newest revision is looked at.</param>
    /// <param name="embeddings">What a trained model says, or null.</param>
    /// <param name="apply">Merge what is certain enough; else everything is a suggestion.</param>
    public static ReconcilePlan Plan(Manifest manifest, IEmbeddingOpinion? embeddings = null, bool apply = false)
    {
        var identities = Census(manifest);
        var shared = SharedPictures.Read(manifest);
        var known = manifest.Head == 0 ? [] : manifest.Findings();
        var answered = Settlement.Answered(known);
        var groups = new MergeGroups((a, b) => Disagrees(embeddings, a, b) || answered.Contains(MergeFinding.QuestionOf(a, b)));
        var candidates = Gather(identities, shared, embeddings).Select(c => Decide(c, answered, groups, embeddings, apply)).ToList();
        var merged = apply ? groups.Result(identities) : [];
        var findings = candidates.SelectMany(MergeFinding.Of).Concat(embeddings?.Splits ?? []);
        return new ReconcilePlan
        {
            Head = manifest.Head,
            Identities = identities.Count,
            Candidates = [.. candidates.OrderBy(c => DecisionRank(c.Decision)).ThenByDescending(c => identities[c.Identity].Kept).ThenBy(c => c.Identity)],
            Splits = embeddings?.Splits ?? [],
            Merged = merged,
            News = [.. findings.Except(known)],
            Copies = MergedCopies.Find(manifest, shared, merged),
        };
    }

    /// <summary>Writes a plan as one revision: the candidates as findings, and what is merged.</summary>
    /// <returns>The revision and what changed; null where there is nothing new, then none is written.</returns>
    /// <exception cref="CleanerException">The manifest has moved on since the plan was made, or another process is writing.</exception>
    public static (Revision? Written, ReconcileCounts Counts) Apply(Manifest manifest, ReconcilePlan plan, string command, object settings)
    {
        if (manifest.Head != plan.Head)
            throw new CleanerException(FormattableString.Invariant($"{manifest.Path}: revision {manifest.Head} was written while revision {plan.Head} was reconciled; run it again"));
        var counts = new ReconcileCounts(plan.Merged.Count, 0, plan.Copies.Count, plan.Count(MergeDecision.Suggested), plan.Count(MergeDecision.HeldBack), plan.Splits.Count);
        if (!plan.HasNews)
            return (null, counts);
        using var writer = manifest.Begin(command, settings);
        foreach (var finding in plan.News)
            writer.Add(finding);
        var moved = 0L;
        foreach (var belief in plan.Merged.Count == 0 ? [] : manifest.Beliefs())
        {
            var next = After(belief, plan);
            if (next == belief)
                continue;
            writer.Set(next);
            moved += next.IdentityId != belief.IdentityId ? 1 : 0;
        }
        counts = counts with { Samples = moved };
        return (writer.Commit(counts), counts);
    }

    private static Belief After(Belief belief, ReconcilePlan plan)
    {
        if (plan.Merged.TryGetValue(belief.IdentityId, out var into))
            belief = belief with { IdentityId = into };
        if (plan.Copies.TryGetValue(belief.SampleId, out var copy))
        {
            return belief with
            {
                State = SampleState.Duplicate,
                DuplicateOf = copy.Of,
                Rule = copy.Picture.Rule,
                Score = copy.Picture.Distance,
                Reason = FormattableString.Invariant($"the picture of sample {copy.Of}, under another name of the same identity"),
            };
        }
        // What a copy stood for is stood for by its own representative now.
        return belief.State == SampleState.Duplicate && plan.Copies.TryGetValue(belief.DuplicateOf, out var other) ? belief with { DuplicateOf = other.Of } : belief;
    }

    private static Dictionary<long, NamedIdentity> Census(Manifest manifest)
    {
        var kept = new Dictionary<long, long>();
        foreach (var belief in manifest.Head == 0 ? [] : manifest.Beliefs())
        {
            if (belief.State == SampleState.Kept)
                kept[belief.IdentityId] = kept.GetValueOrDefault(belief.IdentityId) + 1;
        }
        return manifest.Identities().Where(i => kept.ContainsKey(i.Id)).ToDictionary(i => i.Id, i => new NamedIdentity(i.Id, i.Name, kept[i.Id]));
    }

    /// <summary>Every pair that something speaks for, with all that speaks for it.</summary>
    private static IEnumerable<(NamedIdentity Into, NamedIdentity Other, List<MergeEvidence> Evidence)> Gather(
        Dictionary<long, NamedIdentity> identities, List<SharedPicture> shared, IEmbeddingOpinion? embeddings)
    {
        var pairs = new Dictionary<(long, long), (NamedIdentity Into, NamedIdentity Other, List<MergeEvidence> Evidence)>();
        void Add(NamedIdentity a, NamedIdentity b, MergeEvidence evidence)
        {
            var (into, other) = a.CompareTo(b) < 0 ? (a, b) : (b, a);
            if (!pairs.TryGetValue((into.Id, other.Id), out var pair))
                pairs[(into.Id, other.Id)] = pair = (into, other, []);
            pair.Evidence.Add(evidence);
        }
        foreach (var (into, other, evidence) in NameMatcher.Match([.. identities.Values]))
            Add(into, other, evidence);
        foreach (var pictures in shared.GroupBy(s => (Math.Min(s.First.IdentityId, s.Second.IdentityId), Math.Max(s.First.IdentityId, s.Second.IdentityId))))
        {
            NamedIdentity a = identities[pictures.Key.Item1], b = identities[pictures.Key.Item2];
            if (SharedPictures.Explain(pictures.Count(), Math.Min(a.Kept, b.Kept)) is { } evidence)
                Add(a, b, evidence);
        }
        foreach (var (a, b) in embeddings?.Alike ?? [])
        {
            if (identities.TryGetValue(a, out var first) && identities.TryGetValue(b, out var second))
                Add(first, second, new MergeEvidence("embeddings", "their embeddings are those of one identity", IsStrong: true));
        }
        return pairs.Values;
    }

    private static MergeCandidate Decide(
        (NamedIdentity Into, NamedIdentity Other, List<MergeEvidence> Evidence) pair, IReadOnlySet<Question> answered, MergeGroups groups, IEmbeddingOpinion? embeddings, bool apply)
    {
        var (into, other, evidence) = pair;
        var similarity = embeddings?.Similarity(into.Id, other.Id);
        // A weak hint that the embeddings bear out is a strong one.
        var isCertain = evidence.Exists(e => e.IsStrong) || similarity >= embeddings?.AgreeFrom;
        var decision = answered.Contains(MergeFinding.QuestionOf(into.Id, other.Id)) ? MergeDecision.Answered
            : Disagrees(embeddings, into.Id, other.Id) ? MergeDecision.HeldBack
            : !apply || !isCertain ? MergeDecision.Suggested
            : groups.TryJoin(into.Id, other.Id) ? MergeDecision.Applied : MergeDecision.HeldBack;
        return new MergeCandidate(into.Id, into.Name, other.Id, other.Name, evidence, similarity, decision);
    }

    private static bool Disagrees(IEmbeddingOpinion? embeddings, long a, long b) => embeddings?.Similarity(a, b) < embeddings?.DisagreeBelow;

    private static int DecisionRank(string decision) => decision switch
    {
        MergeDecision.Applied => 0,
        MergeDecision.Suggested => 1,
        _ => 2,
    };
}
