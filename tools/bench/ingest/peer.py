"""What imagededup (pHash) and CleanVision (issues of single images) do with each image, on PIL, NumPy and SciPy.

usage: peer.py FOLDER PROCESSES

The hash: grey, 32x32 with Lanczos, 2-D DCT, its 8x8 lowest frequencies against their median. The figures: brightness, contrast,
blur as variance of the Laplacian, entropy, aspect, near-grey; SHA-256 of the bytes. Pairs are not compared.
"""
import hashlib
import io
import os
import sys
from multiprocessing import Pool

import numpy as np
from PIL import Image
from scipy.fft import dctn
from scipy.ndimage import laplace


def facts(path):
    with open(path, "rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).digest()
    image = Image.open(io.BytesIO(data))
    image.load()
    grey = image.convert("L")
    small = np.asarray(grey.resize((32, 32), Image.LANCZOS), dtype=np.float32)
    low = dctn(small, norm="ortho")[:8, :8]
    phash = np.packbits(low > np.median(low)).tobytes()
    levels = np.asarray(grey, dtype=np.float32)
    rgb = np.asarray(image, dtype=np.float32)
    return (digest, phash, levels.mean() / 255, levels.std() / 255, laplace(levels).var(), grey.entropy(),
            image.width / image.height, np.ptp(rgb, axis=2).mean())


def main():
    folder, processes = sys.argv[1], int(sys.argv[2])
    paths = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    with Pool(processes) as pool:
        done = sum(1 for _ in pool.imap_unordered(facts, paths, chunksize=64))
    assert done == len(paths)


if __name__ == "__main__":
    main()
