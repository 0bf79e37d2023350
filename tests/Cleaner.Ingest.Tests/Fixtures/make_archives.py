#!/usr/bin/env python3
"""Writes the archives beside this script with independent writers: struct for RecordIO, tarfile, gzip, base64.

Needs Python 3.9+, Pillow and NumPy. The result is committed; the tests need no Python.
RecordIO as in dmlc-core recordio.cc and mxnet recordio.py, insightface's keys as in face2rec2.py.
"""
import base64
import gzip
import hashlib
import io
import json
import pathlib
import struct
import tarfile

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
MAGIC = struct.pack("<I", 0xCED7230A)


def jpeg(seed, comment=b""):
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (4, 4, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(small).resize((24, 24), Image.BICUBIC).save(out, "JPEG", quality=85)
    data = out.getvalue()
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + data[2:] if comment else data


class Rec:
    """dmlc's writer: a payload is split wherever the magic stands at a 4-aligned offset."""

    def __init__(self, name):
        self.rec, self.idx, self.name = bytearray(), [], name

    def write(self, key, payload):
        self.idx.append((key, len(self.rec)))
        cuts = [i for i in range(0, len(payload) - 3, 4) if payload[i:i + 4] == MAGIC]
        parts, start = [], 0
        for cut in cuts:
            parts.append(payload[start:cut])
            start = cut + 4
        parts.append(payload[start:])
        for i, part in enumerate(parts):
            flag = 0 if len(parts) == 1 else 1 if i == 0 else 3 if i == len(parts) - 1 else 2
            self.rec += MAGIC + struct.pack("<I", flag << 29 | len(part)) + part + b"\0" * (-len(part) % 4)

    def save(self, index=True):
        (HERE / f"{self.name}.rec").write_bytes(self.rec)
        if index:
            (HERE / f"{self.name}.idx").write_text("".join(f"{k}\t{o}\n" for k, o in self.idx))


def header(labels, key, flag=None):
    """IfQQ; a scalar label means flag 0."""
    if flag == 0:
        return struct.pack("<IfQQ", 0, labels[0], key, 0)
    return struct.pack("<IfQQ", len(labels), 0.0, key, 0) + struct.pack(f"<{len(labels)}f", *labels)


def recordio():
    insight = Rec("insightface")
    n = 6
    for key in range(1, n + 1):
        insight.write(key, header([(key - 1) // 3, 1], key) + jpeg(key))
    for identity in range(2):
        insight.write(n + 1 + identity, header([1 + 3 * identity, 4 + 3 * identity], n + 1 + identity))
    insight.write(0, header([n + 1, n + 3], 0))
    insight.save()
    (HERE / "property").write_text("2,24,24\n")

    im2rec = Rec("im2rec")
    for key in range(4):
        im2rec.write(key, header([float([7, 7, 16777217, 9][key])], key, flag=0) + jpeg(20 + key))
    im2rec.save(index=False)

    # The magic three times at 4-aligned offsets of the payload: the header has 24 bytes, so offsets of the image count.
    split = Rec("split")
    for key, pad in ((0, b"ab"), (1, b"0123456789")):
        image = jpeg(40 + key, comment=pad + MAGIC * 3 + b"tail")
        at = image.find(MAGIC)
        assert (24 + at) % 4 == 0, at
        split.write(key, header([3.0], key, flag=0) + image)
        split.write(key + 10, header([3.0], key, flag=0) + jpeg(44 + key))
    split.save()


def tar(path, members, fmt=tarfile.USTAR_FORMAT):
    with tarfile.open(path, "w", format=fmt) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), 0, 0o444
            archive.addfile(info, io.BytesIO(data))


def webdataset():
    plain = []
    for i in range(4):
        plain += [(f"v1.2/set/{i:06d}.cls", str(i % 2).encode()), (f"v1.2/set/{i:06d}.jpg", jpeg(60 + i))]
    plain += [("__meta__.json", b"{}"), ("readme", b"no extension")]
    tar(HERE / "shard-000000.tar", plain)
    tar(HERE / "shard-000001.tar", [
        ("v1.2/set/000000.JPG", jpeg(70)), ("v1.2/set/000000.json", json.dumps({"identity": "berta"}).encode()),
        ("deep/" + "x" * 120 + "/000001.jpg", jpeg(71)), ("deep/" + "x" * 120 + "/000001.txt", b"carla\n"),
        ("dup/1.jpg", jpeg(72)), ("dup/1.jpg", jpeg(73)), ("dup/1.cls", b"5"),
        ("folder-label/9.jpg", jpeg(74)),
        ("nolabel.jpg", jpeg(75)),
    ], tarfile.PAX_FORMAT)
    tar(HERE / "gnu.tar", [("g/" + "y" * 150 + "/1.jpg", jpeg(76)), ("g/" + "y" * 150 + "/1.cls", b"1")], tarfile.GNU_FORMAT)
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for i in range(3):
            for name, data in ((f"{i}.cls", str(i).encode()), (f"{i}.jpg", jpeg(80 + i))):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    (HERE / "compressed.tar.gz").write_bytes(gzip.compress(raw.getvalue(), mtime=0))


def msceleb():
    rect = "KsQsP3Pumj2B6UE/Vj4/Pg=="
    data = [base64.b64encode(jpeg(90 + i)).decode() for i in range(3)]
    rows = {
        "aligned": [["m.0a", "1", "http://x/1", "http://p", "FaceId-0", rect, data[0]], ["m.0a", "2", "http://x/2", "http://p", "FaceId-1", rect, data[1]],
                    ["m.0b", "1", "http://x/3", "http://p", "FaceId-0", rect, data[2]]],
        "devset": [["m.0a", "Anna\u00e9", "http://x/1", "FaceId-0", rect, data[0]], ["m.0b", "Berta", "http://x/2", "FaceId-0", rect, data[1]]],
        "full": [["m.0a", "Anna", "1", "http://x/1", "http://p", data[0]], ["m.0b", "Berta", "1", "http://x/2", "http://p", data[1]]],
        "lowshot": [["img1", data[0], "m.0a", "1", "http://x/1"], ["img2", data[1], "m.0b", "1", "http://x/2"]],
    }
    for name, lines in rows.items():
        (HERE / f"msceleb-{name}.tsv").write_text("".join("\t".join(row) + "\n" for row in lines), encoding="utf-8")


recordio()
webdataset()
msceleb()
images = {f"jpeg{seed}": hashlib.sha256(jpeg(seed)).hexdigest() for seed in [*range(1, 7), *range(20, 24), 44, 45, *range(60, 64), *range(70, 77), *range(80, 83), *range(90, 93)]}
for key, pad in ((0, b"ab"), (1, b"0123456789")):
    images[f"split{key}"] = hashlib.sha256(jpeg(40 + key, comment=pad + MAGIC * 3 + b"tail")).hexdigest()
(HERE / "archives.json").write_text(json.dumps(images, indent=1) + "\n")
