using System.Runtime.ExceptionServices;

namespace Cleaner.Training.Data;

/// <summary>Runs one body on several threads of its own.</summary>
internal static class Threads
{
    /// <summary>Returns when all threads have ended; throws the first failure.</summary>
    public static void Run(int threads, Action body)
    {
        ExceptionDispatchInfo? failure = null;
        var all = new List<Thread>();
        for (var i = 0; i < threads; i++)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    body();
                }
                catch (Exception thrown)
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(thrown), null);
                }
            })
            { IsBackground = true };
            thread.Start();
            all.Add(thread);
        }
        foreach (var thread in all)
            thread.Join();
        failure?.Throw();
    }
}
