"""Churn models of other libraries, fitted to the folds that our side dealt out."""

import time

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from arrays import load
from sides import THREADS


class Folds:
    """Fits one fold after another, as our side does."""

    def __init__(self, folder):
        self.numbers = load(folder, "numbers").T
        self.categories = load(folder, "categories").T
        self.labels = load(folder, "labels")
        folds = load(folder, "folds")
        self.splits = [
            (np.flatnonzero(repeat != fold), np.flatnonzero(repeat == fold))
            for repeat in folds for fold in np.unique(repeat)]
        known = RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=42)
        for (_, ours), (_, theirs) in zip(self.splits, known.split(folds.T, self.labels)):
            np.testing.assert_array_equal(ours, theirs, "the folds are not scikit-learn's")
        self.inputs = self.prepared()
        self.probabilities = {}
        self.next = 0

    def seconds(self):
        turn = self.next % len(self.splits)
        self.next += 1
        training, test = self.splits[turn]
        known, outcomes, asked = self.inputs[training], self.labels[training], self.inputs[test]
        start = time.perf_counter()
        model = self.model().fit(known, outcomes)
        self.probabilities[turn] = model.predict_proba(asked)[:, 1]
        return time.perf_counter() - start

    def figures(self):
        while len(self.probabilities) < len(self.splits):
            self.seconds()
        return [
            ("brier", self.mean(brier_score_loss), "score"),
            ("auc", self.mean(roc_auc_score), "score"),
            ("log loss", self.mean(log_loss), "score"),
        ]

    def mean(self, metric):
        return np.mean([
            metric(self.labels[test], self.probabilities[turn])
            for turn, (_, test) in enumerate(self.splits)])


class OneHot(Folds):
    """A column for each level; a missing number is read as zero."""

    def prepared(self):
        levels = [
            self.categories[:, [column]] == np.unique(self.categories[:, column])
            for column in range(self.categories.shape[1])]
        return np.hstack([np.nan_to_num(self.numbers), *levels]).astype(np.float64)


class PlainRegression(OneHot):
    def model(self):
        return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


class GradientBoosting(OneHot):
    """The tuned setting of the reference figures."""

    def model(self):
        return GradientBoostingClassifier(
            n_estimators=150, learning_rate=0.05, subsample=0.7, max_depth=3, random_state=0)


class ExplainableBoosting(Folds):
    """InterpretML's explainable boosting machine with its defaults."""

    def prepared(self):
        columns = [
            *(pd.Series(values) for values in self.numbers.T.astype(np.float64)),
            *(pd.Series(codes).map(str) for codes in self.categories.T)]
        self.types = (
            ["continuous"] * self.numbers.shape[1] + ["nominal"] * self.categories.shape[1])
        frame = pd.concat(columns, axis=1)
        frame.columns = [f"x{index}" for index in range(len(columns))]
        return Rows(frame)

    def model(self):
        from interpret.glassbox import ExplainableBoostingClassifier

        return ExplainableBoostingClassifier(
            feature_types=self.types, n_jobs=THREADS, random_state=42)


class Rows:
    """A table whose rows are taken as an array's are."""

    def __init__(self, frame):
        self.frame = frame

    def __getitem__(self, rows):
        return self.frame.iloc[rows]
