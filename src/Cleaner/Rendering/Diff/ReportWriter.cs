using Cleaner.Manifests.Diffing;

namespace Cleaner.Rendering.Diff;

/// <summary>A diff for people: counts first, then the first changes; holds back no more than it lists.</summary>
internal abstract class ReportWriter(bool stat, int limit) : IDiffWriter
{
    private readonly List<Change> listed = [];

    public void Write(Change change)
    {
        if (!stat && listed.Count < limit)
        {
            listed.Add(change);
        }
    }

    public void End(DiffSummary summary)
    {
        Header(summary);
        if (summary.Total == 0)
        {
            Note("no changes");
        }
        else if (stat)
        {
            Identities([.. summary.Identities.Take(limit)]);
            Rest(summary.Identities.Count - limit, "identities");
        }
        else
        {
            Counts(summary);
            Changes(listed);
            Rest(summary.Total - listed.Count, "changes");
        }

        Footer();
    }

    protected abstract void Header(DiffSummary summary);

    protected abstract void Counts(DiffSummary summary);

    protected abstract void Identities(IReadOnlyList<IdentityCount> identities);

    protected abstract void Changes(IReadOnlyList<Change> changes);

    protected abstract void Note(string text);

    protected virtual void Footer()
    {
    }

    private void Rest(long count, string what)
    {
        if (count > 0)
        {
            Note($"and {DiffText.Count(count)} more {what}; --limit lists more, --format csv or jsonl all");
        }
    }
}
