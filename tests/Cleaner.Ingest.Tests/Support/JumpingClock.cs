namespace Cleaner.Ingest.Tests.Support;

/// <summary>
/// A clock for tests that jumps instead of waiting: a pause that is shorter than <see cref="Longest"/> is over at once and moves
/// the clock on; longer ones are time limits, which end only when a test lets them.
/// </summary>
internal sealed class JumpingClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _limits = [];
    private readonly List<TimeSpan> _pauses = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Longer ones are no pauses.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(30);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The pauses that were made so far.</summary>
    public IReadOnlyList<TimeSpan> Pauses
    {
        get
        {
            lock (_gate)
                return [.. _pauses];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets the shortest of the running time limits end.</summary>
    public void EndShortestLimit()
    {
        Timer timer;
        lock (_gate)
        {
            timer = _limits.MinBy(t => t.Due)!;
            _limits.Remove(timer);
            _now = timer.Due;
        }
        timer.Fire();
    }

    private sealed class Timer(JumpingClock clock, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._limits.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                if (dueTime >= Longest)
                {
                    Due = clock._now + dueTime;
                    clock._limits.Add(this);
                    return true;
                }
                clock._now += dueTime;
                clock._pauses.Add(dueTime);
            }
            ThreadPool.QueueUserWorkItem(_ => callback());
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._limits.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
