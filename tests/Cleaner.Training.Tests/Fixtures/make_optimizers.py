"""Records weights after steps of torch.optim.SGD and AdamW: optimizers.json. Run with a python that has torch."""
import json

import torch


def run(make, steps=6):
    torch.manual_seed(3)
    matrix = torch.randn(3, 2, requires_grad=True)
    vector = torch.randn(4, requires_grad=True)
    start = [matrix.detach().flatten().tolist(), vector.detach().flatten().tolist()]
    optimizer = make(matrix, vector)
    gradients = []
    for step in range(steps):
        matrix.grad = torch.randn(3, 2)
        vector.grad = torch.randn(4)
        gradients.append([matrix.grad.flatten().tolist(), vector.grad.flatten().tolist()])
        for group in optimizer.param_groups:
            group["lr"] = 0.1 / (step + 1)
        optimizer.step()
    return {"start": start, "gradients": gradients, "end": [matrix.detach().flatten().tolist(), vector.detach().flatten().tolist()]}


def sgd(nesterov):
    return lambda m, v: torch.optim.SGD(
        [{"params": [m], "weight_decay": 0.05}, {"params": [v], "weight_decay": 0}], lr=0.1, momentum=0.9, nesterov=nesterov)


def adamw(m, v):
    return torch.optim.AdamW([{"params": [m], "weight_decay": 0.05}, {"params": [v], "weight_decay": 0}], lr=0.1)


with open("optimizers.json", "w") as file:
    json.dump({"sgd": run(sgd(False)), "nesterov": run(sgd(True)), "adamw": run(adamw)}, file)
    file.write("\n")
