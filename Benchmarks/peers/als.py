"""implicit: alternating least squares."""

import numpy as np
import threadpoolctl
from implicit.cpu import _als
from implicit.cpu.als import AlternatingLeastSquares

from arrays import load, load_sparse

THREADS = 2


class ImplicitALS:
    """Fits of 64 factors by implicit's native solvers.

    implicit asks for a BLAS of one thread, as its own threads share the rows.
    """

    def __init__(self, folder, use_cg):
        threadpoolctl.threadpool_limits(1, "blas")
        self.interactions = load_sparse(folder)
        self.loss_iterations, self.iterations = map(int, load(folder, "iterations"))
        self.use_cg = use_cg

    def seconds(self):
        times = []
        self.fit(self.iterations, lambda _, seconds, __: times.append(seconds))
        return sum(times) / len(times)

    def figures(self):
        model = self.fit(self.loss_iterations)
        loss = _als.calculate_loss(
            2.0 * self.interactions, model.user_factors, model.item_factors, 0.05,
            num_threads=THREADS)
        return [("loss", loss, "score")]

    def fit(self, iterations, callback=None):
        model = AlternatingLeastSquares(
            factors=64, regularization=0.05, alpha=2.0, iterations=iterations, use_native=True,
            use_cg=self.use_cg, num_threads=THREADS, random_state=1, dtype=np.float32)
        model.fit(self.interactions, show_progress=False, callback=callback)
        return model
