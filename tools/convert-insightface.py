#!/usr/bin/env python3
"""Converts insightface's published recognition weights (.pth) to a model file of Cleaner.

    python3 tools/convert-insightface.py backbone.pth model.safetensors
    tools/cleaner embed --folder photos --model model.safetensors --out embedded --flip

Takes iresnet18/34/50/100/200 and MobileFaceNet of insightface's arcface_torch. Network, input size and embedding length are read from
the weights. Needs torch to unpickle the file, and nothing else.
"""
import argparse
import json
import math
import os
import re
import struct
import sys

import torch

IRESNETS = {(2, 2, 2, 2): "iresnet18", (3, 4, 6, 3): "iresnet34", (3, 4, 14, 3): "iresnet50", (3, 13, 30, 3): "iresnet100", (6, 26, 60, 6): "iresnet200"}
WRAPPERS = ("state_dict_backbone", "state_dict", "backbone", "model")
PREFIXES = ("module.", "backbone.")


def unpickle(path):
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except TypeError:       # torch before 1.13 has no such argument
        return torch.load(path, map_location="cpu")
    except Exception as failure:
        raise SystemExit(f"'{path}' cannot be read as a file of torch.save ({type(failure).__name__}: {failure})")


def load(path):
    """Name and float32 tensor of every parameter and running statistic."""
    found = unpickle(path)
    while isinstance(found, dict) and not any(torch.is_tensor(v) for v in found.values()):
        inner = next((found[key] for key in WRAPPERS if key in found), None)
        if inner is None:
            raise SystemExit(f"'{path}' holds no state dict: its keys are {', '.join(map(str, list(found)[:5]))}")
        found = inner
    if not isinstance(found, dict):
        raise SystemExit(f"'{path}' holds a {type(found).__name__}, not a state dict: save network.state_dict()")
    state = {}
    for name, value in found.items():
        for prefix in PREFIXES:
            name = name.removeprefix(prefix)
        if torch.is_tensor(value) and not name.endswith("num_batches_tracked"):
            state[name] = value.detach().to(torch.float32).contiguous()
    return state


def describe(path, state):
    """What ModelFile reads: network, input size ("112", or "height x width"), embedding length."""
    if "conv_sep.layers.0.weight" in state:
        if tuple(state["layers.0.layers.0.weight"].shape[:2]) != (128, 3):
            raise SystemExit(f"'{path}' holds a MobileFaceNet of other widths than insightface's mbf")
        height, width = (16 * side for side in state["features.layers.0.layers.0.weight"].shape[2:])
        name, dim = "mobilefacenet", state["features.layers.2.weight"].shape[0]
    elif "layer1.0.bn1.weight" in state and "fc.weight" in state:
        blocks = tuple(len({m[1] for key in state if (m := re.match(rf"layer{stage}\.(\d+)\.", key))}) for stage in range(1, 5))
        name = IRESNETS.get(blocks) or sys.exit(f"'{path}' holds an iresnet with {blocks} blocks, which Cleaner has not")
        dim, inputs = state["fc.weight"].shape
        side = math.isqrt(inputs // 512)
        if side * side * 512 != inputs:
            raise SystemExit(f"'{path}' was trained on images that are not square: write \"input_size\" by hand")
        height = width = 16 * side
    else:
        raise SystemExit(f"'{path}' holds neither an iresnet nor a MobileFaceNet of insightface: its first names are {', '.join(list(state)[:3])}")
    return {"backbone": name, "input_size": str(height) if height == width else f"{height}x{width}", "embedding_dim": str(dim)}


def write(path, state, metadata):
    """safetensors: length of the header, the header as JSON, the data (https://github.com/huggingface/safetensors)."""
    header, position = {"__metadata__": metadata}, 0
    for name, value in state.items():
        end = position + value.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [position, end]}
        position = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".tmp", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in state.values():
            file.write(value.numpy().astype("<f4").tobytes())
    os.replace(path + ".tmp", path)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("weights", help="insightface's file, e.g. backbone.pth")
    arguments.add_argument("out", help="the model file to write, e.g. model.safetensors")
    given = arguments.parse_args()
    state = load(given.weights)
    metadata = describe(given.weights, state)
    write(given.out, state, metadata)
    print(f"{given.out}: {metadata['backbone']}, input {metadata['input_size']}, embedding {metadata['embedding_dim']}, {len(state)} tensors")


if __name__ == "__main__":
    main()
