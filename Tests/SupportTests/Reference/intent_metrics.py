"""Prints the values that OutcomeReferenceTests compare with.

Needs numpy 2.4, scipy 1.17 and scikit-learn 1.9. Texts come from whole-number
formulas that the test repeats: 300 texts, five intents, about a sixth out of
scope.
"""

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score, roc_curve

COUNT, INTENTS, BINS = 300, 5, 15

i = np.arange(COUNT)[:, None]
c = np.arange(INTENTS)[None, :]
truth = (i[:, 0] ** 2 * 7 + i[:, 0] * 53) % 97 % 6
inside = truth < INTENTS
weight = 1 + (i * (13 + c * 17) + c * 29) % 50
weight += 60 * ((c == truth[:, None]) & (i * 31 % 10 < 6))
probability = (weight / weight.sum(1, keepdims=True)).astype(np.float32)
square = (weight**2 / (weight**2).sum(1, keepdims=True)).astype(np.float32)
predicted = probability.argmax(1)
right = (predicted == truth) & inside
confidence = (20 - i[:, 0] * 11 % 7) / 20 * (weight.max(1) // 10) / 12
score = (i[:, 0] * 37 % 101 + np.where(inside, 0, 40)) / 150


def ece(told, true):
    """Guo et al.: fifteen bins, open below and closed above."""
    edges = np.linspace(0, 1, BINS + 1)
    total = 0
    for low, high in zip(edges, edges[1:]):
        here = (told > low) & (told <= high)
        if here.any():
            total += abs(told[here].mean() - true[here].mean()) * here.mean()
    return total


def selective(coverage):
    """Equally sure texts share what is right of them."""
    told, true = confidence[inside], right[inside].astype(float)
    for value in np.unique(told):
        true[told == value] = true[told == value].mean()
    true = true[np.argsort(-told, kind="stable")]
    kept = coverage * len(told)
    whole = int(kept)
    return (true[:whole].sum() + (kept - whole) * true[min(whole, len(true) - 1)]) / kept


print("accuracy", repr(accuracy_score(truth[inside], predicted[inside])))
print("macro F1", repr(f1_score(truth[inside], predicted[inside], average="macro")))
top = np.argsort(-probability, axis=1, kind="stable")[:, :3]
print("top 3", repr((top == truth[:, None]).any(1)[inside].mean()))
told = probability.astype(np.float64)
print("ece", repr(ece(told.max(1)[inside], right[inside])))
told = square.astype(np.float64)
print("ece uncalibrated", repr(ece(told.max(1)[inside], right[inside])))
print("confidence error", repr(ece(confidence, right)))
for coverage in (0.95, 0.9, 0.8):
    print("selective", coverage, repr(selective(coverage)))
print("auroc", repr(roc_auc_score(inside, -score)))
fpr, tpr, _ = roc_curve(inside, -score, drop_intermediate=False)
print("fpr95", repr(fpr[np.argmax(tpr >= 0.95)]))

thresholds = np.unique(score)
accuracy = [((right & (score <= t)).sum() + (~inside & (score > t)).sum()) / COUNT
            for t in thresholds]
balance = [(right & (score <= t)).sum() / inside.sum()
           + (~inside & (score > t)).sum() / (~inside).sum() for t in thresholds]
print("most accurate", repr(max(accuracy)), "balanced", repr(max(balance)))

logits = weight[inside] / 10
labels = truth[inside]
found = minimize_scalar(
    lambda s: -log_softmax(logits / np.exp(s), axis=1)[np.arange(len(labels)), labels].sum(),
    bounds=(-4, 4), method="bounded", options={"xatol": 1e-10})
print("temperature", repr(np.exp(found.x)))

# Confident learning, by its definition.
own = probability[inside].astype(np.float64)
means = np.array([own[labels == k, k].mean() for k in range(INTENTS)])
below = own[np.arange(len(labels)), labels] < means[labels]
above = (own >= means) & (np.arange(INTENTS) != labels[:, None])
suspects = np.flatnonzero(below & above.any(1))
best = np.where(above, own, -1).argmax(1)
margin = own[np.arange(len(labels)), best] - own[np.arange(len(labels)), labels]
order = sorted(suspects, key=lambda n: (-margin[n], n))
print("suspects", len(order), "first", [(int(n), int(best[n])) for n in order[:5]],
      "margin", repr(margin[order[0]]))
