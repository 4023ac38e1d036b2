"""Prints the loss curve that CausalDecoderTests compare with.

Needs torch 2.x on the CPU. Parameters and walks come from formulas that the
test repeats: parameter p, in the order of the layout, holds
0.3 sin(p + 0.7 i), plus 1 for the gains of norms.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
ITEMS, SIZE, HEADS, WIDTH, LENGTH = 30, 16, 2, 32, 6
order = 0


def wave(*shape, gain=False):
    global order
    count = math.prod(shape)
    values = [0.3 * math.sin(order + 0.7 * i) + (1 if gain else 0) for i in range(count)]
    order += 1
    return nn.Parameter(torch.tensor(values).reshape(shape))


items = wave(ITEMS, SIZE)
positions = wave(LENGTH, SIZE)
parameters = [items, positions]
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
parameters += [gain, bias]

# Of 3 to 10 items, of which the newest six with a successor count.
walks = [[(7 * t + 3 * j + t * j * j) % ITEMS for j in range(3 + t)] for t in range(8)]
optimiser = torch.optim.Adam(parameters, lr=0.003)
for step in range(6):
    losses = []
    for walk in walks:
        inputs, targets = walk[:-1][-LENGTH:], torch.tensor(walk[1:][-LENGTH:])
        n = len(inputs)
        # Positions count back from the end.
        x = (items[torch.tensor(inputs)] + positions[LENGTH - n :]).unsqueeze(0)
        mask = nn.Transformer.generate_square_subsequent_mask(n)
        for block in blocks:
            x = block(x, src_mask=mask, is_causal=True)
        states = F.layer_norm(x, (SIZE,), gain, bias, eps=1e-5)[0]
        losses.append(F.cross_entropy(states @ items.T, targets, reduction="none"))
    loss = torch.cat(losses).mean()
    print(f"{loss.item():.7f}")
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
