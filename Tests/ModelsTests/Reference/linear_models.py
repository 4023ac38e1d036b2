"""Prints the parameters that the tests of the linear models compare with.

Run with scikit-learn 1.9.1 and numpy 2.4.6:
    pip install scikit-learn==1.9.1 numpy==2.4.6 && python linear_models.py
Features are the rows of ReferenceData.swift, in Float32 as there. Each line
holds the coefficients, row by row, and then the intercepts.
"""

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.svm import LinearSVC

i, j = np.arange(30)[:, None], np.arange(5)[None, :]
X = np.where((i + j) % 3 == 0, 0, ((7 * i + 13 * j) % 11) / np.float32(5) - np.float32(1))
X = X.astype(np.float32).astype(np.float64)
i = i.ravel()
classes = (i * i + i // 4) % 3
y = (classes > 0).astype(int)
w = 1 + (i % 4) / 2
targets = (X @ [1, -2, 0.5, 0, 3] + 0.3 + np.sin(i)).astype(np.float32).astype(np.float64)


def show(name, model):
    values = np.concatenate([np.ravel(model.coef_), np.ravel(model.intercept_)])
    print(name, ", ".join(f"{value:.10f}" for value in values))


for name, weights in [("", None), (" weighted", w)]:
    exact = dict(tol=1e-14, max_iter=100000)
    show("logistic C=0.5" + name,
         LogisticRegression(C=0.5, solver="newton-cholesky", **exact).fit(X, y, weights))
    # saga does not penalise the intercept, as liblinear would.
    show("logistic l1 C=2" + name,
         LogisticRegression(C=2, l1_ratio=1, solver="saga", **exact).fit(X, y, weights))
    show("svm C=0.5" + name, LinearSVC(C=0.5, dual=False, **exact).fit(X, y, weights))
    show("ridge alpha=2" + name, Ridge(alpha=2, solver="cholesky").fit(X, targets, weights))
    show("least squares" + name, LinearRegression().fit(X, targets, weights))
show("softmax C=0.5",
     LogisticRegression(C=0.5, solver="newton-cholesky", **exact).fit(X, classes))
for name, weights in [("", None), (" weighted", w)]:
    show("one-vs-rest svm C=0.5" + name,
         LinearSVC(C=0.5, dual=False, **exact).fit(X, classes, weights))
