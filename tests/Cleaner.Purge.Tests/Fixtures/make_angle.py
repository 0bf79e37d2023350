"""Records what the public implementations drop, for AngleRuleTests.

Needs numpy, torch and pytorch-metric-learning on PYTHONPATH:  python3 make_angle.py
insightface's recognition/subcenter_arcface/drop.py cannot be imported (it wants MXNet); its loop over one identity is repeated below.
"""
import os

import numpy as np
import torch
from pytorch_metric_learning.losses import SubCenterArcFaceLoss

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "angle")
CLASSES, K, D = 14, 3, 16
ANGLES = [45, 60, 75, 82.5, 90]


def normalize(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def make():
    rng = np.random.default_rng(7)
    centers = normalize(rng.normal(size=(CLASSES, K, D))).astype(np.float32)
    centers[1, 1] = centers[1, 0]                      # equal cosines to two centers: argmax takes the first
    centers[2, 2] = centers[2, 1]
    embeddings, labels = [], []
    for c in range(CLASSES):
        size = [1, 7, 12, 20][c % 4]
        near = rng.integers(0, K, size)
        x = centers[c, near] + rng.normal(size=(size, D)) * rng.choice([0.1, 0.4, 1.0], size=(size, 1))
        if c in (3, 4):                                # as many samples near center 0 as near 1 (and 2): the count ties
            size = 12
            near = np.repeat(np.arange(K), 4) if c == 3 else np.tile([1, 2], 6)
            x = centers[c, near] + rng.normal(size=(size, D)) * 0.05
        embeddings.append(normalize(x))
        labels += [c] * len(x)
    # exact cosines on the boundary: 0.5 at 60 degrees, 0 at 90 degrees
    centers[5] = np.eye(K, D)
    exact = np.zeros((4, D))
    exact[0, :4] = 0.5
    exact[1, 5] = 1
    exact[2, 0] = 1
    exact[3, 0] = 1
    embeddings.append(exact)
    labels += [5] * 4
    order = np.argsort(labels, kind="stable")
    return centers, np.concatenate(embeddings)[order].astype(np.float32), np.asarray(labels, np.int64)[order]


def insightface_drop(embeddings, labels, centers, threshold):
    """The loop of drop.py: keep where sim > cos(threshold)."""
    dropped = np.zeros(len(labels), np.uint8)
    cos_thresh = np.cos(np.pi * threshold / 180.0)
    for wid in range(len(centers)):
        rows = np.where(labels == wid)[0]
        x = embeddings[rows]
        subcenters = centers[wid]
        k_stat = np.zeros((centers.shape[1],), dtype=int)
        for i in range(x.shape[0]):
            k_stat[np.argmax(np.dot(subcenters, x[i]))] += 1
        dominant_center = subcenters[np.argmax(k_stat)]
        sim = np.dot(x, dominant_center)
        keep = np.where(sim > cos_thresh)[0]
        dropped[rows] = 1
        dropped[rows[keep]] = 0
    return dropped


def pml_drop(embeddings, labels, centers, threshold):
    loss = SubCenterArcFaceLoss(num_classes=len(centers), embedding_size=D, sub_centers=K)
    with torch.no_grad():
        loss.W.copy_(torch.from_numpy(centers.reshape(-1, D).T.copy()))
    outliers, _ = loss.get_outliers(torch.from_numpy(embeddings), torch.from_numpy(labels), threshold=threshold)
    dropped = np.zeros(len(labels), np.uint8)
    dropped[outliers.numpy()] = 1
    return dropped


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    centers, embeddings, labels = make()
    cosines = np.stack([centers[c] @ e for c, e in zip(labels, embeddings)]).astype(np.float32)
    np.save(os.path.join(HERE, "labels.npy"), labels)
    np.save(os.path.join(HERE, "own_cosines.npy"), cosines)
    np.save(os.path.join(HERE, "angles.npy"), np.asarray(ANGLES, np.float64))
    ours = np.stack([insightface_drop(embeddings, labels, centers, a) for a in ANGLES])
    np.save(os.path.join(HERE, "insightface.npy"), ours)
    pml = np.stack([pml_drop(embeddings, labels, centers, a) for a in ANGLES])
    np.save(os.path.join(HERE, "pml.npy"), pml)
    print(len(labels), "samples;", ours.sum(axis=1), "dropped;", (ours != pml).sum(axis=1), "differ from pytorch-metric-learning")
