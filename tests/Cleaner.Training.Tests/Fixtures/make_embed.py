"""Records embeddings as insightface computes them, plain and with the mirrored image: embed.json.

python3 make_embed.py PATH_OF_insightface/recognition/arcface_torch   (needs torch)
The preprocessing is that of its inference.py and eval/verification.py: RGB, (x / 255 - 0.5) / 0.5; the embeddings of an image and of its
mirror image are added, then scaled to length 1. Images and weights are formulas, so that the test can make the same ones.
"""
import json
import sys

import torch

sys.path.insert(0, sys.argv[1])
from backbones.mobilefacenet import get_mbf  # noqa: E402
from make_backbones import values  # noqa: E402

SIDE, COUNT = 112, 2


def image(index):
    """uint8 [H, W, 3], the same formula as in the test."""
    y, x, c = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), torch.arange(3), indexing="ij")
    return ((x * 3 + y * (5 + index) + x * y // 16 + c * 70 + index * 31) % 256).to(torch.uint8)


network = get_mbf(False, 512)
network.load_state_dict({k: values(k, tuple(v.shape)) for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}, strict=False)
network.eval()
images = torch.stack([image(i) for i in range(COUNT)]).permute(0, 3, 1, 2).float().div(255).sub(0.5).div(0.5)
with torch.no_grad():
    plain = network(images)
    flipped = plain + network(images.flip(3))
rows = lambda t: [[float(f"{v:.7g}") for v in row[:48].tolist()] for row in t]
unit = torch.nn.functional.normalize
with open("embed.json", "w") as file:
    json.dump({"side": SIDE, "raw": rows(plain), "unit": rows(unit(plain)), "flipped": rows(unit(flipped))}, file)
    file.write("\n")
