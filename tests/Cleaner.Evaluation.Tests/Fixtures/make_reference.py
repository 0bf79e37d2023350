#!/usr/bin/env python3
"""Records what scikit-learn and SciPy say about small, seeded inputs (with ties): reference.json beside this file."""
import json
import pathlib

import numpy as np
from scipy.interpolate import interp1d
from scipy.optimize import brentq
from sklearn.metrics import average_precision_score, precision_recall_fscore_support, roc_auc_score, roc_curve
from sklearn.model_selection import KFold


def pairs(seed, count, digits):
    rng = np.random.default_rng(seed)
    same = rng.random(count) < 0.5
    scores = np.clip(np.where(same, rng.normal(0.45, 0.2, count), rng.normal(0.1, 0.15, count)), -1, 1)
    scores = np.round(scores, digits).astype(np.float32)
    fpr, tpr, _ = roc_curve(same, scores, drop_intermediate=False)
    fars = [1e-3, 1e-2, 1e-1]
    return {
        "scores": [float(s) for s in scores], "same": [bool(s) for s in same],
        "auc": roc_auc_score(same, scores),
        "eer": float(brentq(lambda x: 1 - x - interp1d(fpr, tpr)(x), 0, 1, xtol=1e-14)),
        "fars": fars, "tars": [float(tpr[fpr <= f + 1e-12].max()) for f in fars],
        "folds": folds(scores, same),
    }


def folds(scores, same):
    """Ten folds, grid of squared distances: the loop of facenet's and insightface's calculate_roc, rewritten."""
    distances = 2 - 2 * scores.astype(np.float64)
    grid = np.arange(0, 4, 0.01)
    result = []
    for train, test in KFold(10, shuffle=False).split(distances):
        best = max(range(len(grid)), key=lambda t: ((distances[train] < grid[t]) == same[train]).mean())
        result.append(float(((distances[test] < grid[best]) == same[test]).mean()))
    return {"accuracy": float(np.mean(result)), "deviation": float(np.std(result)), "each": result}


def detection(seed, count, digits):
    rng = np.random.default_rng(seed)
    noise = rng.random(count) < 0.25
    scores = np.round(rng.normal(noise * 1.5, 1), digits).astype(np.float32)
    dropped = scores > 1
    precision, recall, f1, _ = precision_recall_fscore_support(noise, dropped, average="binary")
    return {
        "noise": [bool(n) for n in noise], "scores": [float(s) for s in scores], "dropped": [bool(d) for d in dropped],
        "precision": precision, "recall": recall, "f1": f1, "ap": average_precision_score(noise, scores),
    }


out = {"pairs": [pairs(1, 400, 5), pairs(2, 397, 2)], "detection": [detection(3, 300, 5), detection(4, 300, 1)]}
pathlib.Path(__file__).with_name("reference.json").write_text(json.dumps(out) + "\n")
