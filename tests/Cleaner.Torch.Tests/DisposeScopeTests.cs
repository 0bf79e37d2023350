using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_nothing_else()
    {
        using var outside = ones(2);
        Tensor inside, moved, detached;
        using (NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                inside = outside + 1;
                moved = (outside + 2).MoveToOuterDisposeScope();
                detached = (outside + 3).DetachFromDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
                Assert.True(inner.Contains(inside));
            }
            Assert.True(inside.IsInvalid);
            Assert.Equal([3f, 3f], moved.data<float>().ToArray());
        }
        Assert.True(moved.IsInvalid);
        Assert.Equal([4f, 4f], detached.data<float>().ToArray());
        Assert.False(outside.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void A_disposed_tensor_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(2);

        tensor.Dispose();

        Assert.Equal(0, scope.DisposablesCount);
        Assert.Throws<InvalidOperationException>(() => tensor.shape);
    }

    [Fact]
    public void Everything_but_the_named_is_disposed_and_the_scope_goes_on()
    {
        using var scope = NewDisposeScope();
        var (first, second, third) = (ones(1), ones(1), ones(1));

        scope.DisposeEverythingBut(first, third);

        Assert.False(first.IsInvalid);
        Assert.True(second.IsInvalid);
        Assert.Equal(2, scope.DisposablesCount);
        Assert.Same(scope, CurrentDisposeScope);
    }

    [Fact]
    public void An_outer_scope_that_ends_first_leaves_the_inner_one_current()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();

        outer.Dispose();

        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_tensor_can_join_the_scope_of_another()
    {
        using var home = NewDisposeScope();
        var resident = ones(1);
        Tensor guest;
        using (NewDisposeScope())
            guest = ones(1).MoveToOtherDisposeScope(resident);

        Assert.False(guest.IsInvalid);
        Assert.True(home.Contains(guest));
    }

    [Fact]
    public void A_parameter_takes_the_place_of_its_tensor_in_the_scope()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);

        var parameter = nn.Parameter(data);

        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.True(scope.Contains(parameter));
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_are_each_threads_own()
    {
        using var scope = NewDisposeScope();
        Tensor? made = null;
        var thread = new Thread(() => made = ones(2));
        thread.Start();
        thread.Join();

        Assert.Equal(0, scope.DisposablesCount);
        Assert.False(made!.IsInvalid);
        made.Dispose();
    }

    [Fact]
    public void Statistics_count_what_the_thread_did()
    {
        var thread = new Thread(() =>
        {
            using (NewDisposeScope())
            {
                _ = ones(1).DetachFromDisposeScope();
                _ = ones(1);
            }
            ones(1).Dispose();
            var counts = DisposeScopeManager.Statistics.TensorStatistics;
            Assert.Equal((2, 1, 1), (counts.CreatedInScopeCount, counts.DisposedInScopeCount, counts.DetachedFromScopeCount));
            Assert.Equal((1, 1), (counts.CreatedOutsideScopeCount, counts.DisposedOutsideScopeCount));
            Assert.Equal(1, counts.ThreadTotalLiveCount);
        });
        thread.Start();
        thread.Join();
    }
}
