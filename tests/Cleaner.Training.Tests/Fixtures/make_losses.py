"""Records values and gradients of every added loss from PyTorch in double precision: losses.json.

Each loss is written out here from its paper, independent of the C# code. Run with a python that has torch: python3 make_losses.py
"""
import json
import math

import torch

torch.manual_seed(11)
DIM, CLASSES = 6, 4
LABELS = {"mixed": [0, 0, 1, 1, 2, 2, 0, 3], "pk": [0, 0, 0, 1, 1, 1, 2, 2, 2], "alone": [0, 1, 2, 3]}


def pairs(x, y):
    unit = x / x.norm(dim=1, keepdim=True)
    squared = (unit.unsqueeze(1) - unit.unsqueeze(0)).pow(2).sum(2)
    same = y.unsqueeze(1) == y.unsqueeze(0)
    return squared, same & ~torch.eye(len(y), dtype=torch.bool), ~same


def mean(values):
    return torch.stack(values).mean() if values else torch.zeros((), dtype=torch.double, requires_grad=True)


def center(x, y, w, k, p):
    return 0.5 * (x - p["centers"][y]).pow(2).sum(1).mean()


def contrastive(x, y, w, k, p):
    squared, same, other = pairs(x, y)
    near = torch.clamp(p["m"] - squared.clamp(min=1e-30).sqrt(), min=0).pow(2)
    return 0.5 * (mean(list(squared[same])) + mean(list(near[other])))


def semi_hard(x, y, w, k, p):
    squared, same, other = pairs(x, y)
    values = []
    for a in range(len(y)):
        negatives = [n for n in range(len(y)) if other[a, n]]
        for q in range(len(y)):
            if same[a, q] and negatives:
                farther = [n for n in negatives if squared[a, n] > squared[a, q]]
                n = min(farther, key=lambda i: squared[a, i]) if farther else max(negatives, key=lambda i: squared[a, i])
                values.append(torch.clamp(squared[a, q] - squared[a, n] + p["m"], min=0))
    return mean(values)


def batch_hard(x, y, w, k, p):
    squared, same, other = pairs(x, y)
    distance = squared.clamp(min=1e-30).sqrt()
    values = []
    for a in range(len(y)):
        if same[a].any() and other[a].any():
            violation = distance[a][same[a]].max() - distance[a][other[a]].min()
            values.append(torch.log1p(torch.exp(violation)) if p.get("soft") else torch.clamp(violation + p["m"], min=0))
    return mean(values)


def own(x, y, w, k):
    unit = x / x.norm(dim=1, keepdim=True)
    centers = (w / w.norm(dim=1, keepdim=True)).view(CLASSES, k, DIM)
    return torch.einsum("bkd,bd->bk", centers[y], unit), centers


def intra(x, y, w, k, p):
    cosines, _ = own(x, y, w, k)
    return torch.acos(cosines.max(dim=1).values).mean() / math.pi


def inter(x, y, w, k, p):
    cosines, centers = own(x, y, w, k)
    values = []
    for i in range(len(y)):
        mine = centers[y[i], cosines[i].argmax()]
        values += [torch.acos((centers[j] @ mine).max()) for j in range(CLASSES) if j != y[i]]
    return -mean(values) / math.pi


def run(name, function, labels, parameters, k=1, length=1.0):
    y = torch.tensor(LABELS[labels])
    x = (torch.randn(len(y), DIM, dtype=torch.double) * length).requires_grad_()
    w = torch.randn(CLASSES * k, DIM, dtype=torch.double, requires_grad=True)
    given = dict(parameters)
    if name == "center":
        given["centers"] = torch.randn(CLASSES, DIM, dtype=torch.double)
    value = function(x, y, w, k, given)
    value.backward()
    flat = lambda t: [float(f"{v:.10g}") for v in t.detach().flatten().tolist()]
    zero = lambda t: flat(t.grad) if t.grad is not None else [0.0] * t.numel()
    return {
        "loss": name, "parameters": parameters, "k": k, "classes": CLASSES, "dim": DIM, "labels": y.tolist(),
        "embeddings": flat(x), "weight": flat(w), "centers": flat(given["centers"]) if name == "center" else None,
        "value": float(value), "embedding_gradient": zero(x), "weight_gradient": zero(w),
    }


CASES = [
    run("center", center, "mixed", {"alpha": 0.5}), run("center", center, "pk", {"alpha": 0.25}, length=4.0),
    run("contrastive", contrastive, "mixed", {"m": 1.0}), run("contrastive", contrastive, "pk", {"m": 1.6}, length=3.0),
    run("contrastive", contrastive, "alone", {"m": 1.5}),
    run("triplet-semi-hard", semi_hard, "mixed", {"m": 0.2}), run("triplet-semi-hard", semi_hard, "pk", {"m": 1.0}, length=3.0),
    run("triplet-semi-hard", semi_hard, "alone", {"m": 0.2}),
    run("triplet-batch-hard", batch_hard, "mixed", {"m": 0.2, "soft": 0}), run("triplet-batch-hard", batch_hard, "pk", {"m": 0.5, "soft": 0}, length=3.0),
    run("triplet-batch-hard", batch_hard, "pk", {"m": 0.2, "soft": 1}), run("triplet-batch-hard", batch_hard, "alone", {"m": 0.2, "soft": 0}),
    run("intra", intra, "mixed", {}), run("intra", intra, "pk", {}, k=3, length=5.0),
    run("inter", inter, "mixed", {}), run("inter", inter, "pk", {}, k=3),
]
with open("losses.json", "w") as file:
    json.dump(CASES, file)
    file.write("\n")
