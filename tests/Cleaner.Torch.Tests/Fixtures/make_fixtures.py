#!/usr/bin/env python3
"""Writes pytorch.json: inputs, results and gradients as PyTorch computes them, for the tests beside this script.

Run with any PyTorch from 1.13 on (Debian: apt-get install python3-torch), then commit the file:
    python3 make_fixtures.py
"""
import json
import os

import torch
import torch.nn.functional as F

OUT = {}


def entry(tensor):
    tensor = tensor.detach()
    kind = "float" if tensor.is_floating_point() else "int"
    values = tensor.double().flatten().tolist() if kind == "float" else tensor.long().flatten().tolist()
    return {"type": kind, "shape": list(tensor.shape), "data": [round(v, 9) if kind == "float" else v for v in values]}


def put(case, **tensors):
    OUT[case] = {name: entry(t if torch.is_tensor(t) else torch.tensor(t)) for name, t in tensors.items()}


def made(*shape, seed, scale=1.0):
    """Values that need no generator to make again: a fixed, irregular sequence."""
    count = 1
    for size in shape:
        count *= size
    index = torch.arange(count, dtype=torch.float64) + 17 * seed
    return (torch.sin(index * 12.9898) * 43758.5453 % 1 * 2 - 1).float().reshape(shape) * scale


def leaf(tensor):
    return tensor.clone().requires_grad_()


def layer(case, inputs, function):
    """Forward, and backward with a fixed cotangent."""
    leaves = {name: leaf(t) for name, t in inputs.items()}
    y = function(**leaves)
    cotangent = made(*y.shape, seed=99)
    (y * cotangent).sum().backward()
    put(case, **inputs, y=y, cotangent=cotangent, **{"grad_" + name: t.grad for name, t in leaves.items()})


def layers():
    x = made(2, 4, 7, 6, seed=1)
    layer("conv", dict(x=x, weight=made(6, 4, 3, 3, seed=2), bias=made(6, seed=3)),
          lambda x, weight, bias: F.conv2d(x, weight, bias, stride=2, padding=1))
    layer("conv_grouped", dict(x=x, weight=made(6, 2, 3, 2, seed=4)),
          lambda x, weight: F.conv2d(x, weight, None, stride=(1, 2), padding=(2, 0), dilation=(2, 1), groups=2))
    layer("prelu", dict(x=x, weight=made(4, seed=5)), lambda x, weight: F.prelu(x, weight))
    layer("linear", dict(x=made(5, 7, seed=6), weight=made(3, 7, seed=7), bias=made(3, seed=8)),
          lambda x, weight, bias: F.linear(x, weight, bias))
    layer("normalize", dict(x=made(5, 7, seed=9)), lambda x: F.normalize(x))
    layer("cross_entropy", dict(x=made(6, 5, seed=10, scale=4)),
          lambda x: F.cross_entropy(x, torch.tensor([0, 4, 2, 2, 1, 3]), reduction="none"))
    layer("cross_entropy_smooth", dict(x=made(6, 5, seed=10, scale=4)),
          lambda x: F.cross_entropy(x, torch.tensor([0, 4, -100, 2, 1, 3]), weight=made(5, seed=11).abs(), label_smoothing=0.1))
    layer("max_pool", dict(x=x), lambda x: F.max_pool2d(x, 3, stride=2, padding=1))
    layer("avg_pool", dict(x=x), lambda x: F.avg_pool2d(x, 3, stride=2, padding=1))
    layer("adaptive_avg_pool", dict(x=x), lambda x: F.adaptive_avg_pool2d(x, (3, 2)))
    layer("interpolate_bilinear", dict(x=x), lambda x: F.interpolate(x, size=(5, 9), mode="bilinear", align_corners=False))
    layer("interpolate_scale", dict(x=x), lambda x: F.interpolate(x, scale_factor=0.5, mode="nearest"))
    layer("interpolate_antialias", dict(x=x),
          lambda x: F.interpolate(x, size=(4, 3), mode="bilinear", align_corners=False, antialias=True))
    layer("grid_sample", dict(x=x, grid=made(2, 3, 5, 2, seed=12)),
          lambda x, grid: F.grid_sample(x, grid, padding_mode="border", align_corners=False))
    layer("pad", dict(x=x), lambda x: F.pad(x, (1, 2, 0, 1), mode="reflect"))


def batch_norm():
    norm = torch.nn.BatchNorm2d(3, eps=2e-5, momentum=0.2)
    weight, bias = made(3, seed=20), made(3, seed=21)
    norm.load_state_dict({**norm.state_dict(), "weight": weight, "bias": bias})
    first, second = made(4, 3, 2, 3, seed=22), leaf(made(4, 3, 2, 3, seed=23))
    norm(first)
    y = norm(second)
    cotangent = made(*y.shape, seed=99)
    (y * cotangent).sum().backward()
    norm.eval()
    put("batch_norm", weight=weight, bias=bias, first=first, second=second, y=y, cotangent=cotangent, grad_second=second.grad,
        grad_weight=norm.weight.grad, grad_bias=norm.bias.grad, running_mean=norm.running_mean, running_var=norm.running_var,
        num_batches_tracked=norm.num_batches_tracked, evaluated=norm(first))


