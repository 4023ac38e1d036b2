"""What was measured: one file a suite, and the figures in all of them."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "kept"
PACKAGE = Path(__file__).resolve().parents[2]


def keep(suite, rows):
    """Stores the rows of a suite with the day, the commit and the machine."""
    FOLDER.mkdir(exist_ok=True)
    result = {
        "suite": suite,
        "measured": date.today().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "rows": rows,
    }
    (FOLDER / f"{suite}.json").write_text(
        json.dumps(result, indent=1, ensure_ascii=False) + "\n")


def commit():
    """The last commit, marked where something but the figures and their pages is changed."""
    changed = git("status", "--porcelain", "--", ".", f":!{FOLDER.relative_to(PACKAGE)}",
                  ":!docs", ":!README*")
    return git("rev-parse", "--short", "HEAD") + ("-dirty" if changed else "")


def git(*words):
    command = ["git", "-C", str(PACKAGE), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return f"{names[0] if names else 'unknown processor'}, {os.cpu_count()} cores"


class Figures:
    """The figures of every suite that was measured, by case and metric."""

    def __init__(self):
        self.suites = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]
        self.rows = {
            (row["case"], row["metric"]): row
            for suite in self.suites for row in suite["rows"] if "metric" in row}
        self.comparisons = [
            row for suite in self.suites for row in suite["rows"] if "peer" in row]

    def row(self, case, metric):
        return self.rows.get((case, metric))

    def value(self, case, metric, digits=3, factor=1):
        """The figure, or a dash where it was not measured."""
        row = self.row(case, metric)
        if row is None or row.get("value") is None:
            return "–"
        return number(row["value"] * factor, digits)

    def between(self, case, metric, digits=3, factor=1):
        """The figure with its interval."""
        row = self.row(case, metric)
        text = self.value(case, metric, digits, factor)
        if row is None or row.get("low") is None or row["low"] == row["high"]:
            return text
        low, high = row["low"] * factor, row["high"] * factor
        return f"{text} [{number(low, digits)}, {number(high, digits)}]"

    def ratio(self, case, peer, digits=1):
        """How many times as fast as a peer."""
        for row in self.comparisons:
            if row["case"] == case and row["peer"] == peer:
                return number(row["ratio"], digits)
        return "–"

    def peer_seconds(self, case, peer, digits=0):
        """What a peer takes in a case that counts milliseconds."""
        for row in self.comparisons:
            if row["case"] == case and row["peer"] == peer:
                return number(row["peers"]["median"] / 1e3, digits)
        return "–"


def number(value, digits):
    return f"{value:,.{digits}f}"
