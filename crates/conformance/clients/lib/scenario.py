"""Runs one scenario as a process of its own, and prints what several of them found as a table."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import textwrap

import gateway

HERE = pathlib.Path(__file__).resolve().parent.parent
PATIENCE = 300


def run(server, prefix, name, scenario, folder, also=None):
    """Runs one scenario, a file below this folder and its arguments, with these environment variables as well.

    Returns what it found, and why it did not finish if it did not.
    """
    results, log = folder / f"{name}.json", folder / f"{name}.log"
    environment = gateway.environment({}) | {
        "PORTCULLIS": server.program,
        "CLIENTS_HOME": server.home,
        "CLIENTS_URL": server.url,
        "CLIENTS_PREFIX": prefix,
        "CLIENTS_RESULTS": str(results),
        "PYTHONPATH": os.pathsep.join([str(HERE / "lib"), os.environ["CLIENTS_ADNPY"]]),
        "PYTHONWARNINGS": "ignore",
    } | (also or {})
    script, *arguments = scenario.split()
    runtime = "node" if script.endswith(".js") else sys.executable
    command = [runtime, str(HERE / script), *arguments]
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


def conclude(ran, folder):
    """Prints the table and, if all is not good, where the logs are kept; returns the exit code."""
    if table(ran):
        return 0
    kept = tempfile.mkdtemp(prefix="portcullis-clients-")
    print(f"the logs are in {shutil.copytree(folder, kept, dirs_exist_ok=True)}")
    return 1
