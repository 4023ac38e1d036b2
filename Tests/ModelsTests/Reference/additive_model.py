"""Prints the values that AdditiveSmootherTests compares with.

Run with numpy 2.4.6 and scipy 1.17.1:
    pip install numpy==2.4.6 scipy==1.17.1 && python additive_model.py
Penalised logistic fits on a dense matrix of two terms and an intercept.
"""

import numpy as np
from scipy.optimize import minimize

ROWS, LEFT, RIGHT = 120, 6, 4
PIN, RIDGE = 10.0, 1e-4

rows = np.arange(ROWS)
left = rows * 7 % LEFT
right = (rows * rows + rows // 5) % RIGHT
labels = ((rows * 11 + left * left * 5 + right * 3) % 13 < 4 + left % 3 * 2).astype(float)
weights = 1 + rows % 3 / 2.0

design = np.zeros((ROWS, 1 + LEFT + RIGHT))
design[:, 0] = 1
design[rows, 1 + left] = 1
design[rows, 1 + LEFT + right] = 1

difference = np.diff(np.eye(LEFT), axis=0)
first = np.zeros((11, 11))
first[1 : 1 + LEFT, 1 : 1 + LEFT] = difference.T @ difference
second = np.zeros((11, 11))
second[1 + LEFT :, 1 + LEFT :] = np.eye(RIGHT)
fixed = RIDGE * np.diag([0.0] + [1.0] * (LEFT + RIGHT))
mass = np.bincount(left, minlength=LEFT).astype(float)
fixed[1 : 1 + LEFT, 1 : 1 + LEFT] += PIN * np.outer(mass, mass) / mass.sum()


def solve(factors, start):
    """The coefficients at the optimum, and the Hessian of the loss there."""
    penalty = fixed + factors[0] * first + factors[1] * second
    beta = start.copy()
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ beta))
        hessian = design.T @ (design * (weights * p * (1 - p))[:, None])
        gradient = design.T @ (weights * (p - labels)) + penalty @ beta
        step = np.linalg.solve(hessian + penalty, gradient)
        beta = beta - step
        if abs(step).max() < 1e-13:
            break
    return beta, hessian, penalty


beta, hessian, penalty = solve([2.0, 3.0], np.zeros(11))
print("fixed factors 2, 3")
print(", ".join(f"{value:.10f}" for value in beta))
print("covariance diagonal")
print(", ".join(f"{v:.10f}" for v in np.diag(np.linalg.inv(hessian + penalty))))


def likelihood(log_factors, beta, hessian, target):
    """Minus the restricted likelihood of the quadratic at beta."""
    factors = np.exp(log_factors)
    penalty = fixed + factors[0] * first + factors[1] * second
    best = np.linalg.solve(hessian + penalty, target)
    value = 0.5 * best @ hessian @ best - target @ best + 0.5 * best @ penalty @ best
    prior = np.linalg.slogdet(penalty[1:, 1:])[1]
    return value - 0.5 * prior + 0.5 * np.linalg.slogdet(hessian + penalty)[1]


log_factors = np.zeros(2)
beta = np.zeros(11)
for _ in range(60):
    beta, hessian, penalty = solve(np.exp(log_factors), beta)
    target = (hessian + penalty) @ beta
    log_factors = minimize(
        likelihood, log_factors, args=(beta, hessian, target), method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000},
    ).x
print("factors of the greatest restricted likelihood")
print(", ".join(f"{value:.6f}" for value in np.exp(log_factors)))
