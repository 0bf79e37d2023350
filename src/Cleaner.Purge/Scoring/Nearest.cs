namespace Cleaner.Purge.Scoring;

/// <summary>The three largest values offered so far.</summary>
internal struct Nearest
{
    private float _first, _second, _third;

    /// <summary>Nothing offered yet.</summary>
    public static Nearest None { get; } = new() { _first = float.NegativeInfinity, _second = float.NegativeInfinity, _third = float.NegativeInfinity };

    /// <summary>Values up to this one are not taken in any more.</summary>
    public readonly float Bar => _third;

    /// <summary>Mean of the values held; 0 where none was offered.</summary>
    public readonly float Mean =>
        _third > float.NegativeInfinity ? (_first + _second + _third) / 3
        : _second > float.NegativeInfinity ? (_first + _second) / 2
        : _first > float.NegativeInfinity ? _first
        : 0;

    public void Offer(float value)
    {
        if (value > _first)
        {
            (_third, _second, _first) = (_second, _first, value);
        }
        else if (value > _second)
        {
            (_third, _second) = (_second, value);
        }
        else if (value > _third)
        {
            _third = value;
        }
    }
}
