using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Cleaner.Ingest.Deduplication;

// dedup-bench [codes] [distance] [threads] [shape]: joins random codes with 1 % planted pairs and says how long it took.
// Shapes: uniform (independent bits), balanced (32 ones, as a median threshold gives), skewed (half the bits nearly constant).
// A sample of the result is checked against a plain scan, and every planted pair must be found.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var n = args.Length > 0 ? int.Parse(args[0].Replace("M", "000000")) : 10_000_000;
var distance = args.Length > 1 ? int.Parse(args[1]) : 6;
var threads = args.Length > 2 ? int.Parse(args[2]) : 2;
var shape = args.Length > 3 ? args[3] : "uniform";

var random = new Random(1);
var codes = new ulong[n];
var planted = new List<(int A, int B)>();
for (var i = 0; i < n; i++)
{
    if (i > 0 && i % 100 == 99)
    {
        var a = random.Next(i);
        codes[i] = codes[a];
        for (var flips = random.Next(1, distance + 1); flips > 0; flips--)
            codes[i] ^= 1UL << random.Next(64);
        planted.Add((a, i));
        continue;
    }
    codes[i] = shape switch
    {
        "balanced" => Balanced(random),
        "skewed" => Skewed(random),
        _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
    };
}

var clock = Stopwatch.StartNew();
var pairs = HammingJoin.SelfJoin(codes, distance, threads);
var seconds = clock.Elapsed.TotalSeconds;
var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;

var found = pairs.Select(p => (p.A, p.B)).ToHashSet();
var missedPlanted = planted.Count(p => !found.Contains(p));
var (checkedPairs, wrong) = CheckAgainstScan();
Console.WriteLine($"{n:N0} codes ({shape}), distance <= {distance}, {threads} threads: {pairs.Count:N0} pairs in {seconds:F1} s, peak {peak:N0} MB; "
    + $"planted missed {missedPlanted} of {planted.Count:N0}; scan of 20 rows: {checkedPairs} pairs, {wrong} differ");
return missedPlanted + wrong == 0 ? 0 : 1;

(int Pairs, int Wrong) CheckAgainstScan()
{
    int total = 0, bad = 0;
    for (var row = 0; row < 20; row++)
    {
        var a = row < 10 ? planted[row * (planted.Count / 10)].B : random.Next(n);
        for (var b = 0; b < n; b++)
        {
            var close = b != a && BitOperations.PopCount(codes[a] ^ codes[b]) <= distance;
            if (close)
                total++;
            if (close != (b != a && found.Contains((Math.Min(a, b), Math.Max(a, b)))))
                bad++;
        }
    }
    return (total, bad);
}

static ulong Balanced(Random random)
{
    ulong code = 0;
    for (var ones = 0; ones < 32;)
    {
        var bit = 1UL << random.Next(64);
        if ((code & bit) == 0)
        {
            code |= bit;
            ones++;
        }
    }
    return code;
}

static ulong Skewed(Random random)
{
    ulong code = 0;
    for (var bit = 0; bit < 64; bit++)
    {
        if (random.NextDouble() < (bit < 32 ? 0.08 : 0.5))
            code |= 1UL << bit;
    }
    return code;
}
