"""Writes a RecordIO file with the framing of dmlc-core's recordio.cc, from its description alone: python3 make_recordio.py

Payload 0 is plain, 1 holds the magic at a 4-aligned offset (split in two), 2 holds it twice in a row and at the very end
(split in four, one part empty), 3 holds it at an odd offset only (not split), 4 is empty of image bytes and has two labels.
"""
import pathlib
import struct

MAGIC = struct.pack("<I", 0xCED7230A)


def frame(payload):
    cuts = [i for i in range(0, len(payload) - 3, 4) if payload[i:i + 4] == MAGIC]
    parts, start = [], 0
    for cut in cuts:
        parts.append(payload[start:cut])
        start = cut + 4
    parts.append(payload[start:])
    out = b""
    for i, part in enumerate(parts):
        flag = 0 if len(parts) == 1 else 1 if i == 0 else 3 if i == len(parts) - 1 else 2
        out += MAGIC + struct.pack("<I", flag << 29 | len(part)) + part + b"\0" * (-len(part) % 4)
    return out


def image(labels, data, key):
    if len(labels) == 1:
        return struct.pack("<IfQQ", 0, labels[0], key, 0) + data
    return struct.pack("<IfQQ", len(labels), 0.0, key, 0) + struct.pack(f"<{len(labels)}f", *labels) + data


payloads = [
    image([3.0], b"plain image bytes", 1),
    image([3.0], b"abcd" + MAGIC + b"efg", 2),
    image([1.0, 0.0], b"head" + MAGIC + MAGIC + b"tail" + MAGIC, 3),
    image([2.0], b"x" + MAGIC + b"yz", 4),
    image([5.0, 6.0], b"", 5),
]
here = pathlib.Path(__file__).parent
rec, idx = b"", ""
for key, payload in enumerate(payloads, 1):
    idx += f"{key}\t{len(rec)}\n"
    rec += frame(payload)
(here / "split.rec").write_bytes(rec)
(here / "split.idx").write_text(idx)
