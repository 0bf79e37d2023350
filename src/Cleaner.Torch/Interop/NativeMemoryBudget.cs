namespace Cleaner.Torch.Interop;

/// <summary>
/// Keeps libtorch's memory in bounds when tensors are left to the garbage collector, which sees a tensor as a few dozen bytes. Each
/// tensor reports what it owns; when more than a budget has been taken since the last collection, and is still held, one is started.
/// A program that disposes its tensors stays level and never triggers it. <see cref="GC.AddMemoryPressure"/> counts allocations
/// alone, so that it would collect in every training step of such a program.
/// </summary>
internal static class NativeMemoryBudget
{
    // What a tensor costs beside its data: its own fields and those of its graph are some hundred bytes, but as long as they lie
    // between large blocks that were freed, the allocator cannot use these again.
    private const long Overhead = 8192;

    private static readonly long SmallestBudget = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 128, 16L << 20, 64L << 20);

    private static long held;
    private static long threshold = SmallestBudget;
    private static int collecting;
    private static bool youngWasNotEnough;

    /// <summary>Bytes that living tensors report, each with its overhead.</summary>
    public static long Held => Interlocked.Read(ref held);

    public static void Add(long bytes)
    {
        if (Interlocked.Add(ref held, bytes + Overhead) > Volatile.Read(ref threshold))
            Collect();
    }

    public static void Remove(long bytes) => Interlocked.Add(ref held, -(bytes + Overhead));

    /// <summary>Frees every tensor that nobody can reach any more, and the device memory cached for them.</summary>
    public static void CollectEverything()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        NativeMethods.ct_empty_cache();
    }

    private static void Collect()
    {
        if (Interlocked.Exchange(ref collecting, 1) != 0)
            return;
        try
        {
            var before = Held;
            // Tensors of the last steps are young; those that survived a collection by accident need the full one.
            GC.Collect(youngWasNotEnough ? GC.MaxGeneration : 1);
            GC.WaitForPendingFinalizers();
            var after = Held;
            youngWasNotEnough = !youngWasNotEnough && before - after < SmallestBudget / 2;
            Volatile.Write(ref threshold, after + Math.Max(SmallestBudget, after / 2));
        }
        finally
        {
            Volatile.Write(ref collecting, 0);
        }
    }
}
