"""The peer of training-bench: the same networks, head and step in PyTorch; prints one JSON line.

python3 pytorch_training.py step  --backbone small --size 64 --batch 128 --steps 20 --threads 2
python3 pytorch_training.py epoch --folder IMAGES  --backbone small --size 64 --batch 128 --threads 2 --workers 2
"""
import argparse
import json
import math
import os
import resource
import time

import torch
from torch import nn
from torch.nn import functional as F


def conv3x3(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)


class SmallBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = conv3x3(outputs, outputs), nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)), inplace=True)))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)), inplace=True)


class Small(nn.Module):
    def __init__(self, size, dim=128, widths=(24, 48, 96)):
        super().__init__()
        halve = size >= 28
        self.conv1, self.bn1 = conv3x3(3, widths[0], 2 if halve else 1), nn.BatchNorm2d(widths[0])
        side = (size + 1) // 2 if halve else size
        blocks, inputs = [], widths[0]
        for stage, width in enumerate(widths):
            stride = 1 if stage == 0 and size < 56 else 2
            blocks += [SmallBlock(inputs, width, stride), SmallBlock(width, width, 1)]
            inputs = width
            side = (side + 1) // 2 if stride == 2 else side
        self.blocks = nn.Sequential(*blocks)
        self.pool = (side + 3) // 4
        self.fc = nn.Linear(widths[-1] * (side // self.pool) ** 2, dim, bias=False)
        self.features = nn.BatchNorm1d(dim)

    def forward(self, x):
        x = self.blocks(F.relu(self.bn1(self.conv1(x)), inplace=True))
        if self.pool > 1:
            x = F.avg_pool2d(x, self.pool)
        return self.features(self.fc(torch.flatten(x, 1)))


class IBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(inputs), conv3x3(inputs, outputs)
        self.bn2, self.prelu = nn.BatchNorm2d(outputs), nn.PReLU(outputs)
        self.conv2, self.bn3 = conv3x3(outputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn3(self.conv2(self.prelu(self.bn2(self.conv1(self.bn1(x))))))
        return y + (x if self.downsample is None else self.downsample(x))


class IResNet(nn.Module):
    def __init__(self, size, depths, dim=512):
        super().__init__()
        self.conv1, self.bn1, self.prelu = conv3x3(3, 64), nn.BatchNorm2d(64), nn.PReLU(64)
        blocks, inputs, side = [], 64, size
        for width, depth in zip((64, 128, 256, 512), depths):
            blocks += [IBlock(inputs, width, 2)] + [IBlock(width, width, 1) for _ in range(depth - 1)]
            inputs, side = width, (side + 1) // 2
        self.blocks = nn.Sequential(*blocks)
        self.bn2, self.fc, self.features = nn.BatchNorm2d(512), nn.Linear(512 * side * side, dim), nn.BatchNorm1d(dim)
        self.features.weight.requires_grad = False

    def forward(self, x):
        x = self.blocks(self.prelu(self.bn1(self.conv1(x))))
        return self.features(self.fc(torch.flatten(self.bn2(x), 1)))


class SubcenterArcFace(nn.Module):
    def __init__(self, classes, k, dim, scale=24.0, margin=0.5):
        super().__init__()
        self.weight, self.k, self.scale, self.margin = nn.Parameter(torch.randn(classes * k, dim) * 0.01), k, scale, margin

    def forward(self, x, labels):
        cos = F.linear(F.normalize(x), F.normalize(self.weight)).view(len(x), -1, self.k).max(2).values
        column = labels[:, None]
        own = cos.gather(1, column)
        sine = (1 - own * own).clamp_min(1e-9).sqrt()
        moved = own * math.cos(self.margin) - sine * math.sin(self.margin)
        target = torch.where(own > math.cos(math.pi - self.margin), moved, own - self.margin * math.sin(math.pi - self.margin))
        return F.cross_entropy(cos.scatter(1, column, target) * self.scale, labels)


def make(args, classes):
    depths = {"iresnet18": (2, 2, 2, 2), "iresnet50": (3, 4, 14, 3)}
    network = Small(args.size) if args.backbone == "small" else IResNet(args.size, depths[args.backbone])
    head = SubcenterArcFace(classes, args.k, network.features.num_features)
    network, head = network.to(args.device), head.to(args.device)
    if args.channels_last:
        network = network.to(memory_format=torch.channels_last)
    weights = [p for p in [*network.parameters(), *head.parameters()] if p.requires_grad]
    decay, plain = [p for p in weights if p.dim() > 1], [p for p in weights if p.dim() <= 1]
    optimizer = torch.optim.SGD([{"params": decay, "weight_decay": 5e-4}, {"params": plain, "weight_decay": 0}], lr=0.1, momentum=0.9)
    smaller = {"bf16": torch.bfloat16, "fp16": torch.float16}.get(args.precision)
    scaler = torch.cuda.amp.GradScaler(enabled=args.precision == "fp16")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = args.precision != "fp32"
    torch.backends.cudnn.benchmark = args.device != "cpu"

    def step(images, labels):
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(args.device.split(":")[0], smaller or torch.bfloat16, enabled=smaller is not None):
            embeddings = network(images)
        loss = head(embeddings.float(), labels)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(weights, 5)
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return step


def bench_step(args):
    torch.manual_seed(1)
    step = make(args, args.classes)
    images = torch.randn(args.batch, 3, args.size, args.size, device=args.device)
    if args.channels_last:
        images = images.contiguous(memory_format=torch.channels_last)
    labels = torch.arange(args.batch, device=args.device) % args.classes
    for _ in range(3):
        step(images, labels)
    times, cpu = [], time.process_time()
    for _ in range(args.steps):
        start = time.perf_counter()
        step(images, labels)
        if args.device != "cpu":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    cpu = (time.process_time() - cpu) / args.steps
    times.sort()
    median = times[len(times) // 2]
    return {"seconds_per_step": median, "images_per_second": args.batch / median, "cpu_seconds_per_step": cpu}


class Folder(torch.utils.data.Dataset):
    def __init__(self, root, size):
        identities = sorted(e.name for e in os.scandir(root) if e.is_dir())
        self.items = [(f.path, i) for i, name in enumerate(identities) for f in os.scandir(os.path.join(root, name)) if f.name.endswith(".jpg")]
        self.size, self.classes = size, len(identities)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        import numpy
        from PIL import Image

        path, label = self.items[index]
        image = Image.open(path).convert("RGB").resize((self.size, self.size), Image.BILINEAR)
        if torch.rand(1).item() < 0.5:
            image = image.transpose(Image.FLIP_LEFT_RIGHT)
        pixels = torch.from_numpy(numpy.asarray(image).copy()).permute(2, 0, 1).float()
        return pixels.sub_(127.5).div_(127.5), label


def bench_epoch(args):
    torch.manual_seed(1)
    data = Folder(args.folder, args.size)
    step = make(args, data.classes)
    loader = torch.utils.data.DataLoader(data, args.batch, shuffle=True, num_workers=args.workers, drop_last=True, persistent_workers=args.workers > 0)
    best = 0.0
    for _ in range(args.epochs):
        start, seen = time.perf_counter(), 0
        for images, labels in loader:
            step(images.to(args.device), labels.to(args.device))
            seen += len(labels)
        best = max(best, seen / (time.perf_counter() - start))
    return {"images_per_second": best, "seconds_per_step": 0, "cpu_seconds_per_step": 0}


parser = argparse.ArgumentParser()
parser.add_argument("what", choices=["step", "epoch"])
parser.add_argument("--backbone", default="small", choices=["small", "iresnet18", "iresnet50"])
parser.add_argument("--size", type=int, default=64)
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--steps", type=int, default=10)
parser.add_argument("--classes", type=int, default=140)
parser.add_argument("--k", type=int, default=3)
parser.add_argument("--precision", default="fp32", choices=["fp32", "tf32", "bf16", "fp16"])
parser.add_argument("--device", default="cpu")
parser.add_argument("--threads", type=int, default=0)
parser.add_argument("--workers", type=int, default=2)
parser.add_argument("--epochs", type=int, default=2)
parser.add_argument("--folder")
parser.add_argument("--channels-last", action="store_true")
arguments = parser.parse_args()
if arguments.threads:
    torch.set_num_threads(arguments.threads)
result = bench_step(arguments) if arguments.what == "step" else bench_epoch(arguments)
result["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
result["gpu_peak_mib"] = torch.cuda.max_memory_allocated() / 2**20 if arguments.device != "cpu" else 0
result["torch"] = torch.__version__
print(json.dumps(result))
