"""What an export of the test's five images must be, written from the published descriptions alone (recordio.cc of dmlc-core,
recordio.py of MXNet, face2rec2.py of insightface): python3 make_export.py

Labels are anna 0, bert 1, by ordinal name; images are in the order of label, then of sample id.
"""
import pathlib
import struct

MAGIC = struct.pack("<I", 0xCED7230A)
IMAGES = [  # label, bytes
    (0, b"anna one"),
    (0, b"anna" + MAGIC + b"two" + MAGIC),
    (0, b"x" + MAGIC),
    (1, b"bert one"),
    (1, MAGIC + MAGIC),
]


def frame(payload):
    cuts = [i for i in range(0, len(payload) - 3, 4) if payload[i:i + 4] == MAGIC]
    bounds = [-4] + cuts + [len(payload)]
    parts = [payload[a + 4:b] for a, b in zip(bounds, bounds[1:])]
    out = b""
    for i, part in enumerate(parts):
        flag = 0 if len(parts) == 1 else 1 if i == 0 else 3 if i == len(parts) - 1 else 2
        out += MAGIC + struct.pack("<I", flag << 29 | len(part)) + part + b"\0" * (-len(part) % 4)
    return out


def write(name, records):
    rec, idx = b"", ""
    for key, payload in records:
        idx += f"{key}\t{len(rec)}\n"
        rec += frame(payload)
    here = pathlib.Path(__file__).parent
    (here / f"{name}.rec").write_bytes(rec)
    (here / f"{name}.idx").write_text(idx)


def scalar(key, label, data):
    return key, struct.pack("<IfQQ", 0, label, key, 0) + data


def pair(key, a, b, data=b""):
    return key, struct.pack("<IfQQff", 2, 0.0, key, 0, a, b) + data


write("im2rec", [scalar(key, label, data) for key, (label, data) in enumerate(IMAGES)])

n = len(IMAGES)
records = [pair(key, label, 0, data) for key, (label, data) in enumerate(IMAGES, 1)]
records += [pair(0, n + 1, n + 1 + 2), pair(n + 1, 1, 4), pair(n + 2, 4, 6)]
write("insightface", records)
