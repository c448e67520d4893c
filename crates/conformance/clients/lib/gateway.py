"""A gateway of its own for whoever asks: fresh folder, ports chosen by the system, always stopped. Standard library only."""

import json
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[4]
PATIENCE = 60
DOORS = "--listen", "--admin", "--tls", "--proxy"


def binary():
    """The gateway's program: $PORTCULLIS, or a release build of this tree."""
    given = os.environ.get("PORTCULLIS")
    if given:
        if not os.access(given, os.X_OK):
            sys.exit(f"$PORTCULLIS is {given}, which is no program")
        return os.path.abspath(given)
    command = ["cargo", "build", "--release", "-p", "portcullis", "--bin", "portcullis"]
    print("building the gateway:", " ".join(command), file=sys.stderr, flush=True)
    built = subprocess.run(
        [*command, "--message-format=json-render-diagnostics"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if built.returncode:
        sys.exit("the gateway does not build")
    messages = (json.loads(line) for line in built.stdout.splitlines())
    return next(message["executable"] for message in messages if message.get("executable"))


def environment(settings):
    """The caller's environment without its own Portcullis settings, and these (`limits.enabled`: `false`) instead."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTCULLIS__")}
    return kept | {"PORTCULLIS__" + name.replace(".", "__").upper(): value for name, value in settings.items()}


def operate(program, home, *words, typed=None):
    """Runs the `portcullis` command in the folder of a gateway and returns the facts it tells. `typed` is its input."""
    command = [program, *words, "--json"]
    done = subprocess.run(command, cwd=home, env=environment({}), input=typed, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"portcullis {' '.join(words)}: {done.stderr.strip()}")
    return json.loads(done.stdout)


class Gateway:
    """One gateway on an SQLite store in a folder of its own; it can be stopped or killed, and started again."""

    def __init__(self, program, settings=None):
        self.program, self.environment = program, environment(settings or {})
        self.home = tempfile.mkdtemp(prefix="portcullis-")
        self.log = pathlib.Path(self.home, "gateway.log")
        self.process = self.url = self.admin = self.printed = None

    def __enter__(self):
        # A polite request to stop must still stop the gateway.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self):
        """Starts it and waits until it says where it listens, which is when it answers."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", *(word for door in DOORS for word in (door, "127.0.0.1:0"))],
                cwd=self.home, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True,
            )
        lines = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self.process.stdout, lines), daemon=True).start()
        try:
            self.url = self._said(lines, r"listens on (http://\S+)")
            self.admin = self._said(lines, r"operator: (http://[^/\s]+)")
            self.printed = {
                "https": self._said(lines, r"https: +(https://[^\s,]+)"),
                "proxy": self._said(lines, r"proxy: +(http://\S+)"),
            }
        except BaseException:
            self.kill()
            raise

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.put(line)
        lines.put(None)

    def _said(self, lines, pattern):
        while (line := lines.get(timeout=PATIENCE)) is not None:
            if found := re.search(pattern, line):
                return found.group(1)
        raise RuntimeError(f"the gateway did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self):
        """Asks it to stop and waits for it."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """Ends it without a word, as a crash would."""
        self.process.kill()
        self.process.wait()
