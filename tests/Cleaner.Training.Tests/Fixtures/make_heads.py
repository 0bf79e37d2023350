"""Records logits, losses and gradients of every head from PyTorch in double precision: heads.json.

Each head is written out here from its paper, one expression a head, independent of the C# code.
Run with a python that has torch: python3 make_heads.py
"""
import json
import math

import torch

torch.manual_seed(7)
DIM, CLASSES, BATCH = 8, 5, 7


def psi(angle):
    """(-1)^k cos(t) - 2k for t in [k pi, (k+1) pi]."""
    k = torch.floor(angle.detach() / math.pi)
    return torch.pow(-1.0, k) * torch.cos(angle) - 2 * k


def arcface(theta, m, strength):
    m = m * strength
    cos = torch.cos(theta)
    return torch.where(theta < math.pi - m, torch.cos(theta + m), cos - m * math.sin(math.pi - m))


def targets(head, theta, norms, p, strength, step):
    cos = torch.cos(theta)
    if head in ("softmax", "modified-softmax", "normface"):
        return cos
    if head == "sphereface":
        lam = max(5.0, 1000.0 / (1 + 0.12 * step))
        return (lam * cos + psi(p["m"] * theta)) / (1 + lam)
    if head == "multiplicative":
        return psi((1 + (p["m"] - 1) * strength) * theta)
    if head == "cosface":
        return cos - p["m"] * strength
    if head == "arcface" and p.get("easy"):
        return torch.where(cos > 0, torch.cos(theta + p["m"] * strength), cos)
    if head == "arcface" and p.get("no-fallback"):
        return torch.cos(theta + p["m"] * strength)
    if head == "arcface":
        return arcface(theta, p["m"], strength)
    if head in ("combined", "cm1", "cm2"):
        return psi((1 + (p["m1"] - 1) * strength) * theta + p["m2"] * strength) - p["m3"] * strength
    if head == "li-arcface":
        return (math.pi - 2 * (theta + p["m"] * strength)) / math.pi
    if head == "adaface":
        safe = norms.detach().clamp(0.001, 100)
        mean = 0.01 * safe.mean() + 0.99 * 20
        std = 0.01 * safe.std() + 0.99 * 100
        z = ((safe - mean) / (std + 1e-3) * p["h"]).clamp(-1, 1)
        m = p["m"] * strength
        return torch.cos((theta - m * z).clamp(1e-3, math.pi - 1e-3)) - (m + m * z)
    if head == "magface":
        a = norms.clamp(p["la"], p["ua"])
        m = ((p["um"] - p["lm"]) / (p["ua"] - p["la"]) * (a - p["la"]) + p["lm"]) * strength
        return torch.where(theta < math.pi - m, torch.cos(theta + m), cos)
    raise ValueError(head)


def run(head, p, k=1, pooling="max", scale=16.0, strength=1.0, step=40, length=1.0, filter_above=0.0):
    x = (torch.randn(BATCH, DIM, dtype=torch.double) * length).requires_grad_()
    w = torch.randn(CLASSES * k, DIM, dtype=torch.double, requires_grad=True)
    b = (torch.randn(CLASSES * k, dtype=torch.double) * 0.1).requires_grad_() if head == "softmax" else None
    y = torch.arange(BATCH) % CLASSES
    norms = x.norm(dim=1, keepdim=True)
    if head == "softmax":
        cos = x @ w.t() + b
    else:
        cos = (x / norms) @ (w / w.norm(dim=1, keepdim=True)).t()
    if k > 1:
        cos = cos.view(BATCH, CLASSES, k)
        cos = cos.max(dim=2).values if pooling == "max" else (torch.softmax(10 * cos, 2) * cos).sum(2)
    rows = torch.arange(BATCH)
    own = cos[rows, y]
    if head == "softmax":
        logits = cos
    else:
        target = targets(head, torch.acos(own).unsqueeze(1), norms, p, strength, step).squeeze(1)
        base = cos
        if filter_above > 0:
            base = torch.where(cos.detach() > filter_above, torch.zeros_like(cos), cos)
        if head == "li-arcface":
            base = (math.pi - 2 * torch.acos(base)) / math.pi
        mask = torch.nn.functional.one_hot(y, CLASSES).bool()
        logits = torch.where(mask, target.unsqueeze(1), base)
        logits = logits * (norms if head in ("modified-softmax", "sphereface") else scale)
    loss = torch.nn.functional.cross_entropy(logits, y)
    if head == "magface":
        a = norms.clamp(p["la"], p["ua"])
        loss = loss + p["lambda"] * (a / p["ua"] ** 2 + 1 / a).mean()
    loss.backward()
    flat = lambda t: [float(f"{v:.10g}") for v in t.detach().flatten().tolist()]
    return {
        "head": head, "parameters": p, "k": k, "pooling": pooling, "scale": scale, "strength": strength, "step": step,
        "filter_above": filter_above, "classes": CLASSES, "dim": DIM,
        "embeddings": flat(x), "weight": flat(w), "bias": flat(b) if b is not None else None, "labels": y.tolist(),
        "logits": flat(logits), "loss": float(loss), "embedding_gradient": flat(x.grad), "weight_gradient": flat(w.grad),
    }


MAG = {"lm": 0.45, "um": 0.8, "la": 10.0, "ua": 110.0, "lambda": 35.0}
CASES = [
    run("softmax", {}), run("softmax", {}, k=3), run("modified-softmax", {}), run("normface", {}),
    run("sphereface", {"m": 4}), run("sphereface", {"m": 4}, step=3000), run("sphereface", {"m": 2}, k=2, step=100000),
    run("multiplicative", {"m": 1.35}), run("multiplicative", {"m": 3.0}, strength=0.5),
    run("cosface", {"m": 0.35}), run("cosface", {"m": 0.35}, k=3, strength=0.3),
    run("arcface", {"m": 0.5}), run("arcface", {"m": 0.5}, k=3), run("arcface", {"m": 0.5}, k=3, pooling="softmax"),
    run("arcface", {"m": 1.2}, strength=0.9), run("arcface", {"m": 0.5, "easy": 1}), run("arcface", {"m": 1.2, "no-fallback": 1}),
    run("arcface", {"m": 0.5}, filter_above=0.2),
    run("combined", {"m1": 1.0, "m2": 0.3, "m3": 0.2}), run("combined", {"m1": 1.5, "m2": 0.9, "m3": 0.1}, k=2),
    run("cm2", {"m1": 0.9, "m2": 0.4, "m3": 0.15}, strength=0.7),
    run("li-arcface", {"m": 0.45}), run("li-arcface", {"m": 0.45}, k=3),
    run("adaface", {"m": 0.4, "h": 0.333}), run("adaface", {"m": 0.4, "h": 0.333}, length=8.0, k=2),
    run("magface", MAG, length=12.0), run("magface", MAG), run("magface", MAG, length=12.0, k=3, strength=0.5),
]
with open("heads.json", "w") as file:
    json.dump(CASES, file)
    file.write("\n")
