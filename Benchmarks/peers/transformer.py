"""PyTorch: training steps of transformers, eager and compiled, by fused Adam."""

import time

import torch
import torch.nn.functional as F
from torch import nn

from arrays import load

THREADS = 2
HEADS = 4
BLOCKS = 2
COMPARED_STEPS = 20


class Block(nn.Module):
    """Attention and feed-forward, the norms first."""

    def __init__(self, weights, is_causal):
        super().__init__()
        size = len(weights("attentionNorm.gain"))
        self.is_causal = is_causal
        self.attention_norm = norm(weights, "attentionNorm", size)
        self.input = linear(weights, "attention.input")
        self.output = linear(weights, "attention.output")
        self.feed_forward_norm = norm(weights, "feedForwardNorm", size)
        self.widen = linear(weights, "feedForward.widen")
        self.narrow = linear(weights, "feedForward.narrow")

    def forward(self, x):
        sequences, length, size = x.shape
        projected = self.input(self.attention_norm(x))
        q, k, v = projected.view(sequences, length, 3, HEADS, size // HEADS).permute(2, 0, 3, 1, 4)
        heads = F.scaled_dot_product_attention(q, k, v, is_causal=self.is_causal)
        x = x + self.output(heads.transpose(1, 2).reshape(sequences, length, size))
        return x + self.narrow(F.gelu(self.widen(self.feed_forward_norm(x))))


class Trunk(nn.Module):
    """Tokens and positions, blocks, and a norm at the end."""

    def __init__(self, weights, is_causal):
        super().__init__()
        self.tokens = nn.Parameter(weights("tokens.table"))
        self.positions = nn.Parameter(weights("positions.table"))
        self.blocks = nn.ModuleList(
            Block(lambda name, block=block: weights(f"block{block}.{name}"), is_causal)
            for block in range(BLOCKS))
        self.norm = norm(weights, "norm", self.tokens.shape[1])

    def forward(self, ids):
        x = F.embedding(ids, self.tokens) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.norm(x)


class Encoder(nn.Module):
    """The loss of classes told from the mean over each text."""

    def __init__(self, weights):
        super().__init__()
        self.trunk = Trunk(weights, is_causal=False)
        self.head = linear(weights, "head")

    def forward(self, ids, labels):
        return F.cross_entropy(self.head(self.trunk(ids).mean(1)), labels)


class Decoder(nn.Module):
    """The loss of each item's successor, told by the softmax over all items."""

    def __init__(self, weights):
        super().__init__()
        self.trunk = Trunk(weights, is_causal=True)

    def forward(self, ids, successors):
        logits = self.trunk(ids) @ self.trunk.tokens.T
        return F.cross_entropy(logits.flatten(0, 1), successors.flatten())


class Training:
    """Updates of a model from the weights and the examples that bench wrote."""

    def __init__(self, folder, model, steps, is_compiled):
        torch.set_num_threads(THREADS)
        weights = lambda name: torch.from_numpy(load(folder, name))
        ids = weights("ids").long()
        if model == "encoder":
            self.model, self.batch = Encoder(weights), (ids, weights("labels").long())
        else:
            self.model = Decoder(weights)
            self.batch = ids[:, :-1].contiguous(), ids[:, 1:].contiguous()
        self.steps = steps
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=1e-3, fused=True)
        self.loss = self.model
        self.losses = []
        if is_compiled:
            self.compile()

    def seconds(self):
        start = time.perf_counter()
        for _ in range(self.steps):
            self.step()
        return (time.perf_counter() - start) / self.steps

    def figures(self):
        while len(self.losses) < COMPARED_STEPS:
            self.step()
        curve = self.losses[:COMPARED_STEPS]
        return [("mean loss of 20 steps", sum(curve) / COMPARED_STEPS, "score")] + [
            (f"loss of step {step}", curve[step - 1], "score") for step in (1, 2, 5, 10, 20)]

    def compile(self):
        """Needs a C++ compiler, and ends here where there is none."""
        self.loss = torch.compile(self.model)
        self.loss(*self.batch).backward()

    def step(self):
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.loss(*self.batch)
        loss.backward()
        self.optimiser.step()
        self.losses.append(loss.item())


def linear(weights, name):
    weight, bias = weights(f"{name}.weight"), weights(f"{name}.bias")
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight, layer.bias = nn.Parameter(weight), nn.Parameter(bias)
    return layer


def norm(weights, name, size):
    layer = nn.LayerNorm(size, eps=1e-5)
    layer.weight = nn.Parameter(weights(f"{name}.gain"))
    layer.bias = nn.Parameter(weights(f"{name}.bias"))
    return layer
