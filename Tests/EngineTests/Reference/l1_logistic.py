"""Prints the coefficients and objectives that OWLQNTests.swift compares with.

pip install scikit-learn==1.9.1; python l1_logistic.py

The features and labels are those of the tests, from whole-number formulas.
"""

import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
X = np.array([[0 if (i + j) % 3 == 0 else (7 * i + 13 * j) % 11 / 5 - 1 for j in range(5)]
              for i in range(30)])
y = np.array([int((i * i + i // 4) % 3 > 0) for i in range(30)])

for l1 in (0.1, 0.5, 1.0):
    for solver in ("saga", "liblinear"):
        # liblinear penalises the intercept, saga does not: without one they agree.
        for intercept in ((True, False) if solver == "saga" else (False,)):
            fit = LogisticRegression(
                l1_ratio=1, C=1 / l1, solver=solver, tol=1e-14, max_iter=1_000_000,
                fit_intercept=intercept, random_state=0).fit(X, y)
            w = np.append(fit.coef_[0], fit.intercept_ if intercept else [])
            z = X @ fit.coef_[0] + (fit.intercept_[0] if intercept else 0)
            value = np.logaddexp(0, z).sum() - y @ z + l1 * np.abs(fit.coef_).sum()
            print(l1, solver, intercept, [float(f"{v:.10g}") for v in w], f"{value:.12g}")
