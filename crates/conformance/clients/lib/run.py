"""Runs the scenarios of the real clients against a gateway of its own and prints a table: checks down, clients across.

Usage: run.py [REGEX] -- only the clients whose name matches.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

import gateway

HERE = pathlib.Path(__file__).resolve().parent.parent
PATIENCE = 300
# Short heading, library and version, dialect, scenario and its argument. Each has a second scenario beside the first, of
# posts, lists and messages: `posts_` and its name.
CLIENTS = [
    ("tweepy1", "tweepy 4.14.0", "v1.1", "tweepy_v1.py"),
    ("pytw1", "python-twitter 3.5", "v1.1", "python_twitter.py"),
    ("twython", "twython 3.9.1", "v1.1", "twython_v1.py"),
    ("node1", "twitter-api-v2 1.29.1", "v1.1", "twitter_api_v1.js"),
    ("tweepy2", "tweepy 4.14.0", "v2", "tweepy_v2.py"),
    ("xdk", "xdk 0.10.6", "v2", "xdk_v2.py"),
    ("pytw2", "python-twitter-v2 0.9.3", "v2", "pytwitter_v2.py"),
    ("node2", "twitter-api-v2 1.29.1", "v2", "twitter_api_v2.js"),
    ("pnutpy", "pnutpy 0.5.4", "App.net", "app_net.py pnutpy"),
    ("adnpy", "adnpy 0.3.8", "App.net", "app_net.py adnpy"),
]


def run_both(server, number, client, folder):
    """Runs both scenarios of a client; returns what they found, and why one did not finish if it did not."""
    name, _, _, scenario = client
    found, ended = run(server, f"c{number}", name, scenario, folder)
    more, also_ended = run(server, f"p{number}", f"{name}_posts", f"posts_{scenario}", folder)
    if twice := found.keys() & more.keys():
        raise RuntimeError(f"{name}: both scenarios have {', '.join(twice)}")
    return found | more, "; ".join(filter(None, (ended, also_ended))) or None


def run(server, prefix, name, scenario, folder):
    """Runs one scenario; returns what it found, and why it did not finish if it did not."""
    results, log = folder / f"{name}.json", folder / f"{name}.log"
    environment = gateway.environment({}) | {
        "PORTCULLIS": server.program,
        "CLIENTS_HOME": server.home,
        "CLIENTS_URL": server.url,
        "CLIENTS_PREFIX": prefix,
        "CLIENTS_RESULTS": str(results),
        "PYTHONPATH": os.pathsep.join([str(HERE / "lib"), os.environ["CLIENTS_ADNPY"]]),
        "PYTHONWARNINGS": "ignore",
    }
    script, *arguments = scenario.split()
    runtime = "node" if script.endswith(".js") else sys.executable
    command = [runtime, str(HERE / "scenarios" / script), *arguments]
    with open(log, "wb") as out:
        try:
            status = subprocess.run(command, env=environment, stdout=out, stderr=out, timeout=PATIENCE).returncode
        except subprocess.TimeoutExpired:
            status = f"killed after {PATIENCE} s"
    lines = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    found = {line["check"]: line["why"] for line in lines if "check" in line}
    whole = lines and lines[-1] == {"end": len(found)} and found and status == 0
    if whole:
        return found, None
    return found, f"did not finish (exit {status}): {' | '.join(log.read_text(errors='replace').splitlines()[-3:])}"


def table(ran):
    """Prints what was found; returns whether all of it is good."""
    checks = list(dict.fromkeys(check for _, found, _ in ran for check in found))
    wide = max(map(len, checks), default=5)
    heads = [client[0] for client, _, _ in ran]
    print(" " * wide, *heads)
    for check in checks:
        marks = ["." if check not in found else "FAIL" if found[check] else "ok" for _, found, _ in ran]
        print(check.ljust(wide), *(mark.ljust(len(head)) for mark, head in zip(marks, heads)))
    print()
    total = passed = 0
    for (head, library, dialect, _), found, ended in ran:
        good = sum(why is None for why in found.values())
        total, passed = total + len(found), passed + good
        print(f"{head:<8} {library:<24} {dialect:<8} {good} of {len(found)}{'' if ended is None else '  ' + ended}")
        for check, why in found.items():
            if why:
                print(textwrap.indent(textwrap.fill(f"{check}: {why}"[:600], 110), "    "))
    print(f"\n{passed} of {total} checks passed, by {len(ran)} clients")
    return passed == total and all(ended is None for _, _, ended in ran)


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [(number, client) for number, client in enumerate(CLIENTS) if re.search(wanted, f"{client[0]} {client[1]}")]
    if not chosen:
        sys.exit(f"no client matches {wanted!r}; there are: {', '.join(client[0] for client in CLIENTS)}")
    with tempfile.TemporaryDirectory(prefix="portcullis-clients-") as temporary:
        folder, ran = pathlib.Path(temporary), []
        with gateway.Gateway(gateway.binary()) as server:
            for number, client in chosen:
                print(f"{client[0]} ({client[1]}, {client[2]}) ...", file=sys.stderr, flush=True)
                ran.append((client, *run_both(server, number, client, folder)))
            shutil.copy(server.log, folder)
        if table(ran):
            return 0
        print(f"the logs are in {shutil.copytree(folder, tempfile.mkdtemp(prefix='portcullis-clients-'), dirs_exist_ok=True)}")
        return 1


sys.exit(main())
