"""Prints LayerReferences.swift: outputs and gradients of small layers.

pip install torch; python layers.py > ../Neural/LayerReferences.swift

Inputs are waves, wave(count, phase)[i] = sin(phase + 0.7 i), which the tests
compute too. Gradients are those of sum(y * wave(count of y, 0.4)).
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


def attention(x, w_in, b_in, w_out, b_out, heads, lengths, causal):
    batch, length, size = x.shape
    qkv = F.linear(x, w_in, b_in).reshape(batch, length, 3, heads, size // heads)
    q, k, v = qkv.permute(2, 0, 3, 1, 4)
    mask = torch.arange(length)[None, :] < torch.tensor(lengths)[:, None]
    mask = mask[:, None, None, :].expand(batch, heads, length, length)
    if causal:
        mask = mask & torch.ones(length, length, dtype=torch.bool).tril()
    y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return F.linear(y.transpose(1, 2).reshape(batch, length, size), w_out, b_out)


print("// Made by Reference/layers.py.\n")
print("enum LayerReferences {")

x, w, b = wave(0.1, 3, 5), wave(0.2, 4, 5), wave(0.3, 4)
case("linear", F.linear(x, w, b), X=x, Weight=w, Bias=b)

x, w, b = wave(0.1, 2, 19), wave(0.2, 19), wave(0.3, 19)
case("layerNorm", F.layer_norm(x, (19,), w, b), X=x, Gain=w, Bias=b)

for name, f in {
    "rectifier": F.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
}.items():
    x = wave(0.1, 9, scale=3.0)
    case(name, f(x), X=x)

for name, smoothing in {"crossEntropy": 0.0, "smoothed": 0.1}.items():
    z = wave(0.1, 4, 5, scale=3.0)
    loss = F.cross_entropy(
        z, torch.tensor([1, -1, 4, 0]), label_smoothing=smoothing, ignore_index=-1)
    loss.backward()
    show(name + "Loss", loss)
    show(name + "Gradient", z.grad)

IDS = torch.tensor([1, 4, 1, 0, 2, 2])
table = wave(0.1, 5, 3)
case("embedding", F.embedding(IDS, table), Table=table)
for mode in ("sum", "mean"):
    table = wave(0.1, 5, 3)
    bags = F.embedding_bag(IDS, table, torch.tensor([0, 2, 2, 5]), mode=mode)
    case(mode + "Bag", bags, Table=table)

for name, causal in {"attention": False, "causal": True}.items():
    x = wave(0.1, 2, 3, 4)
    p = [wave(0.2, 12, 4), wave(0.3, 12), wave(0.5, 4, 4), wave(0.6, 4)]
    y = attention(x, *p, heads=2, lengths=[3, 2], causal=causal)
    case(name, y, X=x, InputWeight=p[0], InputBias=p[1], OutputWeight=p[2], OutputBias=p[3])

for mode in ("mean", "max"):
    x = wave(0.1, 2, 3, 4)
    valid = torch.tensor([[[True]] * 3, [[True], [True], [False]]]).reshape(2, 3, 1)
    y = (x * valid).sum(1) / valid.sum(1)
    if mode == "max":
        y = x.masked_fill(~valid, -torch.inf).max(1).values
    case(mode + "Pool", y, X=x)

block = torch.nn.TransformerEncoderLayer(
    4, 2, 6, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)
block.train()
named = {
    "InputWeight": block.self_attn.in_proj_weight, "InputBias": block.self_attn.in_proj_bias,
    "OutputWeight": block.self_attn.out_proj.weight, "OutputBias": block.self_attn.out_proj.bias,
    "FirstGain": block.norm1.weight, "FirstBias": block.norm1.bias,
    "SecondGain": block.norm2.weight, "SecondBias": block.norm2.bias,
    "WidenWeight": block.linear1.weight, "WidenBias": block.linear1.bias,
    "NarrowWeight": block.linear2.weight, "NarrowBias": block.linear2.bias,
}
with torch.no_grad():
    for index, value in enumerate(named.values()):
        value.copy_(wave(0.2 + index / 10, *value.shape))
x = wave(0.1, 2, 3, 4)
padding = torch.tensor([[False, False, False], [False, False, True]])
case("block", block(x, src_key_padding_mask=padding), X=x, **named)

print("}")
