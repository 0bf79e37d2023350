using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which keys were added.</summary>
public class OrderedDict<TKey, TValue> : IEnumerable<(TKey, TValue)> where TKey : notnull
{
    private readonly OrderedDictionary<TKey, TValue> entries = [];

    public int Count => entries.Count;

    public TValue this[TKey key]
    {
        get => entries[key];
        set => entries[key] = value;
    }

    public IEnumerable<TKey> keys() => entries.Keys;

    public IEnumerable<TValue> values() => entries.Values;

    public bool ContainsKey(TKey key) => entries.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);

    public void Add(TKey key, TValue value) => entries.Add(key, value);

    public bool Remove(TKey key) => entries.Remove(key);

    public void clear() => entries.Clear();

    public IEnumerator<(TKey, TValue)> GetEnumerator()
    {
        // A copy: callers replace entries while they walk through them.
        foreach (var (key, value) in entries.ToArray())
            yield return (key, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
