"""Whether acknowledged means durable: writers over HTTP, kill -9 at a random moment, start again, read back. Repeated.

Usage: kill.py [ROUNDS] [SEED]

Each person is written by two threads at once, one through App.net and one through v2, each on its own half of the
targets, block after block and then unblock after unblock. What a thread has an answer 200 to must hold after the next
start; what was under way when the gateway died may or may not. It is read back through v1.1 and through App.net.

The end of the process is what this tries, not the end of the machine: what the system has taken over and not yet
written to the disk survives it.
"""

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import gateway

PEOPLE, HALF = 4, 150
# So early and so late, in seconds after the writers have begun, comes the end.
EARLY, LATE = 0.05, 1.0


class Writer(threading.Thread):
    """One thread that writes for a person through one dialect until the gateway is gone."""

    def __init__(self, address, send, targets, holds, cursor):
        super().__init__(daemon=True)
        self.address, self.send, self.targets, self.holds, self.cursor = address, send, targets, holds, cursor
        self.acknowledged, self.pending, self.odd = 0, None, None

    def run(self):
        connection = http.client.HTTPConnection(self.address, timeout=30)
        try:
            while True:
                turn, index = divmod(self.cursor, len(self.targets))
                target, block = self.targets[index], turn % 2 == 0
                self.pending = target
                status, body = self.send(connection, target, block)
                if status != 200:
                    self.odd = f"{status} {body[:200]!r}"
                    return
                self.pending = None
                (self.holds.add if block else self.holds.discard)(target)
                self.acknowledged += 1
                self.cursor += 1
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()


def call(connection, method, path, bearer, body=None):
    headers = {"Authorization": f"Bearer {bearer}"}
    if body is not None:
        body, headers["Content-Type"] = json.dumps(body), "application/json"
    connection.request(method, path, body, headers)
    reply = connection.getresponse()
    return reply.status, reply.read()


def through_app_net(bearer):
    return lambda connection, target, block: call(
        connection, "POST" if block else "DELETE", f"/stream/0/users/{target}/block", bearer
    )


def through_v2(bearer, me):
    def send(connection, target, block):
        path = f"/2/users/{me}/blocking"
        if block:
            return call(connection, "POST", path, bearer, {"target_user_id": target})
        return call(connection, "DELETE", f"{path}/{target}", bearer)
    return send


class Person:
    """Somebody who blocks, with a token for each dialect, and what must hold by now."""

    def __init__(self, server, name, targets):
        operate = lambda *words: gateway.operate(server.program, server.home, *words)
        self.id = operate("user", "add", name)["id"]
        mint = lambda kind: operate("token", "mint", kind, "--user", name)
        self.app_net, self.v2, self.keys = mint("app-net-user")["token"], mint("oauth2-user")["token"], mint("oauth1")
        self.sends = [through_app_net(self.app_net), through_v2(self.v2, self.id)]
        self.halves = [targets[:HALF], targets[HALF:]]
        self.holds, self.cursors = [set(), set()], [0, 0]

    def writers(self, address):
        return [Writer(address, *each) for each in zip(self.sends, self.halves, self.holds, self.cursors)]

    def read_v1(self, server):
        """The blocked, by blocks/ids, in pages as long as there are."""
        found, cursor = set(), "-1"
        while cursor != "0":
            url = f"{server.url}/1.1/blocks/ids.json?stringify_ids=true&cursor={cursor}"
            keys = {"ACCESS_TOKEN": self.keys["token"], "ACCESS_SECRET": self.keys["token_secret"]}
            words = [server.program, "sign", "GET", url]
            header = subprocess.check_output(words, cwd=server.home, env=server.environment | keys, text=True)
            page = get(url, header.strip().removeprefix("Authorization: "))
            found.update(page["ids"])
            cursor = page["next_cursor_str"]
        return found

    def read_app_net(self, server):
        """The blocked, by users/me/blocked."""
        page = get(server.url + "/stream/0/users/me/blocked?include_html=0", f"Bearer {self.app_net}")
        return {user["id"] for user in page["data"]}


def get(url, authorization):
    """What the gateway answers to a reading."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Authorization": authorization})
        reply = connection.getresponse()
        body = reply.read()
    finally:
        connection.close()
    if reply.status != 200:
        raise RuntimeError(f"{parts.path} answered {reply.status}: {body[:300]!r}")
    return json.loads(body)


def one_round(server, people, after):
    """Writes, kills after so many seconds, starts again and compares; returns the numbers of the round."""
    address = urlsplit(server.url).netloc
    teams = [person.writers(address) for person in people]
    writers = [writer for team in teams for writer in team]
    for writer in writers:
        writer.start()
    # The moment of the end is what is drawn by lot.
    time.sleep(after)
    if server.process.poll() is not None:
        raise RuntimeError(f"the gateway ended by itself: {server.log.read_text(errors='replace')[-2000:]}")
    server.kill()
    for writer in writers:
        writer.join()
        if writer.odd:
            raise RuntimeError(f"a write was answered {writer.odd}")
    server.start()
    expected = present = lost = undead = 0
    for person, team in zip(people, teams):
        person.cursors = [writer.cursor for writer in team]
        under_way = {writer.pending for writer in team}
        v1, app_net = person.read_v1(server), person.read_app_net(server)
        holds = set().union(*person.holds)
        sure = holds - under_way
        expected += len(sure)
        present += len(sure & v1 & app_net)
        lost += len(sure - (v1 & app_net))
        # What an acknowledged unblock has removed must not be there again; nor may the two readings differ.
        undead += len((v1 | app_net) - holds - under_way) + len((v1 ^ app_net) & under_way)
        for writer in team:
            if writer.pending:
                # From here on it is known what came of it; the writer begins with the same again.
                (writer.holds.add if writer.pending in v1 else writer.holds.discard)(writer.pending)
    return sum(writer.acknowledged for writer in writers), expected, present, lost, undead


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = sys.argv[2] if len(sys.argv) > 2 else str(os.getpid())
    chance = random.Random(seed)
    settings = {"limits.enabled": "false", "log.filter": "warn"}
    totals = [0, 0, 0, 0, 0]
    with gateway.Gateway(gateway.binary(), settings) as server:
        targets = [
            gateway.operate(server.program, server.home, "user", "add", f"target_{number}")["id"]
            for number in range(2 * HALF)
        ]
        people = [Person(server, f"writer_{number}", targets) for number in range(PEOPLE)]
        print(f"{rounds} rounds of {2 * PEOPLE} writers, seed {seed}")
        print("round   killed after   acknowledged writes   blocks due   present   lost   come back")
        for number in range(1, rounds + 1):
            after = chance.uniform(EARLY, LATE)
            numbers = one_round(server, people, after)
            totals = [total + each for total, each in zip(totals, numbers)]
            writes, due, present, lost, undead = numbers
            when = f"{number:5}   {after * 1000:9.0f} ms"
            print(f"{when}   {writes:19}   {due:10}   {present:7}   {lost:4}   {undead:9}", flush=True)
        if not totals[0]:
            sys.exit("nothing was written: this has shown nothing")
    print(f"total   {'':12}   {totals[0]:19}   {totals[1]:10}   {totals[2]:7}   {totals[3]:4}   {totals[4]:9}")
    return 1 if totals[3] or totals[4] else 0


sys.exit(main())
