using System.Threading.Channels;

namespace Cleaner.Ingest.Pipeline;

/// <summary>
/// One lister, several workers, one consumer, over bounded queues: items are worked on in parallel and come out in the order
/// in which they were listed, so that results do not depend on the number of threads.
/// </summary>
internal static class OrderedParallel
{
    private const int BatchItems = 64;
    private const int BatchesPerThread = 8;
    private const long BatchWeight = 512 << 10;

    /// <summary>Works on all items.</summary>
    /// <param name="items">Listed on a thread of its own.</param>
    /// <param name="weight">Bytes that an item holds, or reads: large ones are work enough in small batches.</param>
    /// <param name="work">Runs on several threads at once. What it throws ends the whole.</param>
    /// <param name="threads">Number of workers.</param>
    /// <param name="stop">Ends early, with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The results, in the order of the items, on the caller's thread.</returns>
    public static IEnumerable<TOut> Run<TIn, TOut>(
        IEnumerable<TIn> items, Func<TIn, long> weight, Func<TIn, TOut> work, int threads, CancellationToken stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var token = cancel.Token;
        var ordered = Channel.CreateBounded<Batch<TIn, TOut>>(threads * BatchesPerThread);
        var queue = Channel.CreateUnbounded<Batch<TIn, TOut>>();   // never holds more than `ordered` does

        var lister = Task.Factory.StartNew(() => List(items, weight, ordered.Writer, queue.Writer, token), TaskCreationOptions.LongRunning);
        var workers = Enumerable.Range(0, threads)
            .Select(_ => Task.Factory.StartNew(() => Work(queue.Reader, work, token), TaskCreationOptions.LongRunning)).ToArray();
        try
        {
            while (Wait(ordered.Reader.WaitToReadAsync(token)))
            {
                while (ordered.Reader.TryRead(out var batch))
                {
                    foreach (var result in batch.Done.Task.WaitAsync(token).GetAwaiter().GetResult())
                        yield return result;
                }
            }
            lister.GetAwaiter().GetResult();
        }
        finally
        {
            // Also reached when the consumer stops early or fails: nothing may run on behind its back.
            cancel.Cancel();
            Task.WhenAll([lister, .. workers]).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    private static void List<TIn, TOut>(
        IEnumerable<TIn> items, Func<TIn, long> weight, ChannelWriter<Batch<TIn, TOut>> ordered, ChannelWriter<Batch<TIn, TOut>> queue, CancellationToken stop)
    {
        void Send(List<TIn> batchItems)
        {
            var batch = new Batch<TIn, TOut>([.. batchItems]);
            ordered.WriteAsync(batch, stop).AsTask().GetAwaiter().GetResult();
            queue.TryWrite(batch);
            batchItems.Clear();
        }

        Exception? failure = null;
        try
        {
            var batch = new List<TIn>(BatchItems);
            var held = 0L;
            foreach (var item in items)
            {
                batch.Add(item);
                held += weight(item);
                if (batch.Count == BatchItems || held >= BatchWeight)
                {
                    Send(batch);
                    held = 0;
                }
            }
            if (batch.Count > 0)
                Send(batch);
        }
        catch (Exception error)
        {
            failure = error;    // handed to the consumer after what was listed before it
        }
        queue.Complete();
        ordered.Complete(failure);
    }

    private static void Work<TIn, TOut>(ChannelReader<Batch<TIn, TOut>> queue, Func<TIn, TOut> work, CancellationToken stop)
    {
        while (Wait(queue.WaitToReadAsync(stop)))
        {
            while (queue.TryRead(out var batch))
                batch.Run(work, stop);
        }
    }

    private static bool Wait(ValueTask<bool> task) => task.AsTask().GetAwaiter().GetResult();

    private sealed class Batch<TIn, TOut>(TIn[] items)
    {
        public TaskCompletionSource<TOut[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run(Func<TIn, TOut> work, CancellationToken stop)
        {
            try
            {
                var results = new TOut[items.Length];
                for (var i = 0; i < items.Length; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    results[i] = work(items[i]);
                }
                Done.SetResult(results);
            }
            catch (Exception error)
            {
                Done.SetException(error);
            }
        }
    }
}
