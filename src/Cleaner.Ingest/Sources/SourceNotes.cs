namespace Cleaner.Ingest.Sources;

/// <summary>What a source has to say beside its images. Written by the listing thread, read after it has ended.</summary>
public sealed class SourceNotes
{
    /// <summary>The kind of an image that no identity folder holds.</summary>
    public const string OutsideIdentity = "image outside an identity folder";

    private readonly SortedDictionary<string, long> _ignored = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    /// <summary>Entries that are no samples, counted by kind.</summary>
    public IReadOnlyList<ReasonCount> Ignored => [.. _ignored.Select(i => new ReasonCount(i.Key, i.Value))];

    /// <summary>Things a person should know; each once.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Counts an entry that is no sample.</summary>
    /// <param name="kind">What sort of entry, e.g. ".txt file".</param>
    public void Ignore(string kind) => _ignored[kind] = _ignored.GetValueOrDefault(kind) + 1;

    /// <summary>Notes a thing that a person should know.</summary>
    public void Warn(string text)
    {
        if (!_warnings.Contains(text))
            _warnings.Add(text);
    }
}
