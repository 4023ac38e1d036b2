"""Prints the values that RankedOutcomesTests compare with.

Needs scikit-learn 1.9 and scipy 1.17. Probabilities and labels come from
whole-number formulas that the test repeats; 101 different probabilities over 300
rows, so that most are tied.
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import ks_2samp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

i = np.arange(300)
p = (1 + (i * 37) % 101) / 103
y = ((i * i * 7 + i * 53) % 97) / 97 < p * p

print("auc", repr(roc_auc_score(y, p)))
print("average precision", repr(average_precision_score(y, p)))
print("brier", repr(brier_score_loss(y, p)))
print("log loss", repr(log_loss(y, p)))
print("log loss with 0 and 1", repr(log_loss([0, 1, 1], [0.0, 1.0, 0.0])))
print("ks", repr(ks_2samp(p[y], p[~y]).statistic))
z = logit(p)
fit = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12).fit(z[:, None], y)
print("slope", repr(fit.coef_[0, 0]), "intercept", repr(fit.intercept_[0]))
large = brentq(lambda a: np.mean(expit(a + z) - y), -5, 5, xtol=1e-14)
print("intercept in the large", repr(large))
