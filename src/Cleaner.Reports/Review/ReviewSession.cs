using Cleaner.Manifests;

namespace Cleaner.Reports.Review;

/// <summary>What a decision did, for the page.</summary>
/// <param name="Revision">The revision written.</param>
/// <param name="Text">The decision in a few words.</param>
internal sealed record Outcome(long Revision, string Text);

/// <summary>
/// Lays cases before a person and writes each decision at once as a revision. One thing at a time: every use of the state goes through
/// <see cref="With"/>. Another command may write between two decisions; then the state is read anew.
/// </summary>
internal sealed class ReviewSession(ReviewOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private ReviewState _state = ReviewState.Open(options);

    public ReviewOptions Options => options;

    /// <summary>Uses the state of the manifest's head.</summary>
    public T With<T>(Func<ReviewState, T> use)
    {
        lock (_gate)
        {
            if (_state.Manifest.Head != _state.Head)
            {
                var newer = ReviewState.Open(options);
                _state.Dispose();
                _state = newer;
            }

            return use(_state);
        }
    }

    /// <summary>Writes a decision as one revision.</summary>
    /// <exception cref="DecisionException">It cannot be meant.</exception>
    /// <exception cref="CleanerException">Another command is writing, or the disk is full.</exception>
    public Outcome Decide(Decision decision) => With(state =>
    {
        var settled = decision.Settle is null ? null : state.Queue.Find(decision.Settle)?.Finding ?? throw new DecisionException($"there is no case {decision.Settle}");
        var plan = new DecisionPlan(state, options.Actor);
        foreach (var action in decision.Actions ?? [])
        {
            plan.Add(action);
        }

        string text = plan.Text.Length > 0 ? plan.Text : settled is not null ? Dismissal(state, settled) : throw new DecisionException("nothing is decided");
        Question? question = settled is null ? null : Answer.To(settled, changed: plan.Text.Length > 0);
        using var writer = state.Manifest.Begin(options.Command, new { Review = text, Settles = question }, options.Actor);
        RequireUnmoved(state, writer);
        var changes = plan.Changes();
        foreach (var (_, after) in changes)
        {
            writer.Set(after);
        }

        if (question is { } asked)
        {
            writer.Add(Settlement.Of(asked, $"{text} by {options.Actor}"));
        }

        state.Follow(writer.Commit(plan.Counts).Id, changes);
        state.Settle(question, text);
        state.Undo.Push(state.Head, text);
        return new Outcome(state.Head, text);
    });

    /// <summary>Takes the newest decision back, in a revision of its own. What others have changed since stays as it is.</summary>
    /// <exception cref="DecisionException">There is nothing to take back.</exception>
    public Outcome Undo() => With(state =>
    {
        var (undone, text) = state.Undo.Newest ?? throw new DecisionException("there is no decision to take back");
        var manifest = state.Manifest;
        var changes = manifest.BeliefsWrittenBy(new HashSet<long> { undone })
            .Select(then => (Then: then, Now: manifest.View(then.SampleId)!.Value.Belief))
            .Where(b => b.Now == b.Then)
            .Select(b => (b.Now, manifest.View(b.Now.SampleId, undone - 1)!.Value.Belief))
            .ToList();
        var reopened = Answer.Read(manifest.Log().First(r => r.Id == undone));
        string done = $"took back: {text}";
        using var writer = manifest.Begin(options.Command, new { Review = done, Undo = undone }, options.Actor);
        RequireUnmoved(state, writer);
        foreach (var (_, before) in changes)
        {
            writer.Set(before);
        }

        if (reopened is { } asked)
        {
            writer.Add(Settlement.Of(asked, done, settled: false));
        }

        state.Follow(writer.Commit(new { restored = changes.Count }).Id, changes);
        state.Undo.Remove(undone);
        state.Reopen(reopened);
        return new Outcome(state.Head, done);
    });

    public void Dispose() => _state.Dispose();

    /// <summary>Nobody else can write any more now; but somebody may have, since the person saw the case.</summary>
    private static void RequireUnmoved(ReviewState state, RevisionWriter writer)
    {
        if (writer.Id != state.Head + 1)
        {
            throw new CleanerException($"{state.Manifest.Path}: another command has just added a revision; look at the case again and decide anew");
        }
    }

    private static string Dismissal(ReviewState state, Finding finding) => finding.Kind switch
    {
        "merge" => $"{state.NameOf(finding.IdentityA)} and {state.NameOf(finding.IdentityB)} stay apart",
        "split" => $"{state.NameOf(finding.IdentityA)} stays whole",
        _ => $"{state.NameOf(finding.IdentityA)} stays as it is",
    };
}
