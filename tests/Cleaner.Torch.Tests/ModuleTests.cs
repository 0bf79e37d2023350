using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

public sealed class ModuleTests
{
    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body;
        private readonly ModuleList<nn.Module<Tensor, Tensor>> branches;
        private readonly Parameter scale;
        [ComponentName(Name = "counter")]
        private readonly Tensor counted;

        public Net() : base(nameof(Net))
        {
            body = nn.Sequential(("fc", nn.Linear(4, 3)), ("act", nn.ReLU()));
            branches = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(3, 2, hasBias: false), nn.BatchNorm1d(2));
            scale = nn.Parameter(ones(1));
            counted = zeros(1, ScalarType.Int64);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => branches[1].call(branches[0].call(body.call(input))) * scale;
    }

    private static readonly string[] Names =
    [
        "scale", "body.fc.weight", "body.fc.bias", "branches.0.weight", "branches.1.weight", "branches.1.bias",
    ];

    private static readonly string[] Buffers =
        ["counter", "branches.1.running_mean", "branches.1.running_var", "branches.1.num_batches_tracked"];

    [Fact]
    public void Fields_become_the_state_under_their_names()
    {
        using var net = new Net();

        Assert.Equal(Names.Order(), net.named_parameters().Select(entry => entry.name).Order());
        Assert.Equal(Buffers.Order(), net.named_buffers().Select(entry => entry.name).Order());
        Assert.Equal(Names.Concat(Buffers).Order(), net.state_dict().Keys.Order());
        Assert.Equal(["body", "branches"], net.named_children().Select(entry => entry.name));
        Assert.Contains("branches.1", net.named_modules().Select(entry => entry.name));
        Assert.True(net.has_parameter("body.fc.bias"));
        Assert.False(net.has_buffer("body.fc.bias"));
    }

    [Fact]
    public void A_state_goes_from_one_module_to_another()
    {
        using var scope = NewDisposeScope();
        using var from = new Net();
        using var to = new Net();
        var x = rand(5, 4);
        _ = from.call(x);

        var (missing, unexpected) = to.load_state_dict(from.state_dict());
        from.eval();
        to.eval();

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(from.call(x).allclose(to.call(x)));
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing_unless_allowed()
    {
        using var net = new Net();
        using var ones = torch.ones(3, 4);
        var foreign = new Dictionary<string, Tensor> { ["body.fc.weight"] = ones, ["strange"] = ones };

        Assert.Throws<InvalidOperationException>(() => net.load_state_dict(foreign));
        Assert.False(net.get_parameter("body.fc.weight")!.allclose(ones));
        var (missing, unexpected) = net.load_state_dict(foreign, strict: false);

        Assert.Equal(9, missing.Count);
        Assert.Equal(["strange"], unexpected);
        Assert.True(net.get_parameter("body.fc.weight")!.allclose(ones));
    }

    [Fact]
    public void Files_and_streams_hold_the_state()
    {
        using var scope = NewDisposeScope();
        using var from = new Net();
        using var to = new Net();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            from.save(file);
            to.load(file);
        }
        finally
        {
            File.Delete(file);
        }

        foreach (var ((_, a), (_, b)) in from.named_parameters().Zip(to.named_parameters()))
            Assert.True(a.allclose(b));
    }

    [Fact]
    public void Train_and_eval_reach_every_module()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.99));
        var x = ones(3, 4);

        net.eval();
        var first = net.call(x);
        var again = net.call(x);
        net.train();

        Assert.True(first.allclose(again));
        Assert.All(net.modules(), module => Assert.True(module.training));
        Assert.True(net.call(x).count_nonzero().ToInt64() < 12);
    }

    [Fact]
    public void Conversion_keeps_integers_and_training_goes_on()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();

        net.to(ScalarType.Float64);
        net.call(rand(5, 4, dtype: float64)).sum().backward();

        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Int64, net.get_buffer("counter")!.dtype);
        Assert.Equal(ScalarType.Float64, net.get_parameter("body.fc.weight")!.grad!.dtype);
        net.zero_grad();
        Assert.All(net.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Hooks_see_and_change_what_passes()
    {
        using var scope = NewDisposeScope();
        using var net = nn.ReLU();
        var seen = 0;
        var before = net.register_forward_pre_hook((_, input) => input - 1);
        var after = net.register_forward_hook((_, _, result) => result * 10);
        var counting = net.register_forward_hook(_ => seen++);

        Assert.Equal([0f, 10f], net.call(tensor(new[] { 1f, 2f })).data<float>().ToArray());
        before.remove();
        after.remove();
        counting.remove();

        Assert.Equal([1f, 2f], net.call(tensor(new[] { 1f, 2f })).data<float>().ToArray());
        Assert.Equal(1, seen);
    }

    [Fact]
    public void A_chain_can_be_indexed_and_cut()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2));

        Assert.Equal(3, net.Count);
        Assert.IsType<ReLU>(net[1]);
        Assert.Equal([5L, 3L], net[..2].call(rand(5, 4)).shape);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], net.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void Apply_reaches_every_module()
    {
        using var net = new Net();
        var names = new List<string>();

        net.apply(module => names.Add(module.GetType().Name));

        Assert.Equal(["Linear", "ReLU", "Sequential", "Linear", "BatchNorm1d", "ModuleList`1", "Net"], names);
    }
}
