using System.Numerics;

namespace Cleaner.Ingest.Deduplication;

/// <summary>Which samples have perceptual hashes close to each other. Samples with equal hashes share one vertex.</summary>
internal sealed class CandidateGraph
{
    private readonly DistinctCodes _codes;
    private readonly int[] _samples;
    private readonly Dictionary<int, int> _vertexOf;
    private readonly List<int>?[] _near;

    private CandidateGraph(DistinctCodes codes, int[] samples, Dictionary<int, int> vertexOf, List<int>?[] near) =>
        (_codes, _samples, _vertexOf, _near) = (codes, samples, vertexOf, near);

    /// <summary>The distance that was searched: less than asked for where the hashes of the set are too much alike.</summary>
    public int Distance { get; private init; }

    /// <summary>Joins the hashes of some samples of the table. Flat pictures have no hash worth the name and stay out.</summary>
    public static CandidateGraph Build(DuplicateTable table, IEnumerable<int> among, int distance, int threads, CancellationToken stop)
    {
        var samples = new List<int>();
        foreach (var sample in among)
        {
            if (!table.Ranks[sample].Flat)
                samples.Add(sample);
        }
        var hashes = new ulong[samples.Count];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = table.PerceptualHashes[samples[i]];

        var codes = DistinctCodes.Of(hashes);
        var near = new List<int>?[codes.Values.Length];
        distance = NearRadius.Bearable(codes.Values, distance);
        foreach (var pair in HammingJoin.SelfJoin(codes.Values, distance, threads, stop))
        {
            (near[pair.A] ??= []).Add(pair.B);
            (near[pair.B] ??= []).Add(pair.A);
        }

        var vertexOf = new Dictionary<int, int>();
        for (var vertex = 0; vertex < near.Length; vertex++)
        {
            if (near[vertex] is null && codes.Items(vertex).Length == 1)
                continue;
            foreach (var item in codes.Items(vertex))
                vertexOf[samples[item]] = vertex;
        }
        return new CandidateGraph(codes, [.. samples], vertexOf, near) { Distance = distance };
    }

    /// <summary>The samples that have any neighbour.</summary>
    public IReadOnlyCollection<int> Members() => _vertexOf.Keys;

    /// <summary>The samples whose hash is close to that of one sample, itself left out, with their distance.</summary>
    public IEnumerable<(int Sample, int Distance)> Near(int sample)
    {
        if (!_vertexOf.TryGetValue(sample, out var own))
            yield break;
        foreach (var item in ItemsOf(own))
        {
            if (_samples[item] != sample)
                yield return (_samples[item], 0);
        }
        foreach (var vertex in _near[own] ?? [])
        {
            var distance = BitOperations.PopCount(_codes.Values[own] ^ _codes.Values[vertex]);
            foreach (var item in ItemsOf(vertex))
                yield return (_samples[item], distance);
        }
    }

    private int[] ItemsOf(int vertex) => _codes.Items(vertex).ToArray();
}
