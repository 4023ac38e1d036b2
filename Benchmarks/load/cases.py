"""What is measured, and the goals."""

import http.client
import os
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request

import machine


def figure(case, metric, value, unit, goal=None, met=None):
    return {"case": case, "metric": metric, "value": round(value, 4), "unit": unit,
            "goal": goal, "met": met}


def healthz(bench, arguments):
    """CPU time a request in alternating rounds, so that both meet the same machine."""
    servers = {"nginx": bench.start_nginx(), "rapport": bench.start_rapport()}
    costs = {name: [] for name in servers}
    rates = {name: [] for name in servers}
    for number in range(arguments.rounds + 1):
        for name, (pid, port) in servers.items():
            before = machine.cpu_seconds(pid)
            run = bench.wrk(port, "/healthz", 32, arguments.seconds)
            if run["refused"] or run["broken"]:
                sys.exit(f"{name} failed on {run['refused'] + run['broken']} requests")
            cost = (machine.cpu_seconds(pid) - before) / run["requests"] * 1e6
            # The first round warms up.
            if number > 0:
                costs[name].append(cost)
                rates[name].append(run["rate"])
    ratio = statistics.median(
        ours / theirs for ours, theirs in zip(costs["rapport"], costs["nginx"]))
    figures = []
    for name in servers:
        figures.append(figure("healthz", f"CPU a request, {name}",
                              statistics.median(costs[name]), "us"))
        figures.append(figure("healthz", f"requests a second, {name}",
                              statistics.median(rates[name]), "1/s"))
    return figures + [figure("healthz", "CPU beside nginx's return", ratio, "x", "<= 1",
                             ratio <= 1)]


def ids(database, table, limit=5000):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return [row[0] for row in connection.execute(
            f"SELECT id FROM {table} ORDER BY key LIMIT {limit}")]


def lua_list(values):
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def recommendation_script(database, think=0.0):
    """Requests for customers in turn; with a think time, each after a random pause."""
    script = f"""
local ids = {lua_list(ids(database, "customers"))}
local next = 0
function setup(thread) thread:set("first", math.random(#ids)) end
function init() next = first or 0; math.randomseed(next + 1) end
function request()
  next = next + 1
  return wrk.format("GET", "/v1/customers/" .. ids[next % #ids + 1] .. "/recommendations?limit=10")
end
"""
    if think > 0:
        # Exponential pauses make the arrivals those of many independent visitors.
        script += f"function delay() return -math.log(1 - math.random()) * {think * 1000:.4f} end\n"
    return script


def recommendations(bench, arguments):
    """The highest rate over some numbers of connections, then latency at half of it.

    wrk knows no fixed rate. Half of the maximum is reached with 200 connections that pause at
    random after each answer, so that requests arrive as from independent visitors; the pause is
    corrected once by what the first try reached.
    """
    pid, port = bench.start_rapport(arguments.database)
    first = first_lists(pid, port, ids(arguments.database, "customers", 1000))
    script = recommendation_script(arguments.database)
    bench.wrk(port, "/", 16, 2, script, threads=2)
    before, requests = machine.cpu_seconds(pid), 0
    best = None
    for count in (8, 32, 64):
        run = bench.wrk(port, "/", count, arguments.seconds, script, threads=2)
        requests += run["requests"]
        best = run if best is None or run["rate"] > best["rate"] else best
    cost = (machine.cpu_seconds(pid) - before) / requests * 1e6
    target = best["rate"] / 2
    think = 200 / target
    for _ in range(3):
        script = recommendation_script(arguments.database, think)
        half = bench.wrk(port, "/", 200, arguments.seconds, script, threads=2)
        if abs(half["rate"] / target - 1) < 0.05:
            break
        think = max(0.0001, think + 200 / target - 200 / half["rate"])
    name = "recommendations"
    return [
        figure(name, "requests a second", best["rate"], "1/s", ">= 20000", best["rate"] >= 20000),
        figure(name, "p99 at the most", best["p99"], "ms"),
        figure(name, "CPU a customer's first request", first, "us"),
        figure(name, "CPU a request, then", cost, "us"),
        figure(name, "requests a second, half", half["rate"], "1/s"),
        figure(name, "p50 at half", half["p50"], "ms"),
        figure(name, "p99 at half", half["p99"], "ms", "<= 10", half["p99"] <= 10),
        figure(name, "requests not answered with 200",
               best["refused"] + best["broken"] + half["refused"] + half["broken"], "", "0",
               best["refused"] + best["broken"] + half["refused"] + half["broken"] == 0),
    ]


