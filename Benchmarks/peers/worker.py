"""One peer of one case, measured whenever a line of the standard input asks for it.

    worker.py PEER CASE FOLDER

Answers each line 'seconds' or 'figures' by a line of JSON.
"""

import importlib
import json
import sys

# The class that measures each case, by peer; its arguments follow the folder.
PEERS = {
    ("als-cg", "implicit"): ("als", "ImplicitALS", True),
    ("als-cholesky", "implicit"): ("als", "ImplicitALS", False),
    ("top10-batch", "implicit"): ("ranking", "ImplicitBatch"),
    ("top10-batch", "numpy"): ("ranking", "NumPyBatch"),
    ("top10-user", "implicit"): ("ranking", "ImplicitUser"),
    ("logistic", "scikit-learn"): ("linear", "DenseLogistic"),
    ("softmax", "scikit-learn"): ("linear", "SparseSoftmax"),
    ("transformer", "pytorch"): ("transformer", "Training", "encoder", 10, False),
    ("transformer", "pytorch-compiled"): ("transformer", "Training", "encoder", 10, True),
    ("sequence", "pytorch"): ("transformer", "Training", "decoder", 2, False),
    ("sequence", "pytorch-compiled"): ("transformer", "Training", "decoder", 2, True),
    ("additive", "scikit-learn"): ("linear", "DenseLogistic"),
    ("scoring", "scikit-learn"): ("linear", "DenseScores"),
    ("churn", "interpret"): ("churn", "ExplainableBoosting"),
    ("churn", "scikit-learn-boosting"): ("churn", "GradientBoosting"),
    ("churn", "scikit-learn"): ("churn", "PlainRegression"),
    ("support", "scikit-learn"): ("support", "LinearMachine"),
    ("support", "pytorch"): ("support", "Transformer"),
    ("features", "pandas"): ("features", "CustomerFeatures"),
    ("ease", "numpy"): ("ease", "NumPyEASE"),
    ("ease", "scipy"): ("ease", "SciPyEASE"),
}


def main(peer, case, folder):
    family = case.rpartition("-")[0]
    module, name, *rest = PEERS[family, peer]
    measured = getattr(importlib.import_module(module), name)(folder, *rest)
    answer({"ready": True})
    for line in sys.stdin:
        match line.strip():
            case "seconds":
                answer({"seconds": measured.seconds()})
            case "figures":
                keys = "name", "value", "unit"
                answer({"figures": [dict(zip(keys, figure)) for figure in measured.figures()]})


def answer(value):
    # Libraries may print to the standard output: ours goes where it was at the start.
    print(json.dumps(value, default=float), file=OUTPUT, flush=True)


OUTPUT = sys.stdout
sys.stdout = sys.stderr
main(*sys.argv[1:])
