using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Cleaner.Ingest.Download;

/// <summary>
/// How one host is asked: total timeout → retries with exponential back-off, jitter and Retry-After → circuit breaker of this
/// host → timeout of one try.
/// </summary>
internal sealed class HostPipeline
{
    private readonly DownloadOptions _options;
    private readonly ResiliencePipeline<Attempt> _pipeline;
    private int _breaks;

    public HostPipeline(DownloadOptions options, TimeProvider time)
    {
        _options = options;
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }.AddTimeout(options.TotalTimeout);
        if (options.Retries > 0)
            builder.AddRetry(Retry());
        _pipeline = builder.AddCircuitBreaker(Breaker()).AddTimeout(options.TryTimeout).Build();
    }

    /// <summary>The host failed through so many breaks that it is asked no more.</summary>
    public bool IsGivenUp => Volatile.Read(ref _breaks) >= _options.MaxBreaks;

    /// <summary>Asks until there is an outcome that stands.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<Attempt> RunAsync(Func<CancellationToken, Task<Attempt>> attempt, CancellationToken stop)
    {
        if (IsGivenUp)
            return GivenUp;
        try
        {
            return await _pipeline.ExecuteAsync(async token => await attempt(token).ConfigureAwait(false), stop).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException timeout)
        {
            return new Attempt(DownloadStatus.TimedOut, FormattableString.Invariant($"no whole answer within {timeout.Timeout.TotalSeconds} s"));
        }
        catch (BrokenCircuitException)
        {
            return GivenUp;
        }
    }

    private static Attempt GivenUp { get; } = new(DownloadStatus.HostDown, "its host failed again and again");

    private RetryStrategyOptions<Attempt> Retry() => new()
    {
        MaxRetryAttempts = _options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _options.RetryDelay,
        MaxDelay = _options.MaxRetryDelay,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
        {
            { Exception: TimeoutRejectedException } => true,
            { Exception: BrokenCircuitException } => !IsGivenUp,
            { Result: { IsTransient: true } attempt } => !(attempt.RetryAfter > _options.MaxRetryDelay),
            _ => false,
        }),
        // Null leaves it to the back-off.
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Exception is BrokenCircuitException broken ? broken.RetryAfter : args.Outcome.Result?.RetryAfter),
    };

    private CircuitBreakerStrategyOptions<Attempt> Breaker() => new()
    {
        // Nothing but failures, so many of them, within the time that they may take.
        FailureRatio = 1,
        MinimumThroughput = Math.Max(2, _options.BreakAfter),
        SamplingDuration = _options.TotalTimeout,
        BreakDuration = _options.BreakDuration,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is TimeoutRejectedException || args.Outcome.Result is { IsHostFailure: true }),
        OnOpened = _ =>
        {
            Interlocked.Increment(ref _breaks);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            Volatile.Write(ref _breaks, 0);
            return ValueTask.CompletedTask;
        },
    };
}
