using Cleaner.Manifests;

namespace Cleaner.Reports.Review;

/// <summary>
/// Turns a decision into beliefs. A word on single images (keep, drop, move) stands under the rule "review", which no other rule
/// overrules. A word on an identity (merge, split) changes names alone: state, rule and score of its images stay, so that later purges
/// still find strangers among them; that the name is a person's is known from the revision (see <see cref="PersonsDecision"/>).
/// </summary>
internal sealed class DecisionPlan(ReviewState state, string actor)
{
    private const int LongestName = 200;

    private readonly Dictionary<long, (Belief Before, Belief After)> _changes = [];
    private readonly List<string> _texts = [];

    // Identity −1 stands for the first of them, −2 for the second, …
    private readonly List<string> _newNames = [];

    /// <summary>
    /// What changes. New identities are made here, so this is read once, while the revision is being written: their names go into the
    /// manifest with it or not at all.
    /// </summary>
    public IReadOnlyList<(Belief Before, Belief After)> Changes() =>
    [
        .. _changes.Values.Select(c => c.After.IdentityId >= 0
            ? c
            : (c.Before, c.After with { IdentityId = state.Manifest.IdentityId(_newNames[(int)(-1 - c.After.IdentityId)]) })),
    ];

    /// <summary>The decision in a few words.</summary>
    public string Text => string.Join(", ", _texts);

    /// <summary>Counts for the manifest's log.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>Adds one part.</summary>
    /// <exception cref="DecisionException">It cannot be meant.</exception>
    public void Add(DecisionAction action)
    {
        switch (action.Do)
        {
            case "keep":
                Each(action, "kept", view => Persons(view.Belief, SampleState.Kept, view.Belief.IdentityId, $"kept by {actor}"), "");
                break;
            case "drop":
                Each(action, "dropped", view => Persons(view.Belief, SampleState.Dropped, view.Belief.IdentityId, $"dropped by {actor}"), "");
                break;
            case "move":
                long target = Target(action);
                Each(action, "moved", view => Persons(view.Belief, SampleState.Kept, target, $"moved from {NameOf(view.Belief.IdentityId)} by {actor}"), $" to {NameOf(target)}");
                break;
            case "split":
                long made = Target(action);
                Each(action, "split", view => view.Belief with { IdentityId = made, Reason = $"split off {NameOf(view.Belief.IdentityId)} by {actor}" }, $" off to {NameOf(made)}");
                break;
            case "merge":
                Merge(action);
                break;
            default:
                throw new DecisionException($"'{action.Do}' is no decision: keep, drop, move, split or merge");
        }
    }

    private void Merge(DecisionAction action)
    {
        long into = Target(action), from = action.From ?? 0;
        var members = state.Index.Of(from);
        long[] samples = [.. members.Kept, .. members.Dropped, .. members.Others];
        if (from == into || samples.Length == 0)
        {
            throw new DecisionException("a merge takes two different identities that have images");
        }

        string name = NameOf(from);
        foreach (long sample in samples)
        {
            var belief = View(sample).Belief;
            Change(belief, belief with { IdentityId = into, Reason = belief.State == SampleState.Kept ? $"merged from {name} by {actor}" : belief.Reason });
        }

        Tell("merged", samples.Length, $"{name} merged into {NameOf(into)} ({Images(samples.Length)})");
    }

    private void Each(DecisionAction action, string verb, Func<SampleView, Belief> decide, string suffix)
    {
        if (action.Samples is not { Count: > 0 } samples)
        {
            throw new DecisionException("no image is chosen");
        }

        foreach (long sample in samples.Distinct())
        {
            var view = View(sample);
            if (view.Belief.State == SampleState.Unusable)
            {
                throw new DecisionException($"{view.Sample.Locator}: the file cannot be used, so there is nothing to decide");
            }

            Change(view.Belief, decide(view));
        }

        Tell(verb, samples.Count, $"{verb} {Images(samples.Count)}{suffix}");
    }

    private static Belief Persons(in Belief before, SampleState state, long identity, string reason) =>
        new(before.SampleId, state, identity, 0, PersonsDecision.Rule, double.NaN, reason);

    private void Change(in Belief before, in Belief after) =>
        _changes[before.SampleId] = (_changes.TryGetValue(before.SampleId, out var earlier) ? earlier.Before : before, after);

    private void Tell(string verb, int count, string text)
    {
        Counts[verb] = Counts.GetValueOrDefault(verb) + count;
        _texts.Add(text);
    }

    private SampleView View(long sample) => state.Manifest.View(sample) ?? throw new DecisionException($"there is no sample {sample}");

    private long Target(DecisionAction action)
    {
        if (action.Identity is { } id)
        {
            return state.IsIdentity(id) ? id : throw new DecisionException($"there is no identity {id}");
        }

        string name = (action.Name ?? "").Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw new DecisionException($"a name has 1 to {LongestName} characters");
        }

        if (state.IdOf(name) is { } known)
        {
            return known;
        }

        _newNames.Add(name);
        return -_newNames.Count;
    }

    private string NameOf(long identity) => identity < 0 ? _newNames[(int)(-1 - identity)] : state.NameOf(identity);

    private static string Images(int count) => count == 1 ? "1 image" : FormattableString.Invariant($"{count:N0} images");
}
