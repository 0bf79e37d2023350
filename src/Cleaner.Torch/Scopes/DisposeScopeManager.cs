using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The dispose scopes of one thread, innermost first.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? ofThread;

    internal static DisposeScopeManager Current => ofThread ??= new DisposeScopeManager();

    /// <summary>What this thread's tensors went through since the last reset.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.statistics;

    private readonly ThreadDisposeScopeStatistics statistics = new();

    internal LifetimeStatistics Counts => statistics.TensorStatistics;

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    /// <summary>Puts a new tensor into the innermost scope and tells which that is.</summary>
    internal DisposeScope? Register(Tensor tensor)
    {
        if (CurrentDisposeScope is not { } scope)
        {
            Counts.CreatedOutsideScopeCount++;
            return null;
        }
        Counts.CreatedInScopeCount++;
        scope.Add(tensor);
        return scope;
    }

    internal void CountDisposal(bool inScope)
    {
        if (inScope)
            Counts.DisposedInScopeCount++;
        else
            Counts.DisposedOutsideScopeCount++;
    }

    /// <summary>Scopes may end in any order: an outer one that ends early is taken out of the chain.</summary>
    internal void Remove(DisposeScope ending)
    {
        if (CurrentDisposeScope == ending)
        {
            CurrentDisposeScope = ending.OuterScope;
            return;
        }
        for (var scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope)
        {
            if (scope.OuterScope != ending)
                continue;
            scope.OuterScope = ending.OuterScope;
            return;
        }
    }
}

public static partial class torch
{
    /// <summary>Starts a scope on this thread; dispose it to free what was made in it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.NewDisposeScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.CurrentDisposeScope;

    /// <summary>Runs the expression in a scope of its own and moves its result to the scope around it.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
