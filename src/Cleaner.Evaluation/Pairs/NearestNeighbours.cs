using System.Numerics;

namespace Cleaner.Evaluation.Pairs;

/// <summary>For each position the nearest other position and its cosine; of equally near ones the first.</summary>
internal sealed class NearestNeighbours
{
    private readonly float[] _score;
    private readonly int[] _position;

    public NearestNeighbours(int count)
    {
        _score = new float[count];
        _position = new int[count];
        Array.Fill(_score, float.NegativeInfinity);
        Array.Fill(_position, -1);
    }

    public int Of(int position) => _position[position];

    /// <summary>Takes the cosines of one position with the positions from <paramref name="first"/> on, for both sides of each pair.</summary>
    public void Offer(int position, int first, ReadOnlySpan<float> scores)
    {
        int i = 0;
        var best = _score.AsSpan(first, scores.Length);
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = new Vector<float>(scores[i..]);
            // Nearly always neither side improves, so that one comparison of a whole vector settles it.
            var bar = Vector.Min(new Vector<float>(best[i..]), new Vector<float>(_score[position]));
            if (Vector.GreaterThanOrEqualAny(values, bar))
            {
                for (int k = i; k < i + Vector<float>.Count; k++)
                {
                    OfferPair(position, first + k, scores[k]);
                }
            }
        }

        for (; i < scores.Length; i++)
        {
            OfferPair(position, first + i, scores[i]);
        }
    }

    public void Merge(NearestNeighbours other)
    {
        for (int i = 0; i < _score.Length; i++)
        {
            if (other._position[i] >= 0)
            {
                Keep(i, other._position[i], other._score[i]);
            }
        }
    }

    private void OfferPair(int a, int b, float score)
    {
        Keep(a, b, score);
        Keep(b, a, score);
    }

    private void Keep(int position, int candidate, float score)
    {
        if (score > _score[position] || (score == _score[position] && (uint)candidate < (uint)_position[position]))
        {
            _score[position] = score;
            _position[position] = candidate;
        }
    }
}
