"""numpy: the closed form of EASE in float32."""

import time

import numpy as np
from scipy.linalg.lapack import spotrf, spotri

from arrays import load_sparse

REGULARIZATION = 300.0


class NumPyEASE:
    """The Gram matrix, its inverse and the weights; BLAS and LAPACK on both cores."""

    # A dense matrix of interactions up to this many elements is multiplied faster
    # than a sparse one.
    LARGEST_DENSE = 100_000_000

    def __init__(self, folder):
        self.interactions = load_sparse(folder)

    def seconds(self):
        self.weights = None
        start = time.perf_counter()
        gram = self.gram()
        gram[np.diag_indices_from(gram)] += REGULARIZATION
        weights = self.inverse(gram)
        weights /= -np.diag(weights)
        np.fill_diagonal(weights, 0)
        self.weights = weights
        return time.perf_counter() - start

    def figures(self):
        norm = np.linalg.norm(self.weights.astype(np.float64))
        return [("norm of the weights", norm, "score")]

    def gram(self):
        rows, columns = self.interactions.shape
        if rows * columns <= self.LARGEST_DENSE:
            dense = self.interactions.toarray()
            return dense.T @ dense
        return (self.interactions.T @ self.interactions).toarray()

    def inverse(self, gram):
        return np.linalg.inv(gram)


class SciPyEASE(NumPyEASE):
    """The same with LAPACK's inverse by Cholesky, at half the operations."""

    def inverse(self, gram):
        factor, failure = spotrf(gram.T, lower=1, overwrite_a=1)
        inverse, failure = spotri(factor, lower=1, overwrite_c=1)
        assert failure == 0
        lower = np.tril(inverse, -1)
        return lower + lower.T + np.diag(np.diag(inverse))
