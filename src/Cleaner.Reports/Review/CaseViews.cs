using Cleaner.Manifests;
using Cleaner.Reports.Gathering;
using Cleaner.Reports.Sections;

namespace Cleaner.Reports.Review;

/// <summary>An image as the page shows it.</summary>
internal sealed record FaceView(long Id, string Place, string State, bool Decided, double? Angle, double? Cosine);

/// <summary>An identity with the images that stand for it best.</summary>
internal sealed record IdentityView(long Id, string Name, int Kept, int Dropped, double? Cosine, IReadOnlyList<FaceView> Faces);

/// <summary>A case in the list.</summary>
internal sealed record CaseItem(string Key, string Kind, string Title, IReadOnlyList<long> Samples, string State, bool Decided, string Answer);

/// <summary>Everything about one image.</summary>
internal sealed record ImageFacts(
    FaceView Face, int Width, int Height, long Bytes, string Format, string? Split, string GivenName, bool Aligned, string Rule, double? Score, string Reason);

/// <summary>One case in full. Which parts are there depends on its kind.</summary>
internal sealed record CaseDetail(
    CaseItem Item, string Reason, double? Score, ImageFacts? Image, IReadOnlyList<IdentityView> Identities, IReadOnlyList<IdentityView> Others, IReadOnlyList<long> Marked);

/// <summary>Looks up what the page shows of cases, identities and images.</summary>
internal sealed class CaseViews(ReviewState state)
{
    private const int TypicalFaces = 14, SideFaces = 12, OtherFaces = 4, Others = 5;

    /// <summary>Faces shown of one identity where images of it are chosen by hand.</summary>
    private const int GridFaces = 240;

    public CaseItem Item(ReviewCase c)
    {
        string answer = state.Settled.GetValueOrDefault(c.Key, "");
        if (c.Finding is { } finding)
        {
            string title = state.NameOf(finding.IdentityA) + (finding.IdentityB == 0 ? "" : $" / {state.NameOf(finding.IdentityB)}");
            var samples = c.Kind == CaseKind.Conflict ? [finding.SampleA, finding.SampleB] : Faces(finding.IdentityA, 1).Concat(Faces(finding.IdentityB, 1)).Select(f => f.Id);
            return new CaseItem(c.Key, KindName(c.Kind), title, [.. samples], "", answer.Length > 0, answer);
        }

        var view = state.Manifest.View(c.SampleId)!.Value;
        var (belief, decided) = (view.Belief, state.Decided.Contains(c.SampleId));
        return new CaseItem(c.Key, KindName(c.Kind), state.NameOf(belief.IdentityId), [c.SampleId], Fates.Of(view).Class(), decided, decided ? belief.Reason : "");
    }

    public CaseDetail Detail(ReviewCase c) => c.Finding is { } finding ? Question(c, finding) : Image(c);

    /// <summary>The images of an identity for choosing by hand: those marked, then those most like a sample, or those most typical.</summary>
    public IdentityView Grid(long identity, long like, params long[] marked)
    {
        List<long> kept = [.. state.Index.Of(identity).Kept.Except(marked)];
        IReadOnlyList<(long Sample, double Cosine)> ordered = state.Faces is not { } faces ? [.. kept.Select(id => (id, double.NaN))] : like > 0 ? faces.BySample(kept, like) : faces.ByCentroid(kept, kept);
        return Identity(identity, null, [.. marked.Select(id => (Sample: id, Cosine: double.NaN)).Concat(ordered).Take(GridFaces).Select(f => Face(f.Sample, f.Cosine))]);
    }

