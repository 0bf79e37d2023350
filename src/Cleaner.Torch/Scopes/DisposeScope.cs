using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Owns every tensor that its thread makes while it is the innermost scope, and disposes them when it ends. Tensors that must live on
/// are moved to the outer scope or detached from all scopes.
/// </summary>
public sealed partial class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private HashSet<IDisposable> disposables = new(ReferenceEqualityComparer.Instance);
    private bool ended;

    internal DisposeScope(DisposeScopeManager disposeScopeManager)
    {
        manager = disposeScopeManager;
        OuterScope = disposeScopeManager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>A copy of what the scope holds now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => Open().disposables.ToArray();

    public int DisposablesCount => Open().disposables.Count;

    public bool Contains(IDisposable disposable) => disposables.Contains(disposable);

    /// <summary>Takes the tensors into this scope, out of the one that holds them.</summary>
    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        Open();
        var attached = disposables.ToList();
        foreach (var disposable in attached)
        {
            if (Take(disposable))
                manager.Counts.AttachedToScopeCount++;
        }
        return attached;
    }

    /// <summary>Disposes everything in the scope; the scope goes on.</summary>
    public void DisposeEverything() => DisposeEverythingBut((IEnumerable<IDisposable>)[]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var all = Open().disposables;
        disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in all)
        {
            if (!disposables.Contains(disposable))
                disposable.Dispose();
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void Dispose()
    {
        if (ended)
            return;
        DisposeEverything();
        manager.Remove(this);
        ended = true;
    }

    /// <summary>A tensor says here that it was disposed before the scope ended.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        Open().disposables.Remove(disposable);
        if (disposable is Tensor tensor)
            tensor.OwningDisposeScope = null;
    }

    internal void Add(Tensor tensor) => disposables.Add(tensor);

    /// <summary>Lets <paramref name="replacement"/> take the original's place: both stand for the same native tensor.</summary>
    internal static void Replace(Tensor original, Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope || !scope.disposables.Remove(original))
            return;
        original.OwningDisposeScope = null;
        scope.Take(replacement);
    }

    private bool Take(IDisposable disposable)
    {
        if (disposable is not Tensor tensor)
            throw new InvalidOperationException("a dispose scope holds tensors only");
        var before = tensor.OwningDisposeScope;
        if (before == this)
            return false;
        before?.disposables.Remove(tensor);
        disposables.Add(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }

    private DisposeScope Open() => ended ? throw new ObjectDisposedException(nameof(DisposeScope)) : this;
}
