"""Prints WindowReferences.swift: outputs and gradients of convolutions, max
pooling and recurrent layers.

pip install torch==2.15.0; python windows.py > ../Neural/WindowReferences.swift

Inputs are waves, wave(count, phase)[i] = sin(phase + 0.7 i), which the tests
compute too. Gradients are those of sum(y * wave(count of y, 0.4)). Arrays are
printed in the order of the engine: channels last.
"""

import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def wave(phase, *shape):
    values = [math.sin(phase + 0.7 * i) for i in range(math.prod(shape))]
    return torch.tensor(values).reshape(shape).requires_grad_()


def show(name, value):
    numbers = [f"{v:.8g}" for v in value.detach().flatten().tolist()]
    print(f"  static let {name}: [Float] = [")
    line = "   "
    for number in numbers:
        if len(line) + len(number) + 2 > 98:
            print(line)
            line = "   "
        line += f" {number},"
    print(line)
    print("  ]")


def case(name, y, **inputs):
    y.backward(wave(0.4, *y.shape).detach())
    show(name + "Y", y)
    for key, value in inputs.items():
        show(f"{name}{key}", value.grad)


def pad(rows, length):
    """Stacks sequences of rows, with zeros up to a length."""
    return torch.stack([F.pad(row, (0, 0, 0, length - len(row))) for row in rows])


print("// Made by Reference/windows.py.\n")
print("enum WindowReferences {")

LENGTHS = [5, 4]
for padding, outputs in {"valid": 2, "same": 5}.items():
    x, w, b = wave(0.1, 2, 5, 3), wave(0.2, 2, 4, 3), wave(0.3, 2)
    rows = [
        F.conv1d(x[i, :n].T[None], w.permute(0, 2, 1), b, padding=padding)[0].T
        for i, n in enumerate(LENGTHS)
    ]
    case(padding + "Convolution", pad(rows, outputs), X=x, Weight=w, Bias=b)

x, w, b = wave(0.1, 2, 5, 4, 2), wave(0.2, 3, 3, 2, 2), wave(0.3, 3)
y = F.conv2d(
    x.permute(0, 3, 1, 2), w.permute(0, 3, 1, 2), b, stride=(2, 1), padding=(1, 1))
case("image", y.permute(0, 2, 3, 1), X=x, Weight=w, Bias=b)

x = wave(0.1, 2, 5, 3)
rows = [F.max_pool1d(x[i, :n].T[None], 2, 1)[0].T for i, n in enumerate(LENGTHS)]
case("sequencePool", pad(rows, 4), X=x)

x = wave(0.1, 2, 5, 4, 2)
case("imagePool", F.max_pool2d(x.permute(0, 3, 1, 2), (3, 2), (2, 1)).permute(0, 2, 3, 1), X=x)

for name, is_reversed in {"gru": False, "reversedGRU": True}.items():
    layer = torch.nn.GRU(3, 2, batch_first=True)
    named = {
        "InputWeight": layer.weight_ih_l0, "InputBias": layer.bias_ih_l0,
        "RecurrentWeight": layer.weight_hh_l0, "RecurrentBias": layer.bias_hh_l0,
    }
    with torch.no_grad():
        for index, value in enumerate(named.values()):
            value.copy_(wave(0.2 + index / 10, *value.shape))
    x = wave(0.1, 2, 5, 3)
    rows = []
    for i, n in enumerate(LENGTHS):
        if is_reversed:
            rows.append(layer(x[i, :n].flip(0)[None])[0][0].flip(0))
        else:
            states = layer(x[i, :n][None])[0][0]
            rows.append(torch.cat([states, states[-1:].expand(5 - n, 2)]))
    case(name, pad(rows, 5), X=x, **named)

print("}")
