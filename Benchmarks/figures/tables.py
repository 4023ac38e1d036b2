"""The tables of the documentation, each between two marks in its page."""

import re

from brief import ROWS, SHORT_ROWS, SHORT_ROWS_ZH
from kept import PACKAGE, Figures, number

MARK = re.compile(r"(<!-- figures: ([a-z-]+) -->\n)(.*?)(<!-- end of figures -->)", re.DOTALL)
PAGES = ["README.md", "README.zh.md", "docs/quality.md", "docs/performance.md"]


def write():
    """Writes the tables; a page without marks is left alone."""
    for page, text, updated in pages():
        if text != updated:
            (PACKAGE / page).write_text(updated)


def differing():
    """The pages whose tables are not what is kept."""
    return [page for page, text, updated in pages() if text != updated]


def pages():
    figures = Figures()
    for page in PAGES:
        text = (PACKAGE / page).read_text()
        yield page, text, MARK.sub(
            lambda match: match[1] + TABLES[match[2]](figures) + match[4], text)


def markdown(columns, rows, right=()):
    lines = ["| " + " | ".join(columns) + " |"]
    lines.append("|" + "|".join("---:" if name in right else "---" for name in columns) + "|")
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def brief(figures):
    return markdown(["what", "figure", "beside it"], ROWS(figures))


def short(figures):
    return markdown(["what", "figure", "beside it"], SHORT_ROWS(figures))


def short_zh(figures):
    return markdown(["内容", "数值", "对照"], SHORT_ROWS_ZH(figures))


def goals(figures):
    """Every figure that has a goal, the missed ones first in each suite."""
    rows = []
    for suite in figures.suites:
        judged = [row for row in suite["rows"] if "metric" in row and row.get("met") is not None]
        for row in sorted(judged, key=lambda row: row["met"]):
            goal = row["goal"]
            rows.append([
                row["case"], row["metric"], spread(row), row["unit"],
                goal if isinstance(goal, str) else plain(goal),
                "yes" if row["met"] else "**no**", row.get("reference") or ""])
    return markdown(
        ["case", "metric", "figure", "unit", "goal", "met", "whose goal"], rows, ["figure", "goal"])


def spread(row):
    text = plain(row["value"])
    if row.get("low") is None or row["low"] == row["high"]:
        return text
    return f"{text} [{plain(row['low'])}, {plain(row['high'])}]"


def plain(value):
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value):,}"
    return number(value, 1 if abs(value) >= 100 else 3)


def comparisons(figures):
    """The engine beside other libraries."""
    rows = []
    for row in figures.comparisons:
        goal = row["goal"]
        rows.append([
            f"`{row['case']}`", row["peer"], row["unit"], significant(row["ours"]["median"]),
            significant(row["peers"]["median"]), number(row["ratio"], 2),
            "" if goal is None else f"{goal:g}",
            {None: "", True: "yes", False: "**no**"}[row["met"]]])
    return markdown(
        ["case", "peer", "unit", "ours", "peer's", "times as fast", "goal", "met"], rows,
        ["ours", "peer's", "times as fast", "goal"])


def significant(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def measured(figures):
    """When, at which commit and on what each suite was measured."""
    rows = [
        [suite["suite"], suite["measured"], f"`{suite['commit']}`", suite["machine"]]
        for suite in figures.suites]
    return markdown(["suite", "day", "commit", "machine"], rows)


TABLES = {
    "brief": brief,
    "short": short,
    "short-zh": short_zh,
    "goals": goals,
    "comparisons": comparisons,
    "measured": measured,
}
