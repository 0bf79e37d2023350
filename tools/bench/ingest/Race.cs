using System.Diagnostics;

namespace Cleaner.Bench.Ingest;

/// <summary>Workloads on the same files, in turns; the median over the rounds, and each as a ratio to the others.</summary>
internal sealed class Race(int rounds)
{
    private readonly List<(string Name, int Items, Action Work, bool Once, List<double> Rates)> entries = [];

    /// <summary>Another workload.</summary>
    /// <param name="once">Only in the last round: for those that take minutes.</param>
    public void Add(string name, int items, Action work, bool once = false) => entries.Add((name, items, work, once, []));

    /// <summary>Runs them and prints the table. The first round warms up and does not count.</summary>
    public void Run()
    {
        for (int round = 0; round <= rounds; round++)
        {
            foreach (var (_, items, work, once, rates) in entries)
            {
                if (once && round < rounds)
                {
                    continue;
                }

                long start = Stopwatch.GetTimestamp();
                work();
                if (round > 0)
                {
                    rates.Add(items / Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }
        }

        double first = Median(entries[0].Rates);
        foreach (var (name, _, _, _, rates) in entries)
        {
            Console.WriteLine($"{name,-44} {Median(rates),9:F0} images/s   ratio {Median(rates) / first,7:F3}   rounds {string.Join(' ', rates.Select(r => r.ToString("F0")))}");
        }
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
