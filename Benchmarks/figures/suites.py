"""How each suite is measured."""

import gzip
import json
import os
import subprocess
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
RELEASE = PACKAGE / ".build" / "release"
# The figures are those of two cores, on whatever machine.
CORES = "0,1"
LOAD = ["healthz", "recommendations", "ingestion", "overload", "start"]


def measure(name, arguments):
    """The rows of a suite: objects with case and metric, or with case and peer."""
    return ALL[name](arguments)


def bench(*words):
    def rows(arguments):
        build()
        command = ["taskset", "--cpu-list", CORES, RELEASE / "bench", *words, "--json"]
        if arguments.data:
            command += ["--data", arguments.data]
        return json.loads(output(command))
    return rows


def engine(arguments):
    """The engine and churn beside other libraries, on two cores."""
    with tempfile.TemporaryDirectory() as folder:
        command = [PACKAGE / "Benchmarks" / "peers" / "compare", "--output", folder]
        for option in "data", "venv":
            if getattr(arguments, option):
                command += [f"--{option}", getattr(arguments, option)]
        output(command)
        return json.loads((Path(folder) / "table.json").read_text())["rows"]


def load(arguments):
    """The service under load: the demo's shop is written to, MovieLens 1M is read."""
    build()
    script = PACKAGE / "Benchmarks" / "load" / "load"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        shop, movies = Path(folder) / "shop.db", Path(folder) / "movies.db"
        output([RELEASE / "rapport", "demo", "--keep", shop])
        large = make_movies(data_folder(arguments), movies)
        for case in LOAD:
            database = movies if large and case in ("recommendations", "overload", "start") else shop
            command = [script, case, "--json", "--rapport", RELEASE / "rapport"]
            if case != "healthz":
                command += ["--database", database]
            rows += json.loads(output(command))
    for row in rows:
        row["case"] = f"load/{row['case']}"
    return rows


def weight(_):
    """Builds, tests and the binary."""
    return json.loads(output([PACKAGE / "Benchmarks" / "weight", "--json"]))


def make_movies(data, database):
    """MovieLens 1M as a shop's purchases, and its models; False where it is absent.

    The file has customers' items in order, but no times: each customer's are an hour apart, and
    the customers begin on days of one year.
    """
    source = data / "ml-1m-sequences" / "all.txt.gz"
    if not source.exists():
        return False
    table = database.with_suffix(".csv")
    start, places = 1_704_067_200, {}
    with gzip.open(source, "rt") as lines, table.open("w") as rows:
        rows.write("customer_id,product_id,kind,occurred_at\n")
        for line in lines:
            customer, item = line.split()
            place = places[customer] = places.get(customer, -1) + 1
            day = int(customer) * 7919 % 365
            rows.write(f"u{customer},m{item},purchase,{start + day * 86_400 + place * 3_600}\n")
    rapport = RELEASE / "rapport"
    output([rapport, "init", "--db", database])
    output([rapport, "import", "interactions", table, "--db", database])
    output([rapport, "import", "faq", PACKAGE / "seed-data" / "faq.jsonl", "--db", database])
    output([rapport, "train", "recommender", "churn", "support", "--db", database])
    return True


def data_folder(arguments):
    return Path(arguments.data or os.environ.get("RAPPORT_DATA") or PACKAGE / "../shared/data")


def build():
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", PACKAGE], check=True,
        stdout=subprocess.DEVNULL)


def output(command):
    return subprocess.run(
        [str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout


ALL = {
    "service": bench("service"),
    "recommender": bench("quality", "recommender"),
    "churn": bench("quality", "churn"),
    "support": bench("quality", "support"),
    "engine": engine,
    "load": load,
    "weight": weight,
}
