"""Prints the loss curve that TransformerEncoderTests compare with.

Needs torch 2.x on the CPU. Parameters and texts come from formulas that the
test repeats: parameter p, in the order of the layout, holds
0.3 sin(p + 0.7 i), plus 1 for the gains of norms.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
VOCABULARY, CLASSES, SIZE, HEADS, WIDTH, LENGTH = 20, 3, 16, 4, 32, 7
order = 0


def wave(*shape, gain=False):
    global order
    count = math.prod(shape)
    values = [0.3 * math.sin(order + 0.7 * i) + (1 if gain else 0) for i in range(count)]
    order += 1
    return nn.Parameter(torch.tensor(values).reshape(shape))


tokens = wave(VOCABULARY, SIZE)
positions = wave(LENGTH, SIZE)
parameters = [tokens, positions]
blocks = []
for _ in range(2):
    block = nn.TransformerEncoderLayer(
        SIZE, HEADS, WIDTH, dropout=0, activation="gelu", batch_first=True, norm_first=True)
    block.norm1.weight, block.norm1.bias = wave(SIZE, gain=True), wave(SIZE)
    block.self_attn.in_proj_weight = wave(3 * SIZE, SIZE)
    block.self_attn.in_proj_bias = wave(3 * SIZE)
    block.self_attn.out_proj.weight = wave(SIZE, SIZE)
    block.self_attn.out_proj.bias = wave(SIZE)
    block.norm2.weight, block.norm2.bias = wave(SIZE, gain=True), wave(SIZE)
    block.linear1.weight, block.linear1.bias = wave(WIDTH, SIZE), wave(WIDTH)
    block.linear2.weight, block.linear2.bias = wave(SIZE, WIDTH), wave(SIZE)
    blocks.append(block)
    parameters += list(block.parameters())
gain, bias = wave(SIZE, gain=True), wave(SIZE)
head, head_bias = wave(CLASSES, SIZE), wave(CLASSES)
parameters += [gain, bias, head, head_bias]

texts = [[(7 * t + 3 * j + t * j) % VOCABULARY for j in range(3 + t % 5)] for t in range(8)]
labels = torch.tensor([t % CLASSES for t in range(8)])
optimiser = torch.optim.Adam(parameters, lr=0.003)
for step in range(6):
    losses = []
    for text, label in zip(texts, labels):
        x = (tokens[torch.tensor(text)] + positions[: len(text)]).unsqueeze(0)
        for block in blocks:
            x = block(x)
        pooled = F.layer_norm(x, (SIZE,), gain, bias, eps=1e-5).mean(1)
        losses.append(F.cross_entropy(F.linear(pooled, head, head_bias), label.unsqueeze(0)))
    loss = torch.stack(losses).mean()
    print(f"{loss.item():.7f}")
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
