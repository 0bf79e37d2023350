namespace Cleaner.Purge.Scoring;

/// <summary>The scores of random labels, ascending, by the identity that they name; those of all where an identity has few.</summary>
public sealed class ClassNulls
{
    private const int Few = 20;

    private readonly float[] _all;
    private readonly Dictionary<int, float[]> _of;

    /// <param name="scores">The scores of the draws.</param>
    /// <param name="draws">The draws.</param>
    public ClassNulls(float[] scores, NullDraw[] draws)
    {
        _all = [.. scores.Order()];
        _of = draws.Zip(scores).GroupBy(pair => pair.First.Label, pair => pair.Second)
            .Where(group => group.Count() >= Few).ToDictionary(group => group.Key, group => group.Order().ToArray());
    }

    /// <summary>Those of one identity.</summary>
    public float[] this[int c] => _of.GetValueOrDefault(c, _all);
}