    /// <summary>Identities whose name holds a text, those that begin with it first; without a text those nearest to a sample or identity.</summary>
    public IReadOnlyList<IdentityView> Search(string text, long like, long except, int count)
    {
        var near = Nearest(like, except, count);
        if (text.Length == 0)
        {
            return near;
        }

        return
        [
            .. state.Names.Where(n => n.Key != except && n.Value.Contains(text, StringComparison.OrdinalIgnoreCase) && HasImages(n.Key))
                .OrderByDescending(n => n.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ThenBy(n => n.Value.Length).ThenBy(n => n.Value, StringComparer.Ordinal)
                .Take(count).Select(n => near.FirstOrDefault(i => i.Id == n.Key) ?? Identity(n.Key, null, Faces(n.Key, OtherFaces))),
        ];
    }

    private CaseDetail Image(ReviewCase c)
    {
        var view = state.Manifest.View(c.SampleId)!.Value;
        var (sample, belief) = (view.Sample, view.Belief);
        var facts = new ImageFacts(
            Face(sample.Id, double.NaN), sample.Width, sample.Height, sample.Bytes, sample.Format, sample.Split, state.NameOf(view.GivenIdentityId),
            sample.AlignSize > 0, belief.Rule, Number(belief.Score), belief.Reason);
        return new CaseDetail(
            Item(c), belief.Reason, Number(belief.Score), facts, [Identity(belief.IdentityId, null, Faces(belief.IdentityId, TypicalFaces, sample.Id))], Nearest(sample.Id, belief.IdentityId, Others), []);
    }

    private CaseDetail Question(ReviewCase c, Finding finding)
    {
        var kept = state.Index.Of(finding.IdentityA).Kept.ToHashSet();
        long[] marked = c.Kind == CaseKind.Split ? [.. FindingSamples.Of(finding, FindingSamples.Right).Where(kept.Contains)] : [];
        IReadOnlyList<IdentityView> sides = c.Kind switch
        {
            CaseKind.Split or CaseKind.Noise => [Grid(finding.IdentityA, 0, marked)],
            _ => [Side(finding.IdentityA, finding.SampleA), Side(finding.IdentityB, finding.SampleB)],
        };
        return new CaseDetail(Item(c), finding.Reason, Number(finding.Score), null, sides, [], marked);
    }

    /// <summary>One side of two; where the finding names a sample, that one comes first.</summary>
    private IdentityView Side(long identity, long sample) =>
        Identity(identity, null, [.. sample == 0 ? [] : new[] { Face(sample, double.NaN) }, .. Faces(identity, SideFaces, sample)]);

    private IReadOnlyList<IdentityView> Nearest(long like, long except, int count)
    {
        if (state.Faces is not { } faces)
        {
            return [];
        }

        bool Wanted(long id) => id != except && HasImages(id);
        var nearest = like > 0 ? faces.Nearest(like, Wanted, count) : faces.Nearest(state.Index.Of(except).Kept, Wanted, count);
        return [.. nearest.Select(n => Identity(n.Identity, n.Cosine, Faces(n.Identity, OtherFaces)))];
    }

    private bool HasImages(long identity) => state.Index.Of(identity) is { } members && members.Kept.Count + members.Dropped.Count > 0;

    private IdentityView Identity(long id, double? cosine, IReadOnlyList<FaceView> faces)
    {
        var members = state.Index.Of(id);
        return new IdentityView(id, state.NameOf(id), members.Kept.Count, members.Dropped.Count, cosine, faces);
    }

    /// <summary>The images nearest to the centroid of those that the identity keeps, one sample left aside.</summary>
    private IReadOnlyList<FaceView> Faces(long identity, int count, long except = 0)
    {
        List<long> kept = [.. state.Index.Of(identity).Kept.Where(id => id != except)];
        var ordered = state.Faces?.ByCentroid(kept, kept).Select(f => f.Sample) ?? kept;
        return [.. ordered.Take(count).Select(id => Face(id, double.NaN))];
    }

    private FaceView Face(long sampleId, double cosine)
    {
        var view = state.Manifest.View(sampleId)!.Value;
        return new FaceView(
            sampleId, Gallery.Place(view.Sample), Fates.Of(view).Class(), state.Decided.Contains(sampleId), state.Faces?.Angle(sampleId), Number(cosine));
    }

    /// <summary>JSON has no word for "not a number".</summary>
    private static double? Number(double value) => double.IsFinite(value) ? value : null;

    private static string KindName(CaseKind kind) => kind.ToString().ToLowerInvariant();
}
