"""Writes the .npy fixtures with NumPy itself: python3 make_npy.py (needs numpy)."""
import pathlib

import numpy as np
from numpy.lib import format as npy

here = pathlib.Path(__file__).parent
matrix = (np.arange(12, dtype="<f4") / 8 - 0.5).reshape(4, 3)
np.save(here / "float32_4x3.npy", matrix)
np.save(here / "int64_5.npy", np.array([1, -2, 2**40, -(2**63), 2**63 - 1], dtype="<i8"))
np.save(here / "float32_0x8.npy", np.zeros((0, 8), dtype="<f4"))
np.save(here / "bool_3.npy", np.array([True, False, True]))
np.save(here / "fortran.npy", np.asfortranarray(matrix))
np.save(here / "big_endian.npy", matrix.astype(">f4"))
with open(here / "version2.npy", "wb") as f:
    npy.write_array(f, matrix, version=(2, 0))
