using TorchSharp;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

public sealed class AutogradTests
{
    [Fact]
    public void Backward_accumulates_into_leaves()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);

        (x * x).sum().backward();
        (x * 3).sum().backward();

        Assert.Equal([5f, 7f, 9f], x.grad!.data<float>().ToArray());
        Assert.True(x.is_leaf);
        Assert.False((x * x).is_leaf);
    }

    [Fact]
    public void Gradients_of_gradients_come_from_a_created_graph()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2f, requires_grad: true);

        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];

        Assert.Equal(12f, first.item<float>());
        Assert.Equal(12f, second.item<float>());
        Assert.Null(x.grad);
    }

    [Fact]
    public void Gradients_can_be_kept_from_all_but_the_named_leaves()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (tensor(2f, requires_grad: true), tensor(3f, requires_grad: true));

        (x * y).backward(inputs: [x]);

        Assert.Equal(3f, x.grad!.item<float>());
        Assert.Null(y.grad);
    }

    [Fact]
    public void A_retained_gradient_of_an_intermediate_can_be_read()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var middle = x * 2;
        middle.retain_grad();

        middle.backward([tensor(new[] { 1f, 5f })]);

        Assert.Equal([1f, 5f], middle.grad!.data<float>().ToArray());
        Assert.Equal([2f, 10f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Nothing_is_recorded_within_no_grad_and_inference_mode()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();

        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False((x * 2).requires_grad);
        }
        using (inference_mode())
            Assert.False((x * 2).requires_grad);

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
    }
}
