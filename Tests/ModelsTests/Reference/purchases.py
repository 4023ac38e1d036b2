"""Reference values of PurchasesTests, by mpmath 1.3 and scipy 1.17.

    pip install mpmath==1.3.0 scipy==1.17.1 numpy==2.4.6
    python purchases.py
"""

import numpy as np
from mpmath import hyp2f1, mp, mpf, nstr
from scipy.optimize import minimize
from scipy.special import gammaln

mp.dps = 40

# (x, t_x, T): repeat purchases, their last, the age, in weeks.
random = np.random.default_rng(7)


def history():
    rate, lost, age = random.gamma(0.8) / 4, random.beta(0.8, 2.5), random.integers(20, 40)
    x, last, time = 0, 0.0, random.exponential(1 / rate)
    while time < age:
        x, last = x + 1, time
        if random.random() < lost:
            break
        time += random.exponential(1 / rate)
    return x, max(round(last, 1), 0.1) if x else 0.0, float(age)


HISTORIES = [history() for _ in range(80)]
SPEND = [
    (x + 1, round(random.gamma(6 * (x + 1)) / random.gamma(4, 1 / 15) / (x + 1), 1))
    for x, _, _ in HISTORIES
]


def bgnbd(theta):
    r, alpha, a, b = np.exp(theta)
    total = 0.0
    for x, tx, age in HISTORIES:
        stay = -(r + x) * np.log(alpha + age)
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        value += gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        if x > 0:
            leave = np.log(a) - np.log(b + x - 1) - (r + x) * np.log(alpha + tx)
            value += np.logaddexp(stay, leave)
        else:
            value += stay
        total += value
    return -total / len(HISTORIES)


def gammagamma(theta):
    p, q, g = np.exp(theta)
    total = 0.0
    for x, mean in SPEND:
        total += gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(g)
        total += (p * x - 1) * np.log(mean) + p * x * np.log(x)
        total -= (p * x + q) * np.log(g + x * mean)
    return -total / len(SPEND)


def expected(r, alpha, a, b, x, tx, age, t):
    """Fader, Hardie & Lee 2005, equation 10."""
    r, alpha, a, b, tx, age, t = map(mpf, (r, alpha, a, b, tx, age, t))
    series = hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + age + t))
    value = (a + b + x - 1) / (a - 1)
    value *= 1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * series
    if x > 0:
        value /= 1 + a / (b + x - 1) * ((alpha + age) / (alpha + tx)) ** (r + x)
    return value


def best(function, start):
    point = minimize(function, start, method="Nelder-Mead", options=dict(
        xatol=1e-10, fatol=1e-14, maxiter=20000, maxfev=20000))
    point = minimize(function, point.x, method="Nelder-Mead", options=dict(
        xatol=1e-11, fatol=1e-15, maxiter=20000, maxfev=20000))
    return np.exp(point.x), -point.fun


print("rows", [(x, tx, age, mean) for (x, tx, age), (_, mean) in zip(HISTORIES, SPEND)])
print("BG/NBD", best(bgnbd, [0, 1, 0, 0]), "at 0.5 8 0.7 2.5", -bgnbd(np.log([0.5, 8, 0.7, 2.5])))
print("gamma-gamma", best(gammagamma, [0, 1, 3]))
for case in [
    (0.243, 4.414, 0.793, 2.426, 2, 30.43, 38.86, 39),
    (0.243, 4.414, 0.793, 2.426, 0, 0, 38.86, 39),
    (0.243, 4.414, 0.793, 2.426, 29, 37.71, 38.0, 500),
    (0.5, 8, 0.3, 0.45, 0, 0, 2, 1000),
    (0.5, 8, 1.0001, 2.5, 3, 10, 20, 26),
    (2, 10, 300, 700, 5, 20, 30, 52),
    (0.4, 6, 1e-6, 0.5, 4, 20, 30, 52),
]:
    print(case, nstr(expected(*case), 15))