def first_lists(pid, port, customers):
    """CPU time, in microseconds, of the first list of each customer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    # What all lists need is made with the first.
    before = 0
    for customer in customers:
        connection.request("GET", f"/v1/customers/{customer}/recommendations?limit=10")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"no list for customer {customer}: {answer.status}")
        before = before or machine.cpu_seconds(pid)
    connection.close()
    return (machine.cpu_seconds(pid) - before) / (len(customers) - 1) * 1e6


def start(bench, arguments):
    """The time from the start of the program until it says that it is ready."""
    command, port = bench.rapport_command(arguments.database)
    times = [bench.seconds_to_ready(command, port) * 1000 for _ in range(4 * arguments.rounds)]
    median = statistics.median(times)
    return [
        figure("start", "ready after, median", median, "ms", "< 300", median < 300),
        figure("start", "ready after, at the least", min(times), "ms"),
        figure("start", "ready after, at the most", max(times), "ms"),
    ]


def ingestion(bench, arguments):
    """Batches of 100 events that no batch before had."""
    pid, port = bench.start_rapport(arguments.database)
    script = f"""
local customers = {lua_list(ids(arguments.database, "customers", 1000))}
local products = {lua_list(ids(arguments.database, "products", 1000))}
local count = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
function request()
  local events = {{}}
  for index = 1, 100 do
    count = count + 1
    events[index] = string.format(
      '{{"customer_id":"%s","product_id":"%s","kind":"view","event_id":"load-%d"}}',
      customers[count * 7 % #customers + 1], products[count * 13 % #products + 1], count)
  end
  return wrk.format(nil, nil, nil, "[" .. table.concat(events, ",") .. "]")
end
"""
    # One thread, whose connections draw from one count, and one run: an id that comes again is
    # passed over, which costs less than a new one.
    before = machine.cpu_seconds(pid)
    run = bench.wrk(port, "/v1/interactions", 8, arguments.seconds, script)
    cost = (machine.cpu_seconds(pid) - before) / run["requests"] * 1e4
    rate = run["rate"] * 100
    return [
        figure("ingestion", "events a second", rate, "1/s", ">= 20000", rate >= 20000),
        figure("ingestion", "p99 of a batch", run["p99"], "ms"),
        figure("ingestion", "CPU an event", cost, "us"),
        figure("ingestion", "batches refused", run["refused"] + run["broken"], "", "0",
               run["refused"] + run["broken"] == 0),
        figure("ingestion", "resident memory after", machine.resident_bytes(pid) / 2**20, "MiB"),
    ]


def latencies(port, path, seconds):
    """Answer times, in ms, of one client that asks on and on, and how many were not 200."""
    times, failures = [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                answer.read()
        except OSError:
            failures += 1
        times.append((time.monotonic() - start) * 1000)
    times.sort()
    return times[min(len(times) - 1, int(len(times) * 0.99))], failures


def overload(bench, arguments):
    """Three times as many requests at once as may run and wait, for ten seconds.

    They come from eight loopback addresses, since one alone may not have so many connections;
    a refused request is sent again at once.
    """
    pid, port = bench.start_rapport(arguments.database)
    path = f"/v1/customers/{ids(arguments.database, 'customers', 1)[0]}/recommendations?limit=10"
    latencies(port, path, 1)
    calm, _ = latencies(port, path, 1)
    before = machine.resident_bytes(pid)
    connections = 3 * (arguments.workers + 256)
    flood = subprocess.Popen(
        ["taskset", "-c", arguments.client_cores, sys.executable,
         os.path.join(os.path.dirname(os.path.abspath(__file__)), "flood.py"), str(port), path,
         str(connections), "10"], stdout=subprocess.PIPE, text=True)
    time.sleep(3)
    early = machine.resident_bytes(pid)
    highest = early
    while flood.poll() is None:
        time.sleep(0.2)
        highest = max(highest, machine.resident_bytes(pid))
    output = flood.communicate()[0].split()
    served, refused, broken = (int(word) for word in output)
    time.sleep(1)
    recovered, failures = latencies(port, path, 1)
    growth = highest / early - 1
    alive = bench.servers[-1].poll() is None
    name = "overload"
    return [
        figure(name, "requests at once", connections, ""),
        figure(name, "answered with 200 a second", served / 10, "1/s"),
        figure(name, "answered with 503 a second", refused / 10, "1/s", "> 0", refused > 0),
        figure(name, "neither", broken, "", "0", broken == 0),
        figure(name, "resident memory before", before / 2**20, "MiB"),
        figure(name, "its growth after 3 seconds", growth * 100, "%", "<= 5", growth <= 0.05),
        figure(name, "p99 before", calm, "ms"),
        figure(name, "p99 a second after", recovered, "ms", "<= 3 x before, or 5 ms",
               recovered <= max(5, 3 * calm) and not failures and alive),
    ]


ALL = {"healthz": healthz, "recommendations": recommendations, "ingestion": ingestion,
       "overload": overload, "start": start}
