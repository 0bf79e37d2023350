using Cleaner.Manifests;

namespace Cleaner.Reports.Review;

/// <summary>The decisions of persons that can be taken back, the newest last; read from the log, so that it outlives the session.</summary>
internal sealed class UndoStack
{
    private readonly List<(long Revision, string Text)> _decisions = [];

    /// <summary>The decision that is taken back next; null none.</summary>
    public (long Revision, string Text)? Newest => _decisions.Count == 0 ? null : _decisions[^1];

    public static UndoStack Read(IReadOnlyList<Revision> log)
    {
        var stack = new UndoStack();
        foreach (var revision in log)
        {
            if (PersonsDecision.TakesBack(revision) is > 0 and var undone)
            {
                stack.Remove(undone);
            }
            else if (PersonsDecision.Text(revision) is { } text)
            {
                stack.Push(revision.Id, text);
            }
        }

        return stack;
    }

    public void Push(long revision, string text) => _decisions.Add((revision, text));

    public void Remove(long revision) => _decisions.RemoveAll(d => d.Revision == revision);
}
