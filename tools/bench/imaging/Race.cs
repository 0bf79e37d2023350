using System.Diagnostics;

namespace Cleaner.Bench.Imaging;

/// <summary>Two workloads in turns on the same files, so that a busy machine slows both alike.</summary>
internal static class Race
{
    private const int Rounds = 6;

    /// <summary>Pictures a second of each; the median over the rounds.</summary>
    public static (double First, double Second) Run(byte[][] files, int threads, int seconds, Action<byte[]> first, Action<byte[]> second)
    {
        List<double> firstRates = [], secondRates = [];
        Rate(files, threads, 0.5, first);
        Rate(files, threads, 0.5, second);
        for (int round = 0; round < Rounds; round++)
        {
            firstRates.Add(Rate(files, threads, (double)seconds / Rounds, first));
            secondRates.Add(Rate(files, threads, (double)seconds / Rounds, second));
        }

        return (Median(firstRates), Median(secondRates));
    }

    private static double Rate(byte[][] files, int threads, double seconds, Action<byte[]> work)
    {
        long done = 0;
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            long mine = 0;
            for (int i = t; clock.Elapsed.TotalSeconds < seconds; i = (i + threads) % files.Length)
            {
                work(files[i]);
                mine++;
            }

            Interlocked.Add(ref done, mine);
        })).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        return done / clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
