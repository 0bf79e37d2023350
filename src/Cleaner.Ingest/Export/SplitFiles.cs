namespace Cleaner.Ingest.Export;

/// <summary>One writer a split, made when its first sample comes.</summary>
internal sealed class SplitFiles<T>(Func<string, T> make) : IDisposable
    where T : IDisposable
{
    private readonly SortedDictionary<string, T> files = new(StringComparer.Ordinal);

    /// <summary>The writers, by split.</summary>
    public IEnumerable<T> All => files.Values;

    public T Of(string split)
    {
        if (!files.TryGetValue(split, out T? file))
        {
            files.Add(split, file = make(split));
        }

        return file;
    }

    public void Dispose()
    {
        foreach (T file in files.Values)
        {
            file.Dispose();
        }
    }
}
