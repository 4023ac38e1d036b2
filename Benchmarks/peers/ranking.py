"""implicit and numpy: the ten best items of users."""

import time

import numpy as np
import threadpoolctl
from implicit.cpu.als import AlternatingLeastSquares

from arrays import load

LIMIT = 10
THREADS = 2


class ImplicitBatch:
    """implicit's `recommend` for all users in one call."""

    def __init__(self, folder):
        threadpoolctl.threadpool_limits(1, "blas")
        self.model = model_of(folder)
        self.users = np.arange(len(self.model.user_factors))

    def seconds(self):
        start = time.perf_counter()
        self.scores = self.recommend(self.users)[1]
        return (time.perf_counter() - start) / len(self.users)

    def figures(self):
        return [("mean score", float(self.scores.mean(dtype=np.float64)), "score")]

    def recommend(self, users):
        return self.model.recommend(users, None, N=LIMIT, filter_already_liked_items=False)


class NumPyBatch:
    """A matrix product, `argpartition` and a sort of the ten, in batches of users.

    numpy's BLAS takes both cores. The batch is the fastest of those tried.
    """

    BATCHES = (16, 64, 256)

    def __init__(self, folder):
        self.users, self.items = load(folder, "users"), load(folder, "items")
        sample = self.users[:256]
        self.batch = min(self.BATCHES, key=lambda batch: self.timed(sample, batch))

    def seconds(self):
        return self.timed(self.users, self.batch) / len(self.users)

    def figures(self):
        return [("mean score", float(self.scores.mean(dtype=np.float64)), "score")]

    def timed(self, users, batch):
        start = time.perf_counter()
        found, best = [], []
        for first in range(0, len(users), batch):
            scores = users[first : first + batch] @ self.items.T
            top = np.argpartition(scores, -LIMIT, axis=1)[:, -LIMIT:]
            values = np.take_along_axis(scores, top, axis=1)
            order = np.argsort(-values, axis=1)
            found.append(np.take_along_axis(top, order, axis=1))
            best.append(np.take_along_axis(values, order, axis=1))
        self.found, self.scores = np.concatenate(found), np.concatenate(best)
        return time.perf_counter() - start


class ImplicitUser:
    """implicit's `recommend` for one user after another.

    With one BLAS thread or two, whichever is faster.
    """

    def __init__(self, folder):
        # A model warns where it is made with a BLAS of more threads.
        with threadpoolctl.threadpool_limits(1, "blas"):
            self.model = model_of(folder)
        self.users = range(len(self.model.user_factors))
        times = {threads: self.timed(self.users[:64], threads) for threads in (1, 2, 1, 2)}
        self.blas_threads = min(times, key=times.get)

    def seconds(self):
        return self.timed(self.users, self.blas_threads) / len(self.users)

    def figures(self):
        exact = NumPyExact(self.model)
        hits = sum(
            len(set(self.recommend(user)[0]) & set(exact.top(user))) for user in self.users)
        return [
            ("recall@10", hits / (LIMIT * len(self.users)), "score"),
            ("BLAS threads", self.blas_threads, "count"),
        ]

    def timed(self, users, blas_threads):
        with threadpoolctl.threadpool_limits(blas_threads, "blas"):
            start = time.perf_counter()
            for user in users:
                self.recommend(user)
            return time.perf_counter() - start

    def recommend(self, user):
        return self.model.recommend(user, None, N=LIMIT, filter_already_liked_items=False)


class NumPyExact:
    """The ten greatest products, by a full sort."""

    def __init__(self, model):
        self.users, self.items = model.user_factors, model.item_factors

    def top(self, user):
        return np.argsort(-(self.items @ self.users[user]))[:LIMIT]


def model_of(folder):
    model = AlternatingLeastSquares(factors=64, num_threads=THREADS)
    model.user_factors, model.item_factors = load(folder, "users"), load(folder, "items")
    return model
