using Cleaner.Manifests;
using Cleaner.Manifests.Arrays;
using Cleaner.Purge.Scoring;

namespace Cleaner.Purge;

/// <summary>
/// What a training run knows of its samples: N rows in ascending sample id, C identities, K centers an identity, D dimensions.
/// Arrays of a run folder stay memory mapped; only ids and classes are held (12 bytes a sample).
/// </summary>
public sealed class Evidence : IDisposable
{
    private readonly IReadOnlyList<IDisposable> _mapped;
    private MarginScores? _margins;
    private string[]? _names;

    /// <summary>Evidence from arrays at hand; <see cref="Load"/> takes them from a run folder.</summary>
    /// <param name="sampleIds">Sample id of each row, ascending.</param>
    /// <param name="classOfRow">Index into <paramref name="identityIds"/> for each row.</param>
    /// <param name="identityIds">Identity id of each class.</param>
    /// <param name="embeddings">[N, D], the final model's.</param>
    /// <param name="snapshots">[N, D] each, of earlier epochs and the last one; empty: the embeddings alone.</param>
    /// <param name="ownCosines">[N, K], cosine to each center of the own identity; null where the run has no centers.</param>
    /// <param name="dynamics">[N], mean over the epochs of own − largest other logit; null where it was not recorded.</param>
    /// <param name="dynamicsFirst">[N, 3]: <see cref="DynamicsFirst"/>; null where it was not recorded.</param>
    /// <param name="dynamicsSecond">[N, 3]: <see cref="DynamicsSecond"/>; null where it was not recorded.</param>
    /// <param name="mapped">What to dispose with the evidence.</param>
    public Evidence(
        long[] sampleIds,
        int[] classOfRow,
        long[] identityIds,
        Vectors embeddings,
        IReadOnlyList<Vectors>? snapshots = null,
        Vectors? ownCosines = null,
        Vectors? dynamics = null,
        Vectors? dynamicsFirst = null,
        Vectors? dynamicsSecond = null,
        IReadOnlyList<IDisposable>? mapped = null)
    {
        SampleIds = sampleIds;
        ClassOfRow = classOfRow;
        IdentityIds = identityIds;
        Embeddings = embeddings;
        Snapshots = snapshots is { Count: > 0 } ? snapshots : [embeddings];
        OwnCosines = ownCosines;
        Dynamics = dynamics;
        DynamicsFirst = dynamicsFirst;
        DynamicsSecond = dynamicsSecond;
        Groups = new Grouping(classOfRow, identityIds.Length);
        _mapped = mapped ?? [];
    }

    /// <summary>Number of samples.</summary>
    public int Count => SampleIds.Length;

    /// <summary>Number of identities.</summary>
    public int Classes => IdentityIds.Length;

    /// <summary>Sample id of each row.</summary>
    public long[] SampleIds { get; }

    /// <summary>Class index of each row.</summary>
    public int[] ClassOfRow { get; }

    /// <summary>Identity id of each class index.</summary>
    public long[] IdentityIds { get; }

    /// <summary>The rows of each class.</summary>
    public Grouping Groups { get; }

    /// <summary>[N, D]: embeddings of the final model.</summary>
    public Vectors Embeddings { get; }

    /// <summary>[N, D] each: embeddings along the training, the last epoch's included.</summary>
    public IReadOnlyList<Vectors> Snapshots { get; }

    /// <summary>[N, K]: cosine to each center of the own identity; null where the run trained none.</summary>
    public Vectors? OwnCosines { get; }

    /// <summary>[N, 1]: cosine to the nearest center of another identity; null where the run trained none.</summary>
    public Vectors? OtherCosine { get; init; }

    /// <summary>[N, 1]: training-dynamics margin; null where it was not recorded.</summary>
    public Vectors? Dynamics { get; }

    /// <summary>
    /// [N, 3]: mean over the epochs of a label's logit − largest other one: of the sample's own label; of one put on at random, all labels
    /// being the others; of that one, the sample's own taken out of them (it is a stranger then). Null where it was not recorded.
    /// </summary>
    public Vectors? DynamicsFirst { get; }

    /// <summary>
    /// [N, 3]: the same over the second largest other one, so that a second label of the same person does no harm. Null where it was not recorded.
    /// </summary>
    public Vectors? DynamicsSecond { get; }

    /// <summary>[N, 3]: what <see cref="DynamicsFirst"/> is, of the cosines of networks that were not trained on the sample; null where there were none.</summary>
    public Vectors? HeldOutFirst { get; init; }

    /// <summary>[N, 3]: the same over the second largest other one.</summary>
    public Vectors? HeldOutSecond { get; init; }

    /// <summary>[N, 1]: share of the other identities that are nearer than the own one to networks that were not trained on the sample, 0 to 1; NaN not known; null where there were none.</summary>
    public Vectors? HeldOutRanks { get; init; }

    /// <summary>
    /// Rows that an earlier round kept; null: all of them. A second round that is judged alone embeds every sample but takes the class means from these.
    /// </summary>
    public bool[]? Kept { get; set; }

    /// <summary>[N]: pictures that are hardly lit or washed out; null where nothing is known of it.</summary>
    public bool[]? BadlyExposed { get; set; }

    /// <summary>Name of a class for reasons; "identity 17" until names are given.</summary>
    public string NameOf(int c) => _names?[c] ?? $"identity {IdentityIds[c]}";

    /// <summary>Gives the classes their names.</summary>
    public void SetNames(IReadOnlyList<Identity> identities)
    {
        Dictionary<long, string> byId = identities.ToDictionary(identity => identity.Id, identity => identity.Name);
        _names = Array.ConvertAll(IdentityIds, id => byId.TryGetValue(id, out string? name) ? name : $"identity {id}");
    }

    /// <summary>Share of the labels, 0 to 1, that the network's own centers agree with: what it has learned, by heart or not. Null where the run trained none.</summary>
    public double? TrainingAccuracy() => CenterMargins() is { } margins ? (double)margins.Count(margin => margin > 0) / Count : null;

    /// <summary>[N]: cosine to the nearest of the own identity's centers − to the nearest of another identity; null where the run trained none.</summary>
    public float[]? CenterMargins()
    {
        if (OwnCosines is not { } own || OtherCosine is not { } other)
        {
            return null;
        }

        float[] centers = new float[own.Dim], nearest = new float[1], margins = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            own.CopyRow(i, centers);
            other.CopyRow(i, nearest);
            margins[i] = centers.Max() - nearest[0];
        }

        return margins;
    }

    /// <summary>How every sample stands to its own and to other identities; computed once.</summary>
    /// <param name="seed">Of the random labels.</param>
    public MarginScores Margins(int seed) => _margins ??= MarginScores.Of(this, seed);

    /// <summary>Maps the arrays of a run folder and checks their shapes and values.</summary>
    /// <exception cref="CleanerException">A file is missing or broken, shapes disagree, or a value is not a number.</exception>
    public static Evidence Load(RunFolder run) => EvidenceLoader.Load(run);

    /// <summary>Maps the arrays of several runs on the same samples, to be judged as one (<see cref="EvidenceJoin"/>).</summary>
    /// <param name="runs">At least one.</param>
    /// <exception cref="CleanerException">As for one run; or they are not of the same samples under the same labels.</exception>
    public static Evidence Load(IReadOnlyList<RunFolder> runs) => EvidenceLoader.Load(runs);

    /// <summary>Unmaps the arrays.</summary>
    public void Dispose()
    {
        foreach (IDisposable array in _mapped)
        {
            array.Dispose();
        }
    }
}
