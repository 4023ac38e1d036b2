"""Prints the values that KernelSVMTests.swift compares with.

pip install scikit-learn==1.9.1; python kernel_svm.py

The features and labels are those of the tests, from whole-number formulas.
"""

import numpy as np
from sklearn.svm import SVC

X = np.array([[0 if (i + j) % 3 == 0 else (7 * i + 13 * j) % 11 / 5 - 1 for j in range(5)]
              for i in range(30)], dtype=np.float32).astype(np.float64)
y = np.array([int((i * i + i // 4) % 3 > 0) for i in range(30)])
w = np.array([1 + (i % 4) / 2 for i in range(30)])
cases = {
    "linear": dict(kernel="linear", C=0.7),
    "polynomial": dict(kernel="poly", degree=3, gamma=0.4, coef0=1, C=0.7),
    "radial": dict(kernel="rbf", gamma=0.5, C=2),
    "radial, gamma by the features": dict(kernel="rbf", gamma="scale", C=1),
    "radial, weighted": dict(kernel="rbf", gamma=0.5, C=1.5),
}
for name, settings in cases.items():
    weights = w if "weighted" in name else None
    fit = SVC(tol=1e-10, **settings).fit(X, y, sample_weight=weights)
    beta = fit.dual_coef_[0]
    scores = fit.decision_function(X)
    # ½·βᵀKβ − Σ|β|, where Kβ is the score less the intercept.
    objective = beta @ (scores[fit.support_] - fit.intercept_[0]) / 2 - np.abs(beta).sum()
    print(name, f"{objective:.10g}", len(beta), f"{fit.intercept_[0]:.8g}",
          [float(f"{s:.8g}") for s in scores[:6]])
