"""A person at a browser: Chromium without a window, and an app's own little server that people are sent back to."""

import contextlib
import http.server
import json
import os
import pathlib
import queue
import threading

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chromium.remote_connection import ChromiumRemoteConnection
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 30
SHOTS = os.environ.get("SIGN_IN_SHOTS")


class Browser:
    """Chromium with a profile of its own. It finds the services' hosts at the front, and nothing else of the web."""

    def __init__(self, driver_url, front_url):
        options = webdriver.ChromeOptions()
        options.accept_insecure_certs = True
        proxy = front_url.removeprefix("http://")
        for argument in ("--headless=new", f"--proxy-server=https={proxy}", "--disable-dev-shm-usage", "--disable-gpu",
                         "--disable-background-networking", "--no-first-run", "--window-size=1000,1100"):
            options.add_argument(argument)
        if os.geteuid() == 0:
            # Its sandbox does not work for root.
            options.add_argument("--no-sandbox")
        connection = ChromiumRemoteConnection(driver_url, "goog", "chrome")
        self.driver = webdriver.Remote(command_executor=connection, options=options)
        self.driver.set_page_load_timeout(PATIENCE)
        self._shots = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    @property
    def url(self):
        """Where it is."""
        return self.driver.current_url

    @property
    def text(self):
        """What stands on the page."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def json(self):
        """The same of a page that is JSON."""
        return json.loads(self.text)

    def go(self, url):
        """Opens an address."""
        self.driver.get(url)

    def find(self, selector):
        """The one element."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def has(self, selector):
        """Whether there is such an element."""
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def leave(self, act):
        """Does something that leads away from the page, and waits until the next one is there."""
        page = self.find("html")
        act()
        # In the middle of a change the driver has errors of many kinds to tell.
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.02, ignored_exceptions=[WebDriverException])
        wait.until(staleness_of(page))
        wait.until(lambda driver: driver.execute_script("return document.readyState") == "complete")

    def choose(self, who, password=None):
        """Is that person from now on: by their button where they are offered, else by name. No hand is lifted if they
        are signed in.
        """
        if self.has(".signed-in"):
            if self.find(".signed-in .username").text == f"@{who.username}":
                return
            self.leave(self.driver.find_element(By.LINK_TEXT, "Use another account").click)
        offered = [button for button in self.driver.find_elements(By.NAME, "username")
                   if button.get_attribute("value") == who.username]
        if offered:
            offered[0].click()
        else:
            self.find("#other").clear()
            self.find("#other").send_keys(who.username)
        if password:
            self.find("#password").send_keys(password)

    def answer(self, button, shot=None):
        """Presses `allow` or `cancel`; returns where that led to."""
        self.shot(shot)
        self.leave(self.find(f"#{button}").click)
        return self.url

    def allows(self, url, who, password=None, shot=None):
        """Opens a page and lets the app in; returns where that led to."""
        self.go(url)
        self.choose(who, password)
        return self.answer("allow", shot)

    def denies(self, url):
        """Opens a page and does not let the app in; returns where that led to."""
        self.go(url)
        return self.answer("cancel")

    def pin(self):
        """The PIN on the page."""
        return self.find("#oauth_pin code").text

    def shot(self, name):
        """Takes a picture of the whole page if pictures are wanted."""
        if not SHOTS or not name:
            return
        self._shots += 1
        width = self.driver.execute_script("return innerWidth")
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        with self.sized(width, height):
            path = pathlib.Path(SHOTS, f"{os.environ['CLIENTS_PREFIX']}-{self._shots}-{name}.png")
            path.parent.mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(str(path))

    @contextlib.contextmanager
    def sized(self, width, height):
        """A window whose inside has that size, in CSS pixels, smaller ones than a desktop allows as well."""
        command = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._tell("Emulation.setDeviceMetricsOverride", command)
        try:
            yield
        finally:
            self._tell("Emulation.clearDeviceMetricsOverride", {})

    def dark(self):
        """Prefers dark pages from now on."""
        self._tell("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})

    def _tell(self, command, parameters):
        self.driver.execute("executeCdpCommand", {"cmd": command, "params": parameters})


class Back:
    """An app's own server: what people are sent back to. Its port is chosen by the system."""

    # As an app registers it: without a port it stands for every port of this machine.
    REGISTERED = "http://127.0.0.1/back"

    def __init__(self):
        self._asked = queue.SimpleQueue()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        self.url = f"{self.root}/back"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(self):
        back = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path.startswith("/back"):
                    back._asked.put(back.root + self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(b"Thank you. You can close this page.")

            def log_message(self, *_):
                pass

        return Handler

    def came(self):
        """The address, query and all, that a person came back to last."""
        address = self._asked.get(timeout=PATIENCE)
        while not self._asked.empty():
            address = self._asked.get()
        return address
