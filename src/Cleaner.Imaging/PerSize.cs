using System.Collections.Concurrent;

namespace Cleaner.Imaging;

/// <summary>
/// What is derived from a width or height alone, made once for each: sizes repeat within a data set; where they do not, the cache does not
/// grow with it. Thread safe.
/// </summary>
/// <param name="build">Makes the value of a size.</param>
internal sealed class PerSize<T>(Func<int, T> build)
{
    private const int Limit = 512;

    private readonly ConcurrentDictionary<int, T> _known = new();

    public T For(int size)
    {
        if (_known.TryGetValue(size, out var known))
        {
            return known;
        }

        if (_known.Count >= Limit)
        {
            _known.Clear();
        }

        return _known[size] = build(size);
    }
}
