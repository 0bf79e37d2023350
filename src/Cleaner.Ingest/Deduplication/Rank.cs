using System.Numerics;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Deduplication;

/// <summary>
/// How much a sample deserves to stand for its duplicates: a decision of another rule first (kept before dropped), then more
/// pixels, fewer quality flags, more bytes (compressed less). Equal ranks are decided by the lower id.
/// </summary>
internal readonly record struct Rank(byte Decided, bool Flat, byte Flags, long Pixels, int Bytes) : IComparable<Rank>
{
    /// <summary>Contrast (standard deviation of luma, 0..1) below which a perceptual hash is noise.</summary>
    private const float FlatContrast = 0.02f;

    /// <summary>Another rule than ingest's decided about it, so that ingest leaves it as it is.</summary>
    public bool IsLocked => Decided > 0;

    public static Rank Of(Sample sample, in Belief belief) => new(
        IngestRules.Owns(belief) ? (byte)0 : belief.State == SampleState.Kept ? (byte)2 : (byte)1,
        sample.Quality is { } quality && quality.Contrast < FlatContrast,
        (byte)BitOperations.PopCount((uint)(sample.Quality?.Flags ?? 0)),
        (long)sample.Width * sample.Height,
        (int)Math.Min(sample.Bytes, int.MaxValue));

    /// <summary>Negative when this one is preferred.</summary>
    public int CompareTo(Rank other)
    {
        var order = other.Decided.CompareTo(Decided);
        if (order == 0)
            order = other.Pixels.CompareTo(Pixels);
        if (order == 0)
            order = Flags.CompareTo(other.Flags);
        return order != 0 ? order : other.Bytes.CompareTo(Bytes);
    }
}
