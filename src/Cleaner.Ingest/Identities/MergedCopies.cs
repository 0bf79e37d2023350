using Cleaner.Ingest.Deduplication;
using Cleaner.Manifests;

namespace Cleaner.Ingest.Identities;

/// <summary>Of a picture that both of two merged identities have, one sample stays: the same that an ingest would have kept.</summary>
internal static class MergedCopies
{
    /// <summary>The samples that go, each with the one that stands for it.</summary>
    public static Dictionary<long, (long Of, SharedPicture Picture)> Find(Manifest manifest, List<SharedPicture> shared, Dictionary<long, long> merged)
    {
        var copies = new Dictionary<long, (long Of, SharedPicture Picture)>();
        long Star(long sample)
        {
            while (copies.TryGetValue(sample, out var copy))
                sample = copy.Of;
            return sample;
        }
        foreach (var picture in shared)
        {
            long first = merged.GetValueOrDefault(picture.First.IdentityId, picture.First.IdentityId), second = merged.GetValueOrDefault(picture.Second.IdentityId, picture.Second.IdentityId);
            if (first != second)
                continue;
            long a = Star(picture.First.SampleId), b = Star(picture.Second.SampleId);
            if (a == b)
                continue;
            var (star, copy) = Prefer(manifest, picture, a, b);
            if (copy is { } goes)
                copies[goes] = (star, picture);
        }
        return copies.ToDictionary(c => c.Key, c => (Star(c.Key), c.Value.Picture));
    }

    private static (long Star, long? Copy) Prefer(Manifest manifest, SharedPicture picture, long a, long b)
    {
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        Rank first = RankOf(manifest, picture, low), second = RankOf(manifest, picture, high);
        var order = picture.Rule == IngestRules.NearPixels ? first.CompareTo(second) : second.IsLocked.CompareTo(first.IsLocked);
        var (star, copy, rank) = order <= 0 ? (low, high, second) : (high, low, first);
        return (star, rank.IsLocked ? null : copy);
    }

    private static Rank RankOf(Manifest manifest, SharedPicture picture, long sample)
    {
        var belief = picture.First.SampleId == sample ? picture.First : picture.Second.SampleId == sample ? picture.Second : new Belief(sample, SampleState.Kept, 0);
        return Rank.Of(manifest.Find(sample)!, belief);
    }
}
