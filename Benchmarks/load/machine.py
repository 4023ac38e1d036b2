"""Processes of a measurement: the servers, wrk, and what the kernel says of them."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
HEALTH = '{"status":"ok","version":"0.0.0","uptime_seconds":123456.7}'

# Ends every wrk script: the run as one line of JSON.
DONE = """
function done(summary, latency, requests)
  io.write(string.format(
    '\\nRESULT {"requests":%d,"seconds":%.6f,"refused":%d,"broken":%d,'
      .. '"p50":%.3f,"p99":%.3f,"p999":%.3f,"max":%.3f}\\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.9) / 1000, latency.max / 1000))
end
"""


def processes(pid):
    """A process and its children."""
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [pid] + [int(child) for child in file.read().split()]


def cpu_seconds(pid):
    """User and system time of a process and its children so far."""
    total = 0
    for number in processes(pid):
        with open(f"/proc/{number}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * PAGE


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bench:
    """A folder for the run and the servers in it; all are gone afterwards."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.folder = tempfile.mkdtemp(prefix="rapport-load-")
        self.servers = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            server.wait(30)
        shutil.rmtree(self.folder)

    def start(self, command, port):
        server = subprocess.Popen(
            ["taskset", "-c", self.arguments.server_cores] + command, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.servers.append(server)
        for _ in range(600):
            if server.poll() is not None:
                sys.exit(f"{command[0]} did not start")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return server.pid
            except OSError:
                time.sleep(0.05)
        sys.exit(f"{command[0]} does not listen on port {port}")

    def rapport_command(self, database=None):
        """How to serve a copy of a database, or an empty one without, and the port."""
        own = os.path.join(self.folder, "load.db")
        program = self.arguments.rapport
        if database:
            subprocess.run([program, "--db", database, "backup", own, "--quiet"], check=True,
                           stdout=subprocess.DEVNULL)
        else:
            subprocess.run([program, "--db", own, "init", "--quiet"], check=True,
                           stdout=subprocess.DEVNULL)
        port = free_port()
        return [program, "--db", own, "serve", "--quiet", "--port", str(port), "--workers",
                str(self.arguments.workers)], port

    def start_rapport(self, database=None):
        """The server's process id and port; without a database it gets an empty one."""
        command, port = self.rapport_command(database)
        return self.start(command, port), port

    def seconds_to_ready(self, command, port):
        """Starts a server, waits until /readyz answers with 200, and ends it."""
        began = time.monotonic()
        server = subprocess.Popen(
            ["taskset", "-c", self.arguments.server_cores] + command, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            while True:
                if server.poll() is not None or time.monotonic() - began > 60:
                    sys.exit(f"{command[0]} did not become ready")
                try:
                    if self.is_ready(port):
                        return time.monotonic() - began
                except OSError:
                    pass
                time.sleep(0.001)
        finally:
            server.terminate()
            server.wait(30)

    @staticmethod
    def is_ready(port):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
            probe.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return probe.recv(64).startswith(b"HTTP/1.1 200 ")

    def start_nginx(self):
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            sys.exit("nginx is needed: apt-get install nginx-light")
        port = free_port()
        temporary = " ".join(
            f"{kind}_temp_path {self.folder}/{kind};"
            for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        configuration = os.path.join(self.folder, "nginx.conf")
        with open(configuration, "w") as file:
            file.write(
                f"daemon off; worker_processes 2; pid {self.folder}/nginx.pid;\n"
                f"error_log /dev/null;\nevents {{ worker_connections 1024; }}\n"
                f"http {{ access_log off; keepalive_requests 10000; {temporary}\n"
                f"server {{ listen 127.0.0.1:{port}; default_type application/json;\n"
                f"location = /healthz {{ return 200 '{HEALTH}'; }} }} }}\n")
        return self.start([program, "-p", self.folder, "-c", configuration], port), port

    def wrk(self, port, path, connections, seconds, script="", threads=1):
        """Runs wrk and returns its figures, times in milliseconds."""
        file = os.path.join(self.folder, "script.lua")
        with open(file, "w") as output:
            output.write(script + DONE)
        result = subprocess.run(
            ["taskset", "-c", self.arguments.client_cores, "wrk", "-t", str(threads), "-c",
             str(connections), "-d", f"{seconds}s", "-s", file,
             f"http://127.0.0.1:{port}{path}"],
            capture_output=True, text=True, check=True)
        figures = json.loads(result.stdout.partition("RESULT ")[2])
        figures["rate"] = figures["requests"] / figures["seconds"]
        return figures
