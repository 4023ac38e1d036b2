"""The two sides of a comparison: long-lived processes that take turns."""

import json
import os
import subprocess
import time

THREADS = 2

# An OpenMP or BLAS pool spins for a while after its work.
PAUSE_SECONDS = 0.3


def environment():
    """The caller's, without what would hold a BLAS back, and two threads for OpenMP."""
    hidden = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {"OMP_NUM_THREADS": str(THREADS), "MKL_NUM_THREADS": str(THREADS)}


class SideEnded(Exception):
    """A side that ended without an answer; why is on the standard error."""


class Side:
    """A process that answers requests, each a line, by a line of JSON."""

    def __init__(self, name, command, cores):
        self.name = name
        self.process = subprocess.Popen(
            ["taskset", "--cpu-list", cores, *map(str, command)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment())
        self.ready = self.answer()

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SideEnded(f"{self.name} ended with status {self.process.wait()}, see above")
        return json.loads(line)

    def seconds(self):
        time.sleep(PAUSE_SECONDS)
        return self.ask("seconds")["seconds"]

    def figures(self):
        return self.ask("figures")["figures"]

    def end(self):
        self.process.stdin.close()
        self.process.wait()
