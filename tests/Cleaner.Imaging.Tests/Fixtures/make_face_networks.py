"""Records what PyTorch computes with the weights of Support/FaceApiSketch.cs, following face-api 1.7.15 (src/tinyYolov2, src/faceLandmarkNet,
src/faceRecognitionNet). python3 make_face_networks.py writes face_networks.json beside it; needs numpy and torch."""
import json, math, os
import numpy as np, torch
import torch.nn.functional as F

ANCHORS = [(1.603231, 2.094468), (6.041143, 7.080126), (2.882459, 3.518061), (4.266906, 5.178857), (9.041765, 10.66308)]


class Weights(dict):
    """Made in the order in which the networks keep them; HWIO filters turned to OIHW."""
    start = 0

    def make(self, name, fan_in, shape):
        count = int(np.prod(shape))
        i = np.arange(self.start, self.start + count, dtype=np.uint64)
        h = i * np.uint64(2654435761) & np.uint64(0xFFFFFFFF)
        h ^= h >> np.uint64(15)
        h = (h * np.uint64(2246822519) & np.uint64(0xFFFFFFFF)) >> np.uint64(24)
        width = math.sqrt(3 / fan_in)
        values = h.astype(np.float32) * np.float32(2 * width / 255) + np.float32(-width)
        self.start += count
        values = values.reshape(shape)
        if name.endswith('depthwise_filter'):
            values = values.transpose(2, 3, 0, 1)
        elif len(shape) == 4:
            values = values.transpose(3, 2, 0, 1)
        self[name] = torch.from_numpy(np.ascontiguousarray(values))

    def filters(self, name, side, i, o): self.make(name, side * side * i, [side, side, i, o])
    def bias(self, name, n): self.make(name, 30, [n])

    def separable(self, name, i, o):
        self.make(name + '/depthwise_filter', 9, [3, 3, i, 1])
        self.filters(name + '/pointwise_filter', 1, i, o)
        self.bias(name + '/bias', o)


def picture(width, height):
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((x * 3 + y * 5 + c * 40 + x * y % 31) % 256).astype(np.float32)


def tensor(picture, mean):
    return (torch.from_numpy(picture).permute(2, 0, 1)[None] - torch.tensor(mean).view(1, 3, 1, 1)) / 255


def separable(w, x, name, stride=1):
    if stride == 2:  # TensorFlow's "same" of an even side
        x = F.conv2d(F.pad(x, (0, 1, 0, 1)), w[name + '/depthwise_filter'], None, 2, groups=x.shape[1])
    else:
        x = F.conv2d(x, w[name + '/depthwise_filter'], None, 1, 1, groups=x.shape[1])
    return F.conv2d(x, w[name + '/pointwise_filter'], w[name + '/bias'])


def detect(image):
    w, channels = Weights(), [3, 16, 32, 64, 128, 256, 512]
    w.filters('conv0/filters', 3, 3, 16); w.bias('conv0/bias', 16)
    for i in range(1, 6): w.separable(f'conv{i}', channels[i], channels[i + 1])
    w.filters('conv8/filters', 1, 512, 25); w.bias('conv8/bias', 25)
    x = tensor(image, [117.001, 114.697, 97.404])
    x = F.leaky_relu(F.conv2d(x, w['conv0/filters'], w['conv0/bias']), .1)
    for i in range(1, 6): x = F.leaky_relu(separable(w, F.max_pool2d(x, 2, 2, ceil_mode=True), f'conv{i}'), .1)
    x = F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=-1e9), 2, 1)
    x = F.conv2d(x, w['conv8/filters'], w['conv8/bias'])[0].numpy()
    _, rows, columns = x.shape
    x = x.reshape(5, 5, rows, columns)
    sigmoid = lambda v: 1 / (1 + math.exp(-v))
    faces = []
    for a, (width, height) in enumerate(ANCHORS):
        for r in range(rows):
            for c in range(columns):
                tx, ty, tw, th, score = (float(v) for v in x[a, :, r, c])
                if sigmoid(score) < .5: continue
                cx, cy = (c + sigmoid(tx)) * 32, (r + sigmoid(ty)) * 32
                bw, bh = math.exp(tw) * width * 32, math.exp(th) * height * 32
                faces.append((sigmoid(score), [cx - bw / 2, cy - bh / 2, cx + bw / 2, cy + bh / 2]))
    return suppress(faces)


