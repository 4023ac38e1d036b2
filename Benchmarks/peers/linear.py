"""scikit-learn: logistic and softmax regression by L-BFGS in float32."""

import time

import numpy as np
from sklearn.linear_model import LogisticRegression

from arrays import load, load_sparse


class DenseLogistic:
    """Two classes, dense features, C = 1."""

    inverse_penalty = 1.0

    def __init__(self, folder):
        self.features, self.labels = load(folder, "features"), load(folder, "labels")

    def seconds(self):
        self.model = LogisticRegression(
            C=self.inverse_penalty, solver="lbfgs", tol=1e-4, max_iter=1000)
        start = time.perf_counter()
        self.model.fit(self.features, self.labels)
        return time.perf_counter() - start

    def figures(self):
        weights, intercepts = self.model.coef_, self.model.intercept_
        scores = self.scores(weights.astype(np.float64), intercepts.astype(np.float64))
        true_scores = scores[np.arange(len(scores)), self.labels.astype(int)]
        loss = (np.logaddexp.reduce(scores, axis=1) - true_scores).sum()
        penalty = (weights.astype(np.float64) ** 2).sum() / (2 * self.inverse_penalty)
        return [
            ("objective", (loss + penalty) / len(scores), "score"),
            ("log loss", loss / len(scores), "score"),
            ("iterations", int(self.model.n_iter_[0]), "count"),
        ]

    def scores(self, weights, intercepts):
        logits = self.features @ weights[0] + intercepts[0]
        return np.stack([np.zeros_like(logits), logits], axis=1)


class DenseScores(DenseLogistic):
    """The probabilities of all rows by a model fitted before the clock starts."""

    def __init__(self, folder):
        super().__init__(folder)
        super().seconds()

    def seconds(self):
        start = time.perf_counter()
        self.probabilities = self.model.predict_proba(self.features)[:, 1]
        return (time.perf_counter() - start) / len(self.features)

    def figures(self):
        return [("mean probability", self.probabilities.astype(np.float64).mean(), "score")]


class SparseSoftmax(DenseLogistic):
    """77 classes, sparse features, C = 10."""

    inverse_penalty = 10.0

    def __init__(self, folder):
        self.features, self.labels = load_sparse(folder), load(folder, "labels")

    def scores(self, weights, intercepts):
        return self.features @ weights.T + intercepts
