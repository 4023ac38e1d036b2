"""Prints the values that PlattScalingTests and IsotonicCalibrationTests compare with.

Needs scikit-learn 1.9. Scores and labels come from whole-number formulas that the
tests repeat; 41 different scores over 120 rows.
"""

import numpy as np
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

i = np.arange(120)
score = ((i * 29) % 41) / 10 - 2
y = ((i * i * 5 + i * 31) % 43) / 43 < ((i * 29) % 41) / 41

a, b = _sigmoid_calibration(score, y)
print("Platt slope", -a, "intercept", -b)
fit = IsotonicRegression().fit(score, y)
x = np.unique(score)
values, counts = np.unique(np.round(fit.predict(x), 12), return_counts=True)
print("isotonic", ", ".join(f"{v:.9f}" for v in values))
print("scores of each", list(counts))
