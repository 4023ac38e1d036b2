"""The arrays that `bench` wrote for a case."""

import numpy as np
from scipy.sparse import csr_matrix


def load(folder, name):
    """One array, in memory."""
    return np.load(f"{folder}/{name}.npy")


def load_sparse(folder):
    """The sparse matrix of a folder."""
    rows, columns = load(folder, "shape")
    parts = load(folder, "values"), load(folder, "columns"), load(folder, "offsets")
    return csr_matrix(parts, shape=(int(rows), int(columns)))
