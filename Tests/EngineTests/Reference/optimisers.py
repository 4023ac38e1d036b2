"""Prints the values that OptimiserTests compares with: three steps of each rule.

pip install torch; python optimisers.py
"""

import torch

START = [1.0, -2.0, 0.5, 0.0, 3.0]
GRADIENTS = [
    [0.1, -0.2, 3.0, 0.0, -1e-4],
    [-0.3, -0.1, 2.0, 0.0, 2e-4],
    [0.2, 0.4, -1.0, 0.0, 5e-5],
]
RULES = {
    "sgd": lambda p, d: torch.optim.SGD(p, lr=0.1, weight_decay=d),
    "momentum": lambda p, d: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=d),
    "adagrad": lambda p, d: torch.optim.Adagrad(p, lr=0.1, weight_decay=d),
    "rmsprop": lambda p, d: torch.optim.RMSprop(p, lr=0.01, weight_decay=d),
    "adam": lambda p, d: torch.optim.Adam(p, lr=0.1, weight_decay=d),
    "adamw": lambda p, d: torch.optim.AdamW(p, lr=0.1, weight_decay=d),
}

for name, make in RULES.items():
    for decay in (0.0, 0.1):
        x = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        optimiser = make([x], decay)
        for gradient in GRADIENTS:
            x.grad = torch.tensor(gradient, dtype=torch.float64)
            optimiser.step()
        print(name, decay, [float(f"{v:.9g}") for v in x.tolist()])

x = torch.zeros(5, requires_grad=True)
x.grad = torch.tensor(GRADIENTS[0])
norm = torch.nn.utils.clip_grad_norm_([x], 0.5)
print("clip", f"{norm.item():.8g}", [float(f"{v:.7g}") for v in x.grad.tolist()])

x = torch.zeros(1, requires_grad=True)
optimiser = torch.optim.SGD([x], lr=0.2)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=8, eta_min=0.01)
rates = []
for _ in range(9):
    rates.append(float(f"{schedule.get_last_lr()[0]:.8g}"))
    optimiser.step()
    schedule.step()
print("cosine", rates)
