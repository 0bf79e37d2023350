using Cleaner.Manifests;
using Cleaner.Manifests.Diffing;
using static System.FormattableString;

namespace Cleaner.Rendering.Diff;

/// <summary>The path of each sample that changed, once.</summary>
internal sealed class NameOnlyWriter(TextWriter output, int? limit) : IDiffWriter
{
    private string? last;
    private int written;

    public void Write(Change change)
    {
        string place = PlainText.Of(DiffText.Place(change.Telling)!);
        if (place != last && written != limit)
        {
            output.WriteLine(place);
            last = place;
            written++;
        }
    }

    public void End(DiffSummary summary) => output.Flush();
}

/// <summary>One row a change.</summary>
internal sealed class CsvDiffWriter : IDiffWriter
{
    private readonly TextWriter output;
    private readonly int? limit;
    private int written;

    public CsvDiffWriter(TextWriter output, int? limit)
    {
        this.output = output;
        this.limit = limit;
        output.WriteLine("change,locator_before,locator_after,identity_before,identity_after,state_before,state_after,rule,score,reason,sample_before,sample_after");
    }

    public void Write(Change change)
    {
        if (written == limit)
        {
            return;
        }

        written++;
        (Side? before, Side? after) = (change.Before, change.After);
        output.WriteLine(CsvText.Row(
            DiffText.Name(change.Kind), DiffText.Place(before), DiffText.Place(after), before?.Identity, after?.Identity, State(before), State(after),
            change.Telling.Rule, DiffText.Score(change.Telling.Score), change.Telling.Reason, Id(before), Id(after)));
    }

    public void End(DiffSummary summary) => output.Flush();

    private static string? State(Side? side) => side?.State.ToString().ToLowerInvariant();

    private static string? Id(Side? side) => side is null ? null : Invariant($"{side.SampleId}");
}

/// <summary>One row an identity.</summary>
internal sealed class CsvStatWriter(TextWriter output) : IDiffWriter
{
    public void Write(Change change)
    {
        // Counts only; they come at the end.
    }

    public void End(DiffSummary summary)
    {
        ChangeKind[] kinds = Enum.GetValues<ChangeKind>();
        output.WriteLine(CsvText.Row(["identity", "kept_before", "kept_after", .. kinds.Select(DiffText.Name)]));
        foreach (IdentityCount identity in summary.Identities)
        {
            output.WriteLine(CsvText.Row(
            [
                identity.Identity, Invariant($"{identity.KeptBefore}"), Invariant($"{identity.KeptAfter}"),
                .. kinds.Select(kind => Invariant($"{identity.Changes[(int)kind]}")),
            ]));
        }

        output.Flush();
    }
}
