using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Cleaner.Torch.Tests;

/// <summary>Paths of parameters, and of learning rates, against values recorded from PyTorch.</summary>
public sealed class OptimizerTests
{
    private static readonly Dictionary<string, Func<Parameter[], OptimizerHelper>> Optimizers = new()
    {
        ["sgd_plain"] = p => optim.SGD(p, 0.1),
        ["sgd_decay"] = p => optim.SGD(p, 0.1, weight_decay: 0.05),
        ["sgd_momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 0.05),
        ["sgd_dampened"] = p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3, weight_decay: 0.05),
        ["sgd_nesterov"] = p => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 0.05, nesterov: true),
        ["sgd_maximize"] = p => optim.SGD(p, 0.1, momentum: 0.9, nesterov: true, maximize: true),
        ["adamw"] = p => optim.AdamW(p, 0.05, 0.8, 0.95, weight_decay: 0.1),
        ["adamw_amsgrad"] = p => optim.AdamW(p, 0.05, weight_decay: 0.1, amsgrad: true),
        ["adamw_maximize"] = p => optim.AdamW(p, 0.05, weight_decay: 0.1, maximize: true),
    };

    private static readonly Dictionary<string, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler>> Schedules = new()
    {
        ["step"] = o => optim.lr_scheduler.StepLR(o, 3, 0.5),
        ["multi_step"] = o => optim.lr_scheduler.MultiStepLR(o, [2, 5]),
        ["lambda"] = o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (epoch + 1)),
        ["exponential"] = o => optim.lr_scheduler.ExponentialLR(o, 0.9),
        ["polynomial"] = o => optim.lr_scheduler.PolynomialLR(o, 6, 2),
        ["cosine"] = o => optim.lr_scheduler.CosineAnnealingLR(o, 8, 0.01),
    };

    public static TheoryData<string> OptimizerNames => new(Optimizers.Keys);

    public static TheoryData<string> ScheduleNames => new(Schedules.Keys);

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void Parameters_take_PyTorchs_path(string name)
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(Sequence.Make(30, 3, 4));
        using var optimizer = Optimizers[name]([parameter]);
        var path = new List<Tensor>();

        for (var step = 0; step < 6; step++)
        {
            parameter.grad = Sequence.Make(31 + step, 3, 4);
            optimizer.step();
            path.Add(parameter.detach().clone());
        }

        Fixture.Of(name).Check("path", stack(path), 2e-6);
    }

    [Theory]
    [InlineData("sgd_nesterov")]
    [InlineData("adamw_amsgrad")]
    public void A_saved_and_loaded_state_goes_on_as_if_nothing_had_happened(string name)
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(Sequence.Make(30, 3, 4));
        var optimizer = Optimizers[name]([parameter]);
        using var stream = new MemoryStream();
        for (var step = 0; step < 6; step++)
        {
            if (step == 3)
            {
                optimizer.save_state_dict(new BinaryWriter(stream));
                optimizer.Dispose();
                optimizer = Optimizers[name]([parameter]);
                stream.Position = 0;
                optimizer.load_state_dict(new BinaryReader(stream));
            }
            parameter.grad = Sequence.Make(31 + step, 3, 4);
            optimizer.step();
        }

        Assert.True(parameter.allclose(Fixture.Of(name)["path"][5], 2e-6, 2e-6));
    }

    [Fact]
    public void A_group_has_its_own_options_and_takes_the_others_from_the_optimizer()
    {
        using var scope = NewDisposeScope();
        var (fast, slow) = (nn.Parameter(ones(2)), nn.Parameter(ones(2)));
        using var optimizer = optim.SGD(
            [new SGD.ParamGroup([fast], new SGD.Options { LearningRate = 1.0 }), new SGD.ParamGroup { Parameters = [slow] }], 0.1);
        fast.grad = ones(2);
        slow.grad = ones(2);

        optimizer.step();

        Assert.Equal([0f, 0f], fast.data<float>().ToArray());
        Assert.Equal([0.9f, 0.9f], slow.data<float>().ToArray());
        Assert.Equal([1.0, 0.1], optimizer.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void Step_returns_what_the_closure_computed()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(full(1, 3.0, float32));
        using var optimizer = optim.SGD([parameter], 0.5);

        var loss = optimizer.step(() =>
        {
            var value = parameter.square().sum();
            value.backward();
            return value;
        });

        Assert.Equal(9f, loss!.item<float>());
        Assert.Equal(0f, parameter.item<float>());
    }

    [Fact]
    public void Clipping_scales_all_gradients_to_the_norm_and_returns_the_norm_before()
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Of("clip_grad_norm");
        Parameter[] parameters = [nn.Parameter(Sequence.Make(40, 3)), nn.Parameter(Sequence.Make(41, 2, 2)), nn.Parameter(zeros(1))];
        parameters[0].grad = Sequence.Make(42, 3) * 5;
        parameters[1].grad = Sequence.Make(43, 2, 2) * 5;

        var total = nn.utils.clip_grad_norm_(parameters, 1.5);

        fixture.Check("total", tensor((float)total));
        fixture.Check("first", parameters[0].grad!);
        fixture.Check("second", parameters[1].grad!);
    }

    [Theory]
    [MemberData(nameof(ScheduleNames))]
    public void Learning_rates_follow_PyTorchs_schedule(string name)
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 0.4);
        var schedule = Schedules[name](optimizer);
        var rates = new List<float>();

        for (var epoch = 0; epoch < 8; epoch++)
        {
            rates.Add((float)optimizer.ParamGroups.Single().LearningRate);
            schedule.step();
        }

        Fixture.Of("schedule_" + name).Check("rates", tensor(rates.ToArray()), 1e-6);
    }
}
