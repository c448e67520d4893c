"""What the logins share: a person at a browser, an app of their own, and what a token must be good for."""

import atexit
import json
import os
import pathlib
import queue
import subprocess
import threading

from browser import PATIENCE, Back, Browser
from harness import URL, eq, new_app, person

APPS = pathlib.Path(__file__).resolve().parent.parent / "apps"

back = Back()
browser = Browser(os.environ["CLIENTS_DRIVER"], URL)
atexit.register(browser.driver.quit)
# A confidential one.
app = new_app(callbacks=[back.REGISTERED])


def uses(me, who, block, blocked, unblock):
    """A token does what it is for: these four calls of a client tell who it is, block, list and unblock."""
    other = person()
    eq(str(who()), me.id)
    block(other)
    eq(list(map(str, blocked())), [other.id])
    unblock(other)
    eq(list(map(str, blocked())), [])


class Express:
    """An app of `apps/`, started with its settings in the environment; its log goes where the scenario's goes."""

    def __init__(self, script, **settings):
        command = ["node", "--require", str(APPS / "proxy.js"), str(APPS / script)]
        self.process = subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.PIPE, text=True)
        atexit.register(self._stop)
        told = queue.SimpleQueue()
        threading.Thread(target=lambda: told.put(self.process.stdout.readline()), daemon=True).start()
        self.url = json.loads(told.get(timeout=PATIENCE))["url"]

    def _stop(self):
        self.process.kill()
        self.process.wait()
