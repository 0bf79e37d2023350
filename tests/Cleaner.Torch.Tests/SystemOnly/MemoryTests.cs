using Cleaner.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>Memory of tensors that nobody disposes.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void Ten_thousand_training_steps_without_a_single_using_keep_a_bounded_memory()
    {
        const int steps = 10_000;
        var net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10));
        var optimizer = optim.SGD(net.parameters(), 0.01, momentum: 0.9);
        var target = randint(10, new long[] { 64 });
        var taken = 0L;
        long before = 0, most = 0;

        for (var step = 0; step < steps; step++)
        {
            var x = rand(64, 64);
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(net.call(x), target);
            loss.backward();
            optimizer.step();
            taken += 6L * 64 * 64 * sizeof(float);
            if (step == 500)
                before = Environment.WorkingSet;
            if (step % 100 == 0)
                most = Math.Max(most, Environment.WorkingSet);
        }

        Assert.True(taken > 900_000_000, "the loop takes too little to tell");
        Assert.True(most - before < 300_000_000, $"resident memory rose by {(most - before) >> 20} MiB");
    }

    [Fact]
    public void A_graph_is_freed_by_the_finalizer_while_another_is_differentiated()
    {
        var weight = rand(50, 50).requires_grad_();
        for (var round = 0; round < 200; round++)
        {
            // Dropped without a backward pass: its nodes die on the finalizer's thread.
            _ = Enumerable.Range(0, 20).Aggregate(weight, (x, _) => (x * 1.01).relu()).sum();
            var loss = weight.matmul(weight).tanh().sum();
            if (round % 10 == 0)
                GC.Collect();
            loss.backward();
            weight.grad = null;
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(weight.isfinite().all().ToBoolean());
    }

    [Fact]
    public void Tensors_report_what_they_own_and_views_report_nothing()
    {
        // Other tests make and free tensors at the same time: a size that they do not reach.
        const long size = 512L << 20;
        var before = NativeMemoryBudget.Held;

        using var tensor = empty(size, ScalarType.Byte);
        var owned = NativeMemoryBudget.Held - before;
        using var view = tensor.view(2, -1);
        using var same = tensor.to(ScalarType.Byte);
        using var slice = tensor[1..];
        tensor.requires_grad.ToString();
        var withViews = NativeMemoryBudget.Held - before;
        tensor.Dispose();

        Assert.InRange(owned, size - (64 << 20), size + (64 << 20));
        Assert.InRange(withViews, size - (64 << 20), size + (64 << 20));
        Assert.True(NativeMemoryBudget.Held - before < 64 << 20);
    }

    [Fact]
    public void An_allocation_that_cannot_be_met_says_out_of_memory()
    {
        var error = Assert.Throws<TorchOutOfMemoryException>(() => empty(1L << 50, ScalarType.Byte));

        Assert.DoesNotContain('\n', error.Message);
    }
}
