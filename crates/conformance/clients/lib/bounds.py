"""Measures what connections cost the gateway and that none of them is kept for ever. Standard library only.

Idle connections are counted in the gateway's resident memory; a handshake in its processor time, which other work on the
machine does not change much. Slow clients must be gone after the time that the settings give them.
"""

import contextlib
import os
import resource
import socket
import ssl
import sys
import time

import gateway

IDLE = 1000
HANDSHAKES = 300
SLOW = 200
BEARER = "DemoAmyUserBearer0123456789abcdefghijk"
# Goals: kilobytes of an idle connection, microseconds of processor time of a handshake with one request, and seconds by
# which a client that says nothing more must be gone (server's head 5, TLS 10, proxy's head 10, tunnel 10; and some).
GOALS = {"http": 40, "https": 80, "handshake": 2500, "late": 3}
ASK = f"GET /2/users/me HTTP/1.1\r\nHost: api.x.com\r\nAuthorization: Bearer {BEARER}\r\n\r\n".encode()
TUNNEL = b"CONNECT api.x.com:443 HTTP/1.1\r\nHost: api.x.com:443\r\n\r\n"


class House:
    """A gateway, its ports, and its process' figures."""

    def __init__(self, server):
        said = server.printed
        self.process = server.process.pid
        self.http = address(server.url)
        self.https = address(said["https"])
        self.proxy = address(said["proxy"])
        self.trusting = ssl.create_default_context(cafile=os.path.join(server.home, "data/tls/authority.pem"))

    def memory(self):
        """Resident memory in kilobytes."""
        with open(f"/proc/{self.process}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def processor(self):
        """Processor time in seconds."""
        with open(f"/proc/{self.process}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def plain(self):
        return socket.create_connection(self.http, timeout=30)

    def secure(self):
        return self.trusting.wrap_socket(socket.create_connection(self.https, timeout=30), server_hostname="api.x.com")

    def tunnelled(self):
        stream = socket.create_connection(self.proxy, timeout=30)
        stream.sendall(TUNNEL)
        assert read_head(stream).startswith(b"HTTP/1.1 200")
        return stream


def address(url):
    host, port = url.rsplit("/", 1)[1].rsplit(":", 1)
    return host, int(port)


def read_head(stream):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = stream.recv(1)
        if not byte:
            raise RuntimeError(f"the connection ended after {head!r}")
        head += byte
    return head


def ask(stream):
    """One request on a connection; returns how long it took in microseconds."""
    began = time.perf_counter()
    stream.sendall(ASK)
    answer = stream.recv(65536)
    if not answer.startswith(b"HTTP/1.1 ") or b"\r\n\r\n" not in answer:
        raise RuntimeError(f"no reply: {answer!r}")
    return (time.perf_counter() - began) * 1e6


def median(values):
    return sorted(values)[len(values) // 2]


def idle(house, name, opened):
    """What so many idle connections take, and what a request takes beside them."""
    with contextlib.ExitStack() as held:
        probe = held.enter_context(house.plain())
        alone = median([ask(probe) for _ in range(200)])
        ask(held.enter_context(opened()))
        before, began = house.memory(), time.perf_counter()
        for _ in range(IDLE):
            ask(held.enter_context(opened()))
        took, each = time.perf_counter() - began, (house.memory() - before) / IDLE
        beside = median([ask(probe) for _ in range(200)])
    print(
        f"{IDLE} idle, {name:<17} {each:6.1f} KB each (goal {GOALS[name]}), opened in {took:.2f} s; "
        f"a request takes {alone:.0f} µs alone and {beside:.0f} µs beside them"
    )
    return each <= GOALS[name]


def handshakes(house):
    """What a connection with TLS and one request takes of the processor."""
    before, began = house.processor(), time.perf_counter()
    for _ in range(HANDSHAKES):
        with house.secure() as stream:
            ask(stream)
    took = time.perf_counter() - began
    each = (house.processor() - before) / HANDSHAKES * 1e6
    print(f"{HANDSHAKES} handshakes with a request: {each:.0f} µs of processor time each (goal {GOALS['handshake']}), {took:.2f} s in all")
    return each <= GOALS["handshake"]


def slow(house):
    """Clients that stop in the middle: all must be gone in time, and others are served meanwhile."""
    good = True
    kinds = [
        ("half a head, http", 5, house.plain, ASK[:20]),
        ("silence, https", 10, lambda: socket.create_connection(house.https, timeout=30), b""),
        ("half a hello, https", 10, lambda: socket.create_connection(house.https, timeout=30), b"\x16\x03\x01\x02"),
        ("half a head, proxy", 10, lambda: socket.create_connection(house.proxy, timeout=30), TUNNEL[:20]),
        ("silence, tunnel", 10, house.tunnelled, b""),
    ]
    for name, limit, opened, said in kinds:
        with contextlib.ExitStack() as held:
            began = time.perf_counter()
            streams = [held.enter_context(opened()) for _ in range(SLOW)]
            for stream in streams:
                stream.sendall(said)
            opened_in = time.perf_counter() - began
            with house.secure() as other:
                meanwhile = ask(other)
            for stream in streams:
                # Whatever is said last; the end is what counts.
                with contextlib.suppress(ConnectionError):
                    while stream.recv(4096):
                        pass
            took = time.perf_counter() - began
        held_up = took - opened_in - limit
        good &= held_up <= GOALS["late"]
        print(f"{SLOW} × {name:<20} gone after {took:.1f} s (limit {limit} s); another client is served in {meanwhile:.0f} µs")
    return good


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8192)), hard))
    good = []
    # Each in a gateway of its own: memory that one measurement has given back would be the next one's for nothing.
    for measured in (
        lambda house: idle(house, "http", house.plain),
        lambda house: idle(house, "https", house.secure),
        handshakes,
        slow,
    ):
        with gateway.Gateway(gateway.binary(), {"limits.enabled": "false", "log.filter": "warn"}) as server:
            good.append(measured(House(server)))
    return not all(good)


sys.exit(main())
