"""Prints LossReferences.swift: losses and gradients of small cases.

pip install torch==2.15.0; python losses.py > ../Losses/LossReferences.swift

Inputs are waves, wave(count, phase)[i] = sin(phase + 0.7 i), which the tests
compute too.
"""

import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def wave(phase, *shape, scale=1.0):
    count = math.prod(shape)
    values = [scale * math.sin(phase + 0.7 * i) for i in range(count)]
    return torch.tensor(values).reshape(shape).requires_grad_()


def show(name, value):
    line = "   "
    print(f"  static let {name}: [Float] = [")
    for v in value.detach().flatten().tolist():
        number = f"{v:.8g}"
        if len(line) + len(number) + 2 > 98:
            print(line)
            line = "   "
        line += f" {number},"
    print(line)
    print("  ]")


def case(name, loss, **inputs):
    for value in inputs.values():
        value.grad = None
    loss.backward()
    print(f"  static let {name}Loss = {loss.item():.12g}")
    for key, value in inputs.items():
        show(name + key, value.grad)


print("// Made by Reference/losses.py.\n")
print("enum LossReferences {")

z, y = wave(0.1, 20, scale=4), (wave(0.3, 20) > 0).double()
case("squared", F.mse_loss(z, y), Gradient=z)
case("binary", F.binary_cross_entropy_with_logits(z, y), Gradient=z)
smooth = 0.8 * y + 0.1
case("weighted", F.binary_cross_entropy_with_logits(
    z, smooth, pos_weight=torch.tensor(3.0)), Gradient=z)
sign = 2 * y - 1
case("hinge", F.relu(1 - sign * z).mean(), Gradient=z)
case("squaredHinge", (F.relu(1 - sign * z) ** 2).mean(), Gradient=z)

h, w, b = wave(0.1, 4, 3, scale=2), wave(0.2, 6, 3), wave(0.3, 6)
labels = torch.tensor([2, -1, 5, 0])
for name, smoothing in (("catalogue", 0.0), ("smoothed", 0.2)):
    loss = F.cross_entropy(
        h @ w.T + b, labels, ignore_index=-1, label_smoothing=smoothing)
    case(name, loss, Hidden=h, Table=w, Bias=b)

counted = labels >= 0
rows, own = h[counted], labels[counted]
negatives = torch.tensor([1, 5, 1, 3])
q = torch.tensor([0.3, 0.2, 0.1, 0.1, 0.2, 0.1])
hits = negatives[None, :] == own[:, None]
positive = (rows * w[own]).sum(1) + b[own]
others = rows @ w[negatives].T + b[negatives]
corrected = torch.cat([
    (positive - q[own].log())[:, None],
    (others - q[negatives].log()).masked_fill(hits, -torch.inf)], 1)
loss = F.cross_entropy(corrected, torch.zeros(3, dtype=torch.long))
case("sampled", loss, Hidden=h, Table=w, Bias=b)

positive = (h[counted] * w[own]).sum(1) + b[own]
others = h[counted] @ w[negatives].T + b[negatives]
alpha = 4 / 5
beta = alpha * (0.75 * (1 - 1 / alpha) + 1 / alpha)
terms = beta * F.logsigmoid(positive) + (F.logsigmoid(-others) * ~hits).sum(1)
case("generalized", -(terms / 5).mean(), Hidden=h, Table=w, Bias=b)
print("}")
