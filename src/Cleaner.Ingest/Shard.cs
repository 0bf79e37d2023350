using System.Globalization;
using System.Text;
using Cleaner.Manifests;

namespace Cleaner.Ingest;

/// <summary>One part of a source that is read by several runs: identities are dealt out by a hash of their label, so that each lies in one part whole.</summary>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">Number of parts.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>Everything in one part.</summary>
    public static Shard All { get; } = new(0, 1);

    /// <summary>Reads "i/n", i from 0 to n-1, as Slurm's array index and Kubernetes' completion index count.</summary>
    public static Shard Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 && index < count)
        {
            return new Shard(index, count);
        }
        throw new UsageException($"--shard {text}: give i/n with i from 0 to n-1, e.g. 0/8 to 7/8");
    }

    /// <summary>Whether samples with this label belong to this part. Stable across machines and versions.</summary>
    public bool Has(string label) => Count == 1 || (int)(Fnv(label) % (ulong)Count) == Index;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>FNV-1a over the UTF-8 bytes, 64 bits, with a final mix (its low bits alone are weak).</summary>
    private static ulong Fnv(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ b) * 1099511628211UL;
        return hash ^ (hash >> 32);
    }
}
