"""pandas: features of customers from a log of purchases, by one grouping after another."""

import time

import numpy as np
import pandas as pd

from arrays import load

DAY = 86_400
WINDOWS = 7, 30, 90, 180


class CustomerFeatures:
    """Recency, frequency, money, gaps, windows and distinct products."""

    def __init__(self, folder):
        self.log = pd.DataFrame({
            name: load(folder, name) for name in ("customers", "products", "times", "values")})
        self.cutoff = int(load(folder, "cutoff")[0])

    def seconds(self):
        start = time.perf_counter()
        self.table = self.built()
        return time.perf_counter() - start

    def built(self):
        log = self.log.assign(
            age=(self.cutoff - self.log["times"]) / DAY, day=self.log["times"] // DAY)
        groups = log.groupby("customers")
        table = groups.agg(
            recency=("age", "min"), tenure=("age", "max"), days=("day", "nunique"),
            products=("products", "nunique"), spend=("values", "sum"), mean=("values", "mean"))
        for window in WINDOWS:
            recent = log[log["age"] <= window].groupby("customers")["values"]
            table[f"count{window}"] = recent.size()
            table[f"spend{window}"] = recent.sum()
        for window in 30, 90:
            before = log[(log["age"] > window) & (log["age"] <= 2 * window)]
            table[f"before{window}"] = before.groupby("customers").size()
        table = table.fillna(0)
        gaps = (table["tenure"] - table["recency"]) / (table["days"] - 1).where(table["days"] > 1)
        table["gap"], table["overdue"] = gaps, table["recency"] / gaps
        for window in 30, 90:
            table[f"trend{window}"] = np.log1p(table[f"count{window}"]) - np.log1p(
                table.pop(f"before{window}"))
        return table

    def figures(self):
        return [
            ("mean recency", self.table["recency"].mean(), "days"),
            ("features", self.table.shape[1], "count"),
        ]
