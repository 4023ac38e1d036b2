"""Intents of texts: scikit-learn's linear SVM, and a small transformer in PyTorch."""

import json
import math
import re
import time
from zlib import crc32

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC
from torch import nn

from sides import THREADS

# Texts that are answered one at a time to learn how long one takes.
ANSWERED = 300


class Banking:
    """Both parts of the data set, as our side wrote them."""

    def __init__(self, folder):
        torch.set_num_threads(THREADS)
        with open(f"{folder}/texts.json", encoding="utf-8") as file:
            parts = json.load(file)
        self.train, self.test = parts["train"], parts["test"]
        self.intents = sorted({text["intent"] for text in self.train})
        rows = {intent: row for row, intent in enumerate(self.intents)}
        self.labels, self.truth = (
            np.array([rows[text["intent"]] for text in part]) for part in (self.train, self.test))

    def seconds(self):
        start = time.perf_counter()
        self.fit([text["text"] for text in self.train])
        return time.perf_counter() - start

    def figures(self):
        texts = [text["text"] for text in self.test]
        accuracy = np.mean(self.named(texts) == self.truth)
        start = time.perf_counter()
        for text in texts[:ANSWERED]:
            self.named([text])
        each = (time.perf_counter() - start) / len(texts[:ANSWERED])
        return [("accuracy", accuracy, "share"), ("a text", 1000 * each, "ms")]


class LinearMachine(Banking):
    """Word 1-2-grams and in-word character 1-5-grams into one-vs-rest squared hinge."""

    def fit(self, texts):
        settings = {"sublinear_tf": True, "dtype": np.float32}
        self.model = make_pipeline(
            make_union(
                TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", **settings),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), **settings)),
            LinearSVC(C=1))
        self.model.fit(texts, self.labels)

    def named(self, texts):
        return self.model.predict(texts)


class Transformer(Banking):
    """The recipe of the reference figure: 91.5 % in JAX."""

    epochs, batch, rate, warm_up = 20, 64, 2e-3, 0.1

    def fit(self, texts):
        torch.manual_seed(1)
        np.random.seed(1)
        examples = [tokens(text) for text in texts]
        self.net = Net(len(self.intents)).train()
        optimiser = torch.optim.AdamW(self.net.parameters(), lr=self.rate, weight_decay=0.01)
        steps = self.epochs * math.ceil(len(texts) / self.batch)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(
            (step + 1) / (self.warm_up * steps),
            0.5 * (1 + math.cos(math.pi * max(0, step / steps - self.warm_up)
                                / (1 - self.warm_up)))))
        labels = torch.as_tensor(self.labels)
        for _ in range(self.epochs):
            for rows in torch.randperm(len(texts)).split(self.batch):
                logits = self.net([examples[row] for row in rows])
                loss = F.cross_entropy(logits, labels[rows], label_smoothing=0.1)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
                optimiser.step()
                schedule.step()

    def named(self, texts):
        self.net.eval()
        with torch.inference_mode():
            return np.concatenate([
                self.net([tokens(text) for text in texts[start:start + 256]]).argmax(1).numpy()
                for start in range(0, len(texts), 256)])


BUCKETS, SIZE, HEADS, LENGTH, PARTS = 30_000, 128, 4, 28, 20


def tokens(text):
    """For each word the buckets of it and of its character 3-5-grams."""
    return [parts(word) for word in re.findall(r"\w+|[^\w\s]", text.lower())[:LENGTH]] or [[0]]


def parts(word):
    framed = f"<{word}>"
    grams = [framed[i:i + n] for n in (3, 4, 5) for i in range(len(framed) - n + 1)]
    return [crc32(part.encode()) % BUCKETS for part in [word, *grams][:PARTS]]


class Net(nn.Module):
    """Words as sums of hashed parts, two blocks, mean and maximum of all words."""

    def __init__(self, classes):
        super().__init__()
        self.table = nn.EmbeddingBag(BUCKETS, SIZE, mode="sum")
        nn.init.normal_(self.table.weight, std=SIZE ** -0.5)
        self.project, self.norm = nn.Linear(SIZE, SIZE), nn.LayerNorm(SIZE)
        self.positions = nn.Parameter(0.02 * torch.randn(LENGTH, SIZE))
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(
                SIZE, HEADS, 256, dropout=0.2, activation="gelu", batch_first=True,
                norm_first=True) for _ in range(2))
        for block in self.blocks:
            block.self_attn.dropout = 0.1
        self.head = nn.Sequential(
            nn.LayerNorm(2 * SIZE), nn.Dropout(0.4), nn.Linear(2 * SIZE, classes))

    def forward(self, examples):
        if self.training:
            examples = [dropped(example) for example in examples]
        length = max(map(len, examples))
        bags = [bag for example in examples
                for bag in example + [[]] * (length - len(example))]
        counts = torch.tensor([len(bag) for bag in bags])
        ids = torch.tensor([part for bag in bags for part in bag])
        offsets = torch.cat([torch.zeros(1, dtype=torch.long), counts.cumsum(0)[:-1]])
        words = self.table(ids, offsets) / counts.clamp(min=1).sqrt()[:, None]
        x = words.view(len(examples), length, SIZE)
        padding = torch.tensor(
            [[place >= len(example) for place in range(length)] for example in examples])
        x = self.norm(self.project(x) + self.positions[:length])
        for block in self.blocks:
            x = block(x, src_key_padding_mask=padding)
        kept = ~padding[:, :, None]
        mean = (x * kept).sum(1) / kept.sum(1)
        return self.head(torch.cat([mean, x.masked_fill(~kept, -1e9).amax(1)], dim=1))


def dropped(example):
    """Without a tenth of the words and 15 % of the parts, one of each at least."""
    words = [bag for bag, chance in zip(example, np.random.rand(len(example))) if chance >= 0.1]
    return [
        [part for part, chance in zip(bag, np.random.rand(len(bag))) if chance >= 0.15] or bag[:1]
        for bag in words or example[:1]]
