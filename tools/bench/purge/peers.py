"""pytorch-metric-learning's get_outliers and cleanlab's find_label_issues on the arrays of purge-bench, each with its defaults.

usage: peers.py FOLDER     (centers.npy [C, K, D], embeddings.npy [N, D], labels.npy [N], probabilities.npy [N, C] in it)

Prints "name<TAB>version<TAB>seconds" a line and writes what each would drop to NAME.npy. A library that is not installed is left out.
"""
import os
import sys
import time
from importlib import metadata

import numpy as np

folder = sys.argv[1]


def read(name):
    return np.load(os.path.join(folder, name + ".npy"))


def version(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "from source"


def report(name, package, work):
    start = time.perf_counter()
    dropped = work()
    print(name, version(package), time.perf_counter() - start, sep="\t", flush=True)
    np.save(os.path.join(folder, name + ".npy"), dropped.astype(np.uint8))


def metric_learning():
    import torch
    from pytorch_metric_learning.losses import SubCenterArcFaceLoss

    centers, embeddings, labels = read("centers"), torch.from_numpy(read("embeddings")), torch.from_numpy(read("labels"))
    classes, k, dim = centers.shape
    loss = SubCenterArcFaceLoss(num_classes=classes, embedding_size=dim, sub_centers=k)
    loss.W.data = torch.from_numpy(centers.reshape(classes * k, dim).T.copy())

    def work():
        outliers, _ = loss.get_outliers(embeddings, labels, threshold=75)
        dropped = np.zeros(len(labels), bool)
        dropped[outliers.numpy()] = True
        return dropped

    report("metric_learning", "pytorch-metric-learning", work)


def confident_learning():
    from cleanlab.filter import find_label_issues

    probabilities, labels = read("probabilities"), read("labels")
    report("cleanlab", "cleanlab", lambda: find_label_issues(labels, probabilities))


if __name__ == "__main__":
    for peer in (metric_learning, confident_learning):
        try:
            peer()
        except ImportError as missing:
            print(f"left out: {missing}", file=sys.stderr)
