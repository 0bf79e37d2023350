namespace Cleaner.Bench.Purge;

/// <summary>Peak of the process's anonymous memory (Linux): what it holds beside the files that it maps, which the kernel may take back.</summary>
internal sealed class MemoryMeter : IDisposable
{
    private readonly Timer _timer;
    private long _peak;

    public MemoryMeter() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));

    /// <summary>The largest value seen, in MB.</summary>
    public double PeakAnonymousMegabytes
    {
        get
        {
            Look();
            return _peak / 1024.0;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal))
                _peak = Math.Max(_peak, long.Parse(line.AsSpan(8, line.Length - 11)));
        }
    }
}
