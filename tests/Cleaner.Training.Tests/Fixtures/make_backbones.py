"""Records parameter names, shapes and embeddings of insightface's networks: backbones.json.

python3 make_backbones.py PATH_OF_insightface/recognition/arcface_torch   (needs torch)
Weights are not random but a formula of their position, so that the test can make the same ones.
"""
import json
import math
import sys

import torch

sys.path.insert(0, sys.argv[1])
from backbones.iresnet import iresnet18, iresnet50  # noqa: E402
from backbones.mobilefacenet import get_mbf  # noqa: E402


def values(name, shape):
    n = math.prod(shape)
    seed = sum(name.encode())
    wave = torch.sin(torch.arange(n, dtype=torch.double) * 0.37 + seed)
    if name.endswith("running_var"):
        wave = 1 + 0.5 * wave
    elif name.endswith("bias") or name.endswith("running_mean"):
        wave = 0.1 * wave
    elif len(shape) == 1:
        wave = 1 + 0.3 * wave
    else:
        wave = wave * 1.5 / math.sqrt(n / shape[0])
    return wave.float().view(shape)


def record(name, network, size):
    state = {k: v for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}
    network.load_state_dict({k: values(k, tuple(v.shape)) for k, v in state.items()}, strict=False)
    network.eval()
    image = torch.sin(torch.arange(2 * 3 * size * size, dtype=torch.double) * 0.011).float().view(2, 3, size, size)
    with torch.no_grad():
        embedding = network(image)
    return {
        "name": name, "size": size,
        "parameters": {k: list(v.shape) for k, v in state.items()},
        "embedding": [float(f"{v:.7g}") for v in embedding[:, :32].flatten().tolist()],
    }


if __name__ == "__main__":
    with open("backbones.json", "w") as file:
        json.dump([record("iresnet18", iresnet18(), 112), record("iresnet50", iresnet50(), 112), record("mobilefacenet", get_mbf(False, 512), 112)], file)
        file.write("\n")
