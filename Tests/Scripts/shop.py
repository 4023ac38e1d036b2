"""A small trained shop and the means to run `rapport` on copies of it, for the scripts here."""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def add_common(parser):
    parser.add_argument("--rapport", help="the program; .build/release or .build/debug, where not given")
    parser.add_argument("--seed", type=int, default=1, help="of everything random (default 1)")


def find_program(given):
    places = [given] if given else [
        os.path.join(ROOT, ".build", kind, "rapport") for kind in ("release", "debug")]
    for path in places:
        if os.access(path, os.X_OK):
            return os.path.abspath(path)
    sys.exit("no rapport at %s: build it or give --rapport" % " or ".join(places))


class Shop:
    """Runs the program in a directory of its own, which goes with the script."""

    def __init__(self, program, prefix):
        self.program = program
        self.folder = tempfile.mkdtemp(prefix="rapport-%s-" % prefix)
        self.environment = {
            "PATH": "/usr/bin:/bin", "TMPDIR": self.folder, "SWIFT_BACKTRACE": "enable=no"}

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, name):
        return os.path.join(self.folder, name)

    def start(self, *arguments, db=None, **options):
        command = [self.program, *arguments] + (["--db", db] if db else [])
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE,
                   "stderr": subprocess.PIPE, **options}
        return subprocess.Popen(command, env=self.environment, cwd=self.folder, **options)

    def run(self, *arguments, db=None, timeout=60):
        """The exit code, the output and the messages; a program that hangs counts as killed."""
        process = self.start(*arguments, db=db)
        try:
            output, errors = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            return -signal.SIGKILL, "", "it did not end within %d s" % timeout
        return process.returncode, output.decode(errors="replace"), errors.decode(errors="replace")

    def must(self, *arguments, db=None, timeout=300):
        code, output, errors = self.run(*arguments, db=db, timeout=timeout)
        if code != 0:
            raise RuntimeError("rapport %s: %d\n%s%s" % (" ".join(arguments), code, output, errors))
        return output

    def json(self, *arguments, db=None):
        return json.loads(self.must(*arguments, "--json", db=db))

    def make(self, name, trainings=1):
        """The shipped shop, imported and trained."""
        db = self.file(name)
        seeds = os.path.join(ROOT, "seed-data")
        self.must("init", db=db)
        for kind, file in (("customers", "customers.csv"), ("products", "products.csv"),
                           ("interactions", "interactions.csv"), ("faq", "faq.jsonl")):
            self.must("import", kind, os.path.join(seeds, file), db=db)
        for number in range(trainings):
            self.must("train", "--budget", "2s", "--seed", str(number + 1), db=db)
        return db

    def copy(self, source, name):
        """A copy of a database that nobody uses, its log included."""
        target = self.file(name)
        self.remove(target)
        for ending in ("", "-wal"):
            if os.path.exists(source + ending):
                shutil.copyfile(source + ending, target + ending)
        return target

    def remove(self, db):
        for ending in ("", "-wal", "-shm", ".lock"):
            if os.path.exists(db + ending):
                os.unlink(db + ending)

    def rows(self, db, query):
        """The rows of a query on a copy, so that no second connection touches the database."""
        copy = self.copy(db, "read.db")
        connection = sqlite3.connect(copy)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
            self.remove(copy)

    def serve(self, db, *arguments, seconds=30):
        """A server and its port; the port is None where it ended instead of listening."""
        log = self.file("serve.log")
        with open(log, "wb") as errors:
            process = self.start(
                "serve", "--port", "0", *arguments, db=db, stdout=subprocess.DEVNULL, stderr=errors)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(r"Listening on http://[0-9.]+:(\d+)", self.messages())
            if found:
                return process, int(found[1])
            if process.poll() is not None:
                return process, None
            time.sleep(0.005)
        process.kill()
        raise RuntimeError("the server neither listens nor ends:\n" + self.messages())

    def messages(self):
        with open(self.file("serve.log"), errors="replace") as log:
            return log.read()


class Client:
    """One connection to a server."""

    def __init__(self, port, timeout=20):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def post(self, path, body):
        self.connection.request(
            "POST", path, json.dumps(body), {"Content-Type": "application/json"})
        return self.answer()

    def get(self, path):
        self.connection.request("GET", path)
        return self.answer()

    def answer(self):
        response = self.connection.getresponse()
        return response.status, response.read()
