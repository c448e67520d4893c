"""Runs clients with their hosts compiled in through `portcullis run` alone and prints what became of each.

Usage: through.py [REGEX] -- only the clients whose name matches.

Each client blocks somebody, lists whom it blocks, and unblocks, in a throw-away world of its own. It is good if it ends
well, if the report has the calls it must have made, and if it asked for no other host; the guard is the other way round.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import gateway

HERE = pathlib.Path(__file__).resolve().parent.parent
PATIENCE = 120
PYTHON, NODE, BASH, RUST = "python", "node", "bash", "rust"
# Name, runtime, script, and at how many endpoints it must have called at least.
CLIENTS = [
    ("tweepy.Client 4.14.0", PYTHON, "tweepy_client.py", 4),
    ("tweepy.API 4.14.0", PYTHON, "tweepy_api.py", 4),
    ("twarc 2.14.0", PYTHON, "twarc_v1.py", 5),
    ("TwitterAPI 2.8.2", PYTHON, "twitterapi_v2.py", 4),
    ("twit 2.2.11", NODE, "twit.js", 3),
    ("twitter-api-v2 1.29.1", NODE, "twitter_api.js", 4),
    ("twitter-v2 0.1.8 (Rust)", RUST, "through-twitter-v2", 3),
    ("curl, api.x.com", BASH, "curl_v2.sh", 4),
    ("curl, alpha-api.app.net", BASH, "curl_app_net.sh", 4),
]
GUARD = ("the guard", PYTHON, "guard.py", 0)
ELSEWHERE = {"telemetry.example.com:443", "plain.example.com:80"}


def credentials():
    """Amy's of the demo world, as the scenarios want them: every throw-away world has them."""
    world = tomllib.loads((gateway.ROOT / "fixtures/seed/demo.toml").read_text())
    person = {person["username"]: person for person in world["person"]}
    token = {(token["kind"], token.get("user")): token for token in world["token"]}
    signed, app = token["oauth1", "amy"], world["app"][0]
    return {
        "CONSUMER_KEY": app["key"], "CONSUMER_SECRET": app["secret"],
        "ACCESS_TOKEN": signed["text"], "ACCESS_SECRET": signed["secret"],
        "BEARER_USER_TOKEN": token["oauth2-user", "amy"]["text"], "ADN_USER_TOKEN": token["app-net-user", "amy"]["text"],
        "SELF_ID": str(person["amy"]["id"]), "TARGET_ID": str(person["cat"]["id"]), "TARGET_NAME": "cat",
    }


def command(runtime, script):
    """How a scenario is started; nothing in it knows of the gateway."""
    if runtime == RUST:
        return [os.path.join(os.environ["CLIENTS_RUST"], script)]
    program = {PYTHON: os.environ["CLIENTS_PYTHON"], NODE: "node", BASH: "bash"}[runtime]
    return [program, str(HERE / "through" / script)]


def run(program, client, folder):
    """Runs one; returns its report, and what was wrong with it if something was."""
    name, runtime, script, endpoints = client
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    words = [program, "run", "--ephemeral", "--report", str(report), "--", *command(runtime, script)]
    environment = gateway.environment({}) | credentials() | {"PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None, f"did not end within {PATIENCE} s"
    told = json.loads(report.read_text()) if report.exists() else None
    if done.returncode or told is None:
        return told, f"exit {done.returncode}: {' | '.join(done.stderr.splitlines()[-4:])}"
    if len(told["calls"]) < endpoints:
        return told, f"reached only {len(told['calls'])} endpoints"
    hosts = {entry["host"] for entry in told["elsewhere"] if entry["refused"]}
    expected = ELSEWHERE if client is GUARD else set()
    return told, None if hosts == expected else f"asked for {sorted(hosts) or 'no other host'}"


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [client for client in [*CLIENTS, GUARD] if re.search(wanted, client[0])]
    if not chosen:
        sys.exit(f"no client matches {wanted!r}; there are: {', '.join(client[0] for client in CLIENTS)}")
    program, bad = gateway.binary(), 0
    with tempfile.TemporaryDirectory(prefix="portcullis-through-") as folder:
        for client in chosen:
            told, why = run(program, client, pathlib.Path(folder))
            calls = told["calls"] if told else []
            count = sum(sum(call["statuses"].values()) for call in calls)
            dialects = ", ".join(sorted({call["dialect"] for call in calls}))
            print(f"{'FAIL' if why else 'ok':<5}{client[0]:<26}{count:>3} calls  {dialects}{'  ' + why if why else ''}", flush=True)
            bad += why is not None
    print(f"\n{len(chosen) - bad} of {len(chosen)} hold")
    return bad > 0


sys.exit(main())
