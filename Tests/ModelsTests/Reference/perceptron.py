"""Prints the loss curves that MultiLayerPerceptronTests compare with.

Needs torch 2.x on the CPU. Parameters and rows come from formulas that the test
repeats: parameter p, in the order of the layout, holds 0.3 sin(p + 0.7 i), and
feature i of row r is sin(1 + 5 r + i).
"""

import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
ROWS, FEATURES, WIDTHS = 12, 5, [8, 6]


def wave(order, *shape):
    values = [0.3 * math.sin(order + 0.7 * i) for i in range(math.prod(shape))]
    return torch.tensor(values).reshape(shape).requires_grad_()


x = torch.tensor([[math.sin(1 + 5 * r + i) for i in range(FEATURES)] for r in range(ROWS)])
cases = {
    "number": (1, torch.tensor([math.cos(r) for r in range(ROWS)]),
               lambda y, t: F.mse_loss(y[:, 0], t)),
    "probability": (1, torch.tensor([float(r % 2) for r in range(ROWS)]),
                    lambda y, t: F.binary_cross_entropy_with_logits(y[:, 0], t)),
    "classes": (3, torch.tensor([r % 3 for r in range(ROWS)]), F.cross_entropy),
}
for name, (outputs, targets, judge) in cases.items():
    sizes = [FEATURES] + WIDTHS + [outputs]
    parameters = []
    for k in range(len(sizes) - 1):
        parameters += [wave(2 * k, sizes[k + 1], sizes[k]), wave(2 * k + 1, sizes[k + 1])]
    optimiser = torch.optim.Adam(parameters, lr=0.01)
    curve = []
    for step in range(6):
        y = x
        for k in range(0, len(parameters), 2):
            y = F.linear(y, parameters[k], parameters[k + 1])
            if k < len(parameters) - 2:
                y = torch.tanh(y)
        loss = judge(y, targets)
        curve.append(f"{loss.item():.7f}")
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    print(name, ", ".join(curve))
