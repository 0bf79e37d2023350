"""The same calls from Python; see Program.cs."""
import time

import torch

CALLS = 2_000
ROUNDS = 400

torch.set_num_threads(1)
a, b = torch.ones(4), torch.ones(4)
weight = torch.ones(4, 4, requires_grad=True)
x = torch.ones(2, 4)


def measure(name, body):
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            body()
        best = min(best, (time.perf_counter() - start) / CALLS * 1e9)
    print(f"{name:<32}{best:8.0f} ns")


measure("add", lambda: a + b)
measure("add_ with a number", lambda: a.add_(1.0))
with torch.no_grad():
    measure("matmul", lambda: x.matmul(weight))
measure("matmul recorded for gradients", lambda: x.matmul(weight))
measure("sum over a dimension", lambda: x.sum(1))
measure("reshape", lambda: x.reshape(4, 2))
measure("shape", lambda: x.shape)
measure("item", lambda: a[0].item())
