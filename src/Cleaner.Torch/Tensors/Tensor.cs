using Cleaner.Torch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An n-dimensional array with gradients. Methods have PyTorch's names and meaning; those that end in an underscore change the
    /// tensor in place. The native tensor is freed by <see cref="Dispose()"/>, by the dispose scope it was made in, or by the finalizer.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;

        private nint handle;
        private readonly long ownedBytes;

        /// <summary>Takes over one reference of a native tensor, into the innermost dispose scope of this thread.</summary>
        internal Tensor(nint handle, long bytes)
        {
            this.handle = handle;
            ownedBytes = bytes;
            Count();
            OwningDisposeScope = DisposeScopeManager.Current.Register(this);
        }

        /// <summary>Takes the native tensor, and the place in its scope, of another object.</summary>
        private protected Tensor(Tensor other)
        {
            handle = other.Handle;
            ownedBytes = other.ownedBytes;
            Count();
            other.Forget();
            DisposeScope.Replace(other, this);
        }

        ~Tensor() => Free();

        internal DisposeScope? OwningDisposeScope { get; set; }

        public string? name { get; set; }

        /// <summary>Address of the native tensor; an exception when it has been disposed.</summary>
        public nint Handle => handle != 0
            ? handle
            : throw new InvalidOperationException("the tensor has been disposed, by hand or by the dispose scope it was made in");

        public bool IsInvalid => handle == 0;

        /// <summary>Tensors alive in this process.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>Most tensors that were alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref peakCount);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle == 0)
                return;
            DisposeScopeManager.Current.CountDisposal(OwningDisposeScope is not null);
            OwningDisposeScope?.MarkAsDisposed(this);
            Free();
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter((IDisposable)this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach((IDisposable)this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope)
                scope.MoveToOther(other, (IDisposable)this);
            else
                other?.Attach((IDisposable)this);
            return this;
        }

        /// <summary>Runs an operator that changes this tensor in place.</summary>
        private Tensor Change(string name, params ReadOnlySpan<Arg> arguments)
        {
            Calls.Run(name, arguments);
            return this;
        }

        // Only the native reference count is touched here, which is atomic: safe on the finalizer's thread, where a graph may be freed too.
        private void Free()
        {
            var released = Interlocked.Exchange(ref handle, 0);
            if (released == 0)
                return;
            Interlocked.Decrement(ref totalCount);
            NativeMemoryBudget.Remove(ownedBytes);
            NativeMethods.ct_release(released);
        }

        private void Count()
        {
            var count = Interlocked.Increment(ref totalCount);
            if (count > peakCount)
                peakCount = count;
            NativeMemoryBudget.Add(ownedBytes);
        }

        private void Forget()
        {
            handle = 0;
            Interlocked.Decrement(ref totalCount);
            NativeMemoryBudget.Remove(ownedBytes);
            GC.SuppressFinalize(this);
        }
    }
}
