#!/usr/bin/env python3
"""Writes insightface-like verification packs: pickles of (bins, issame) as different Pythons write them, and one that would run code.

Needs Python 3.9+ and NumPy. The result is committed; the tests need no Python. The "images" are 5 to 8 arbitrary bytes.
"""
import os
import pathlib
import pickle
import struct

import numpy as np

HERE = pathlib.Path(__file__).parent / "packs"
BINS = [b"\xff\xd8\xff%d" % i + b"\x80" * i for i in range(4)]
SAME = [True, False]


def python2():
    """Protocol 2 as cPickle of Python 2 writes it: str is BINSTRING or SHORT_BINSTRING."""
    out = b"\x80\x02]q\x01("
    for i, item in enumerate(BINS):
        out += (b"U" + bytes([len(item)]) if i % 2 else b"T" + struct.pack("<I", len(item))) + item + b"q" + bytes([2 + i])
    return out + b"e]q\x10(\x88\x89e\x86q\x11."


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/cleaner-was-here",)


HERE.mkdir(exist_ok=True)
arrays = [np.frombuffer(b, dtype=np.uint8).copy() for b in BINS]
columns = [a.reshape(-1, 1) for a in arrays]
(HERE / "python2.bin").write_bytes(python2())
for protocol in range(1, 6):
    (HERE / f"bytes-{protocol}.bin").write_bytes(pickle.dumps((BINS, SAME), protocol))
    (HERE / f"arrays-{protocol}.bin").write_bytes(pickle.dumps((columns if protocol == 4 else arrays, list(np.array(SAME))), protocol))
(HERE / "flags-array.bin").write_bytes(pickle.dumps((BINS, np.array(SAME)), 4))
(HERE / "evil.bin").write_bytes(pickle.dumps((BINS, [True, Evil()]), 4))
(HERE / "odd.bin").write_bytes(pickle.dumps((BINS[:3], SAME), 4))
(HERE / "pairs.txt").write_text("2\t2\n" + "Anna\t1\t2\nBerta\t1\t3\nAnna\t1\tBerta\t1\nAnna\t2\tBerta\t3\n" + "Carla\t1\t2\nCarla\t1\t4\nCarla\t1\tBerta\t1\nCarla\t2\tAnna\t1\n")
