"""Records what cleanlab's find_label_issues reports with its defaults, for ConfidentJointTests.

Needs numpy and cleanlab on PYTHONPATH:  python3 make_confident.py
"""
import os

import numpy as np
from cleanlab.filter import find_label_issues

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "confident")


def case(seed, n, classes, noise, sharpness):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, n)
    labels = np.where(rng.random(n) < noise, rng.integers(0, classes, n), truth)
    logits = rng.normal(size=(n, classes))
    logits[np.arange(n), truth] += sharpness
    p = np.exp(logits)
    p = np.round(p / p.sum(1, keepdims=True), 9)          # the arrays hold exactly what cleanlab sees
    return labels.astype(np.int64), p / p.sum(1, keepdims=True)


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    cases = [(1, 120, 4, 0.2, 2.5), (2, 150, 10, 0.4, 3.0), (3, 60, 20, 0.3, 2.0), (4, 100, 5, 0.0, 4.0)]
    for i, arguments in enumerate(cases):
        labels, p = case(*arguments)
        issues = find_label_issues(labels, p, n_jobs=1)
        print(arguments, issues.sum(), "issues")
        np.save(os.path.join(HERE, f"labels{i}.npy"), labels)
        np.save(os.path.join(HERE, f"probabilities{i}.npy"), p)
        np.save(os.path.join(HERE, f"issues{i}.npy"), issues.astype(np.uint8))
