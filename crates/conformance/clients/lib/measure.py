"""How long the gateway takes from the start of its process to its first answer, and the memory it holds when idle.

Usage: measure.py [STARTS] -- on a store that holds the demo world already. Fails if a goal is missed.
"""

import http.client
import pathlib
import statistics
import sys
import time
from urllib.parse import urlsplit

import gateway

GOAL_SECONDS, GOAL_MEGABYTES = 0.2, 30


def first_answer(server):
    """Starts it; returns the seconds until it has answered a request out of its store."""
    began = time.perf_counter()
    server.start()
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.request("GET", "/stream/0/users/@amy")
    reply = connection.getresponse()
    reply.read()
    took = time.perf_counter() - began
    connection.close()
    if reply.status != 200:
        sys.exit(f"the first answer was {reply.status}")
    return took


def resident(server):
    """Megabytes (of a million bytes) of the process that are in memory."""
    for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    sys.exit("the system does not tell the memory of a process")


def report(what, values, unit, goal):
    middle, least, most = statistics.median(values), min(values), max(values)
    print(f"{what:<22} {middle:6.1f} {unit}  ({least:.1f} to {most:.1f})  goal {goal:g} {unit}")


def main():
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    took, memory = [], []
    with gateway.Gateway(gateway.binary()) as server:
        # The first start has made and filled the store.
        for _ in range(starts):
            server.stop()
            took.append(first_answer(server))
            # Idle for a second: that is what is measured.
            time.sleep(1)
            memory.append(resident(server))
        program = server.program
    seconds, megabytes = statistics.median(took), statistics.median(memory)
    print(f"{program}, median of {starts} starts on a store with the demo world")
    milliseconds = [each * 1000 for each in took]
    report("start to first answer", milliseconds, "ms", GOAL_SECONDS * 1000)
    report("memory, idle for 1 s", memory, "MB", GOAL_MEGABYTES)
    return 0 if seconds <= GOAL_SECONDS and megabytes <= GOAL_MEGABYTES else 1


sys.exit(main())
