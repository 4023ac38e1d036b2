"""The comparisons, and how many times faster than each peer we are to be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One line of `bench engine` and those who do the same work."""

    name: str
    # The ratio to reach for each peer; None for one shown for comparison.
    goals: dict[str, float | None]
    # Which of the figures shows that both did the same work.
    equality: str
    # The greatest relative difference, and whether ours may be lower by any.
    tolerance: float
    may_be_lower: bool = False
    repeats: int = 7

    def agrees(self, ours, theirs):
        difference = (ours - theirs) / abs(theirs)
        return difference <= self.tolerance and (
            self.may_be_lower or difference >= -self.tolerance)


PYTORCH = {"pytorch": 2.5, "pytorch-compiled": 2.5}
CHURN = {"interpret": 10, "scikit-learn-boosting": None, "scikit-learn": None}

CASES = [
    Case("als-cg-1m", {"implicit": 5}, "loss", 0.01, may_be_lower=True),
    Case("als-cg-20m", {"implicit": 8}, "loss", 0.01, may_be_lower=True, repeats=5),
    Case("als-cholesky-1m", {"implicit": 6.5}, "loss", 0.01, may_be_lower=True),
    Case("als-cholesky-20m", {"implicit": 6.5}, "loss", 0.01, may_be_lower=True, repeats=5),
    Case("top10-batch-10k", {"implicit": 3, "numpy": 4}, "mean score", 1e-6),
    Case("top10-batch-100k", {"implicit": 3, "numpy": 4}, "mean score", 1e-6),
    Case("top10-batch-1m", {"implicit": 3, "numpy": 4}, "mean score", 1e-6),
    Case("top10-user-100k", {"implicit": 10}, "recall@10", 0.01),
    Case("transformer-64", PYTORCH, "mean loss of 20 steps", 1e-3),
    Case("transformer-128", PYTORCH, "mean loss of 20 steps", 1e-3),
    Case("sequence-200", PYTORCH, "mean loss of 20 steps", 1e-3, repeats=5),
    Case("logistic-dense", {"scikit-learn": 6}, "objective", 1e-6),
    Case("softmax-sparse", {"scikit-learn": 8}, "objective", 1e-6, may_be_lower=True, repeats=5),
    Case("ease-3k", {"numpy": 1.5, "scipy": None}, "norm of the weights", 1e-4),
    Case("ease-10k", {"numpy": 1.5, "scipy": None}, "norm of the weights", 1e-4, repeats=5),
    Case("churn-telco", CHURN, "brier", 0.01, may_be_lower=True, repeats=10),
    Case("churn-bank", CHURN, "brier", 0.01, may_be_lower=True, repeats=10),
    Case("additive-dense", {"scikit-learn": None}, "log loss", 0.005, may_be_lower=True, repeats=3),
    Case("scoring-dense", {"scikit-learn": None}, "mean probability", 0.01),
    Case("support-linear", {"scikit-learn": None}, "accuracy", 0.02, repeats=5),
    Case("support-transformer", {"pytorch": None}, "accuracy", 0.02, repeats=1),
    Case("features-1m", {"pandas": None}, "mean recency", 1e-3, repeats=5),
]
