"""What was measured, as it is printed."""

from statistics import median

COLUMNS = [
    "case", "peer", "unit", "ours", "range", "peer's", "range", "ratio", "goal", "met",
    "equality", "ours", "peer's", "agrees",
]


def row(case, peer, unit, per_second, ours, theirs, our_figures, their_figures):
    """One comparison, from the seconds of each round and the figures of both sides."""
    ratio = median(theirs) / median(ours)
    goal = case.goals[peer]
    our_value, their_value = figure(our_figures, case), figure(their_figures, case)
    return {
        "case": case.name,
        "peer": peer,
        "unit": unit,
        "ours": sample(ours, per_second),
        "peers": sample(theirs, per_second),
        "ratio": ratio,
        "goal": goal,
        "met": None if goal is None else ratio >= goal,
        "equality": {
            "figure": case.equality,
            "ours": our_value,
            "peers": their_value,
            "agrees": case.agrees(our_value, their_value),
        },
        "figures": {"ours": our_figures, "peers": their_figures},
    }


def sample(seconds, per_second):
    values = [value * per_second for value in seconds]
    return {
        "median": median(values), "least": min(values), "greatest": max(values), "all": values}


def figure(figures, case):
    return next(entry["value"] for entry in figures if entry["name"] == case.equality)


def markdown(result):
    """The table with its head of machine and settings, then all other figures."""
    lines = [f"{name}: {value}  " for name, value in result["setting"].items()]
    lines += ["", "| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    for entry in result["rows"]:
        equality = entry["equality"]
        cells = [
            entry["case"], entry["peer"], entry["unit"], *spread(entry["ours"]),
            *spread(entry["peers"]), f"{entry['ratio']:.2f}×",
            "" if entry["goal"] is None else f"{entry['goal']}×", word(entry["met"]),
            equality["figure"], f"{equality['ours']:.7g}", f"{equality['peers']:.7g}",
            word(equality["agrees"]),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines += [""] + [f"- {text}" for text in others(result["rows"])]
    lines += [f"- not measured, {text}" for text in result["not_measured"]]
    return "\n".join(lines) + "\n"


def spread(sample):
    return number(sample["median"]), f"{number(sample['least'])}…{number(sample['greatest'])}"


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def word(truth):
    return {None: "", True: "yes", False: "no"}[truth]


def others(rows):
    """The figures beside the one that is compared."""
    seen = set()
    for entry in rows:
        for side, name in ("ours", "ours"), ("peers", entry["peer"]):
            values = [
                f"{figure['name']} {figure['value']:.6g} {figure['unit']}"
                for figure in entry["figures"][side]
                if figure["name"] != entry["equality"]["figure"]
            ]
            if values and (entry["case"], name) not in seen:
                seen.add((entry["case"], name))
                yield f"{entry['case']}, {name}: {'; '.join(values)}"