def optimizers():
    configurations = {
        "sgd_plain": lambda p: torch.optim.SGD(p, lr=0.1),
        "sgd_decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05),
        "sgd_momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
        "sgd_dampened": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.3, weight_decay=0.05),
        "sgd_nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05, nesterov=True),
        "sgd_maximize": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, maximize=True),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, betas=(0.8, 0.95), weight_decay=0.1),
        "adamw_amsgrad": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1, amsgrad=True),
        "adamw_maximize": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1, maximize=True),
    }
    for name, make in configurations.items():
        parameter = torch.nn.Parameter(made(3, 4, seed=30))
        optimizer = make([parameter])
        path = []
        for step in range(6):
            parameter.grad = made(3, 4, seed=31 + step)
            optimizer.step()
            path.append(parameter.detach().clone())
        put(name, path=torch.stack(path))

    parameters = [torch.nn.Parameter(made(3, seed=40)), torch.nn.Parameter(made(2, 2, seed=41))]
    for i, parameter in enumerate(parameters):
        parameter.grad = made(*parameter.shape, seed=42 + i, scale=5)
    total = torch.nn.utils.clip_grad_norm_(parameters, 1.5)
    put("clip_grad_norm", total=total, first=parameters[0].grad, second=parameters[1].grad)

    for name, make in {
        "step": lambda o: torch.optim.lr_scheduler.StepLR(o, 3, 0.5),
        "multi_step": lambda o: torch.optim.lr_scheduler.MultiStepLR(o, [2, 5], 0.1),
        "lambda": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda epoch: 1 / (epoch + 1)),
        "exponential": lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.9),
        "polynomial": lambda o: torch.optim.lr_scheduler.PolynomialLR(o, 6, 2.0),
        "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 8, 0.01),
    }.items():
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.4)
        schedule = make(optimizer)
        rates = []
        for _ in range(8):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        put("schedule_" + name, rates=torch.tensor(rates, dtype=torch.float64))


def random_numbers():
    def seeded(function):
        torch.manual_seed(1234)
        return function()

    put("random",
        randn=seeded(lambda: torch.randn(20)), rand=seeded(lambda: torch.rand(5)), randperm=seeded(lambda: torch.randperm(12)),
        randint=seeded(lambda: torch.randint(-3, 50, (8,))), normal=seeded(lambda: torch.empty(6).normal_(1, 2)),
        bernoulli=seeded(lambda: torch.empty(10).bernoulli_(0.3)), dropout=seeded(lambda: F.dropout(torch.ones(10), 0.4)),
        multinomial=seeded(lambda: torch.multinomial(torch.tensor([1.0, 2.0, 3.0, 4.0]), 3)),
        second=torch.randn(3, generator=torch.Generator().manual_seed(7)))

    def filled(function, *shape):
        torch.manual_seed(99)
        return function(torch.empty(*shape))

    init = torch.nn.init
    put("init",
        kaiming_uniform=filled(lambda t: init.kaiming_uniform_(t, a=0.1, mode="fan_out"), 4, 3, 2, 2),
        kaiming_normal=filled(lambda t: init.kaiming_normal_(t, nonlinearity="relu"), 4, 3, 2, 2),
        xavier_uniform=filled(lambda t: init.xavier_uniform_(t, gain=1.5), 4, 6),
        xavier_normal=filled(lambda t: init.xavier_normal_(t), 4, 6),
        trunc_normal=filled(lambda t: init.trunc_normal_(t, std=0.7, a=-0.5, b=1.0), 4, 6))

    torch.manual_seed(5)
    linear, conv = torch.nn.Linear(4, 3), torch.nn.Conv2d(2, 3, 3)
    put("layers", linear_weight=linear.weight, linear_bias=linear.bias, conv_weight=conv.weight, conv_bias=conv.bias)


def indexing():
    x = torch.arange(4 * 5 * 6).reshape(4, 5, 6)
    rows, columns = torch.tensor([3, 0, 2]), torch.tensor([1, 1, 4])
    mask = x[:, :, 0] % 4 == 1
    put("indexing",
        single=x[1, -2, 3], slice=x[1:3, ::2], negative=x[-1, :, -3:], ellipsis=x[..., 2], new=x[:, None, 1:2], rows=x[rows],
        pairs=x[rows, columns], middle=x[:, columns, 2:4], split=x[rows, :, columns], mask=x[mask],
        whole_mask=x[x > 100])
    y = x.clone()
    y[1:3, 0] = -1
    y[rows, columns, 0] = torch.tensor([7, 8, 9])
    y[:, 2, 1:] = torch.arange(5)
    y[y > 110] = 0
    put("index_put", y=y)

    a = made(4, 5, seed=50)
    where = torch.tensor([[0, 2, 1, 4, 4], [3, 3, 0, 1, 2]])
    values, places = a.topk(3, dim=1)
    ordered, order = a.sort(dim=0, descending=True)
    put("choosing", a=a, where=where, gather=a.gather(1, where), scatter=torch.zeros(4, 5).scatter(1, where, a[:2]),
        scatter_add=torch.zeros(4, 5).scatter_add(1, where, a[:2]), topk=values, topk_indices=places, sort=ordered, sort_indices=order,
        argmax=a.argmax(1), max=a.max(0).values, logsumexp=a.logsumexp(1), std=a.std(0), var=a.var([0, 1], unbiased=False),
        cumsum=a.cumsum(1), masked=a.masked_fill(a > 0, 9), where_positive=torch.where(a > 0, a, -a), norm=a.norm(dim=1),
        einsum=torch.einsum("ij,kj->ik", a, a), cdist=torch.cdist(a, a[:2]), clamp=a.clamp(-0.2, 0.5), one_hot=F.one_hot(where))


layers()
batch_norm()
optimizers()
random_numbers()
indexing()
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytorch.json")
with open(path, "w", encoding="utf-8", newline="\n") as file:
    file.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in OUT.items()) + "\n}\n")
print(path, os.path.getsize(path), "bytes, PyTorch", torch.__version__)
