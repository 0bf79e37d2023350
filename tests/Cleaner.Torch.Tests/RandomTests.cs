using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Cleaner.Torch.Tests;

/// <summary>The same seed gives PyTorch's own numbers.</summary>
public sealed class RandomTests
{
    [Fact]
    public void Manual_seed_gives_PyTorchs_numbers()
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of("random");
        foreach (var (name, draw) in new Dictionary<string, Func<Tensor>>
        {
            ["randn"] = () => randn(20),
            ["rand"] = () => rand(5),
            ["randperm"] = () => randperm(12),
            ["randint"] = () => randint(-3L, 50L, new long[] { 8 }),
            ["normal"] = () => empty(6).normal_(1, 2),
            ["bernoulli"] = () => empty(10).bernoulli_(0.3),
            ["dropout"] = () => F.dropout(ones(10), 0.4),
            ["multinomial"] = () => multinomial(tensor(new[] { 1f, 2f, 3f, 4f }), 3),
        })
        {
            manual_seed(1234);
            fixture.Check(name, draw(), 1e-6);
        }
        using var generator = new Generator(7);
        fixture.Check("second", randn(3, generator: generator), 1e-6);
    }

    [Fact]
    public void A_state_that_is_put_back_gives_the_same_numbers_again()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        _ = randn(5, generator: generator);
        var state = generator.get_state();
        var first = randperm(50, generator: generator);

        generator.set_state(state);

        Assert.Equal(first.data<long>().ToArray(), randperm(50, generator: generator).data<long>().ToArray());
        Assert.Equal(3, generator.initial_seed());
    }

    [Fact]
    public void First_values_of_parameters_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of("init");
        foreach (var (name, shape, fill) in new (string, long[], Func<Tensor, Tensor>)[]
        {
            ("kaiming_uniform", [4, 3, 2, 2], t => nn.init.kaiming_uniform_(t, 0.1, nn.init.FanInOut.FanOut)),
            ("kaiming_normal", [4, 3, 2, 2], t => nn.init.kaiming_normal_(t, nonlinearity: nn.init.NonlinearityType.ReLU)),
            ("xavier_uniform", [4, 6], t => nn.init.xavier_uniform_(t, 1.5)),
        })
        {
            manual_seed(99);
            fixture.Check(name, fill(empty(shape)), 2e-6);
        }
    }

    [Fact]
    public void Layers_start_with_PyTorchs_weights()
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of("layers");

        manual_seed(5);
        using var linear = nn.Linear(4, 3);
        using var conv = nn.Conv2d(2, 3, 3);

        fixture.Check("linear_weight", linear.weight, 1e-6);
        fixture.Check("linear_bias", linear.bias!, 1e-6);
        fixture.Check("conv_weight", conv.weight, 1e-6);
        fixture.Check("conv_bias", conv.bias!, 1e-6);
    }

    [Fact]
    public void Orthogonal_rows_have_length_gain_and_no_common_direction()
    {
        using var scope = NewDisposeScope();
        var rows = nn.init.orthogonal_(empty(3, 2, 4), 2);

        var products = rows.reshape(3, 8).matmul(rows.reshape(3, 8).t());

        Assert.True(products.allclose(eye(3) * 4, atol: 1e-5));
    }
}
