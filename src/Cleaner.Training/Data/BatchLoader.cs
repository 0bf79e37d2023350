using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Cleaner.Training.Data;

/// <summary>The images of one step.</summary>
/// <param name="Number">The batch's number in its plan.</param>
/// <param name="Pixels">HWC bytes of all images, one after the other; longer than needed when the batch is small.</param>
/// <param name="Rows">The rows that the plan asked for.</param>
/// <param name="Shown">The row that each image really shows: that of a neighbour where the asked one could not be read.</param>
/// <param name="Bad">Rows that could not be read.</param>
public sealed record Batch(long Number, byte[] Pixels, int[] Rows, int[] Shown, IReadOnlyList<UnreadableSample> Bad);

/// <summary>
/// Fills batches on worker threads and hands them out in order. The training thread never decodes; a bounded channel keeps the workers
/// at most a few batches ahead. What a batch holds depends on its number alone, not on the number of workers.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private const int BatchesAhead = 4;

    private readonly IPixelSource _source;
    private readonly IBatchPlan _plan;
    private readonly Channel<Task<Batch>> _ordered;
    private readonly Channel<(long Number, TaskCompletionSource<Batch> Result)> _work;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<Batch> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<byte[]> _buffers = [];
    private readonly List<Thread> _threads = [];

    /// <summary>Starts the workers.</summary>
    /// <param name="source">Where the images come from; stays the caller's.</param>
    /// <param name="plan">Which images stand in which batch.</param>
    /// <param name="first">First batch to hand out.</param>
    /// <param name="workers">Worker threads, at least 1.</param>
    public BatchLoader(IPixelSource source, IBatchPlan plan, long first, int workers)
    {
        (_source, _plan) = (source, plan);
        var ahead = Math.Max(BatchesAhead, workers + 1);
        _ordered = Channel.CreateBounded<Task<Batch>>(ahead);
        _work = Channel.CreateBounded<(long, TaskCompletionSource<Batch>)>(ahead);
        Start("batch order", () => Dispatch(first));
        for (var i = 0; i < workers; i++)
            Start("batch worker", Work);
    }

    /// <summary>The next batch, or null after the last one. Throws what a worker threw.</summary>
    public Batch? Next(CancellationToken stop)
    {
        if (!Waited(_ordered.Reader.WaitToReadAsync(stop)) || !_ordered.Reader.TryRead(out var pending))
            return _failed.Task.IsCompleted ? Waited(_failed.Task) : null;
        return Waited(Waited(Task.WhenAny(pending, _failed.Task).WaitAsync(stop)));
    }

    /// <summary>Gives a batch's memory back once its pixels were copied.</summary>
    public void Recycle(Batch batch) => _buffers.Add(batch.Pixels);

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        foreach (var thread in _threads)
            thread.Join();
        _end.Dispose();
    }

    private void Start(string name, Action body)
    {
        var thread = new Thread(() => Guarded(body)) { Name = name, IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    private void Guarded(Action body)
    {
        try
        {
            body();
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Dispose ends the workers in the middle of their work.
        }
        catch (Exception failure)
        {
            _failed.TrySetException(failure);
            _ordered.Writer.TryComplete();
        }
    }

    private void Dispatch(long first)
    {
        for (var number = first; number < _plan.Batches; number++)
        {
            var result = new TaskCompletionSource<Batch>(TaskCreationOptions.RunContinuationsAsynchronously);
            _ordered.Writer.WriteAsync(result.Task, _end.Token).AsTask().GetAwaiter().GetResult();
            _work.Writer.WriteAsync((number, result), _end.Token).AsTask().GetAwaiter().GetResult();
        }
        _work.Writer.Complete();
        _ordered.Writer.TryComplete();
    }

    private void Work()
    {
        using var reader = _source.Open();
        var scratch = new byte[_source.Shape.Bytes];
        while (TryTake(out var item))
        {
            try
            {
                item.Result.SetResult(Fill(item.Number, reader, scratch));
            }
            catch (Exception failure)
            {
                item.Result.SetException(failure);
            }
        }
    }

    private bool TryTake(out (long Number, TaskCompletionSource<Batch> Result) item)
    {
        while (Waited(_work.Reader.WaitToReadAsync(_end.Token)))
            if (_work.Reader.TryRead(out item))
                return true;
        item = default;
        return false;
    }

    private Batch Fill(long number, IPixelReader reader, byte[] scratch)
    {
        var asked = _plan.Rows(number).ToArray();
        var bytes = _source.Shape.Bytes;
        if (!_buffers.TryTake(out var pixels) || pixels.Length < asked.Length * bytes)
            pixels = GC.AllocateUninitializedArray<byte>(asked.Length * bytes);
        var bad = new List<UnreadableSample>();
        var shown = (int[])asked.Clone();
        for (var i = 0; i < asked.Length; i++)
        {
            _end.Token.ThrowIfCancellationRequested();
            var image = pixels.AsSpan(i * bytes, bytes);
            if (reader.Read(asked[i], image) is { } failure)
            {
                bad.Add(failure);
                shown[i] = -1;
            }
            else
            {
                _plan.Augmentation?.Apply(image, scratch, _source.Shape, _plan.Random(number, i));
            }
        }
        Substitute(pixels, shown, bytes);
        return new Batch(number, pixels, asked, shown, bad);
    }

    /// <summary>Puts a readable image of the batch where one could not be read; −1 stays where none could.</summary>
    private static void Substitute(byte[] pixels, int[] shown, int bytes)
    {
        var good = Array.FindIndex(shown, row => row >= 0);
        for (var i = 0; good >= 0 && i < shown.Length; i++)
        {
            if (shown[i] >= 0)
                continue;
            pixels.AsSpan(good * bytes, bytes).CopyTo(pixels.AsSpan(i * bytes));
            shown[i] = shown[good];
        }
    }

    private static T Waited<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static T Waited<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