def suppress(faces):
    def overlap(a, b):
        w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        if w <= 0 or h <= 0: return 0
        return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)
    kept = []
    for score, box in sorted(faces, reverse=True):
        if all(overlap(box, other) <= .4 for _, other in kept): kept.append((score, box))
    return kept


def landmarks(image):
    """image: 112 x 112."""
    w, channels = Weights(), [3, 32, 64, 128, 256]
    for i in range(4):
        if i == 0: w.filters('dense0/conv0/filters', 3, 3, 32); w.bias('dense0/conv0/bias', 32)
        else: w.separable(f'dense{i}/conv0', channels[i], channels[i + 1])
        for k in range(1, 4): w.separable(f'dense{i}/conv{k}', channels[i + 1], channels[i + 1])
    w.make('fc/weights', 256, [256, 136]); w.bias('fc/bias', 136)
    x = tensor(image, [122.782, 117.001, 104.298])
    for i in range(4):
        n = f'dense{i}'
        a = F.relu(F.conv2d(F.pad(x, (0, 1, 0, 1)), w[n + '/conv0/filters'], w[n + '/conv0/bias'], 2) if i == 0 else separable(w, x, n + '/conv0', 2))
        b = separable(w, a, n + '/conv1')
        c = separable(w, F.relu(a + b), n + '/conv2')
        d = separable(w, F.relu(a + b + c), n + '/conv3')
        x = F.relu(a + b + c + d)
    p = (F.avg_pool2d(x, 7, 2).flatten(1) @ w['fc/weights'] + w['fc/bias'])[0].numpy().reshape(68, 2)
    return np.array([p[36:42].mean(0), p[42:48].mean(0), p[30], p[48], p[54]]) * 112


def embedding(image):
    """image: 150 x 150."""
    w = Weights()

    def layer(name, side, i, o):
        w.filters(name + '/conv/filters', side, i, o); w.bias(name + '/conv/bias', o)
        w.make(name + '/scale/weights', 3, [o]); w.bias(name + '/scale/biases', o)

    stages = [(32, 32, None, 3), (32, 64, 'conv64_down', 3), (64, 128, 'conv128_down', 2), (128, 256, 'conv256_down', 2), (256, 256, 'conv256_down_out', 0)]
    layer('conv32_down', 7, 3, 32)
    for narrow, wide, down, then in stages:
        if down: layer(down + '/conv1', 3, narrow, wide); layer(down + '/conv2', 3, wide, wide)
        for k in range(1, then + 1):
            for part in (1, 2): layer(f'conv{wide}_{k}/conv{part}', 3, wide, wide)
    w.make('fc', 256, [256, 128])

    def conv(x, name, stride=1, pad=1):
        x = F.conv2d(x, w[name + '/conv/filters'], w[name + '/conv/bias'], stride, pad)
        return x * w[name + '/scale/weights'].view(1, -1, 1, 1) + w[name + '/scale/biases'].view(1, -1, 1, 1)

    def enlarged(x, c, h, v): return F.pad(x, (0, v - x.shape[3], 0, h - x.shape[2], 0, c - x.shape[1]))

    x = tensor(image, [122.782, 117.001, 104.298])
    x = F.max_pool2d(F.relu(conv(x, 'conv32_down', 2, 0)), 3, 2)
    for _, wide, down, then in stages:
        if down:
            a, b = conv(F.relu(conv(x, down + '/conv1', 2, 0)), down + '/conv2'), F.avg_pool2d(x, 2, 2)
            sizes = [max(a.shape[k], b.shape[k]) for k in (1, 2, 3)]
            x = F.relu(enlarged(a, *sizes) + enlarged(b, *sizes))
        for k in range(1, then + 1):
            x = F.relu(conv(F.relu(conv(x, f'conv{wide}_{k}/conv1')), f'conv{wide}_{k}/conv2') + x)
    return (x.mean((2, 3)) @ w['fc'])[0].numpy()


with torch.no_grad():
    faces = detect(picture(128, 96))
    out = {
        'faces': [{'score': s, 'box': b} for s, b in faces],
        'points': landmarks(picture(112, 112)).reshape(-1).tolist(),
        'embedding': embedding(picture(150, 150)).tolist(),
    }
print(len(faces), 'faces', out['points'], 'embedding', np.linalg.norm(out['embedding']))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'face_networks.json'), 'w') as f:
    json.dump(out, f)
