using System.Runtime.ExceptionServices;

namespace Cleaner.Manifests.Diffing;

/// <summary>Two manifests: samples are matched by content, then by place. Both are read at the same time.</summary>
internal static class FileComparison
{
    public static void Run(DiffState before, DiffState after, int[] identitiesBefore, int[] identitiesAfter, ChangeLog log, CancellationToken stop)
    {
        long expected = Math.Max(before.Manifest.SampleCount, after.Manifest.SampleCount);
        using var first = new Partitions<Entry>(expected);
        using var second = new Partitions<Entry>(expected);
        try
        {
            Parallel.Invoke(
                () => EntryReader.Read(before, identitiesBefore, entry => first.Add(ContentJoin.Key(entry), entry), stop),
                () => EntryReader.Read(after, identitiesAfter, entry => second.Add(ContentJoin.Key(entry), entry), stop));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }

        ContentJoin.Run(first, second, log);
    }
}
