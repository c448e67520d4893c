"""Runs the logins of the real clients, with a browser, and prints a table; then what they sent for tokens, as a table too.

Usage: sign_in.py [REGEX] -- only the clients whose name matches. A run of all compares the second table with that of
docs/signing-in.md, or writes it there if UPDATE_DOCS is set.
"""

import os
import pathlib
import re
import shutil
import sys
import tempfile

from selenium.webdriver.chrome.service import Service

import carriers
import front
import gateway
import scenario

# Short heading, library and version, service, file and its argument.
LOGINS = [
    ("tweepy", "tweepy 4.14.0", "v1.1, v2", "tweepy_login.py"),
    ("rol", "requests-oauthlib 1.3.1", "all", "requests_oauthlib_login.py"),
    ("twython", "twython 3.9.1", "v1.1", "twython_login.py"),
    ("twitter", "twitter 1.19.6", "v1.1", "twitter_login.py"),
    ("pytw2", "python-twitter-v2 0.9.3", "v1.1, v2", "pytwitter_login.py"),
    ("xdk", "xdk 0.10.6", "v2", "xdk_login.py"),
    ("node", "twitter-api-v2 1.29.1", "v1.1, v2", "twitter_api_login.py"),
    ("pass1", "passport-twitter 1.0.4", "v1.1", "passport_login.py twitter"),
    ("pass2", "passport-twitter-oauth2 1.2.4", "v2", "passport_login.py twitter-oauth2"),
    ("passadn", "passport-appdotnet 0.1.1", "App.net", "passport_login.py appdotnet"),
    ("adnpy", "adnpy 0.3.8", "App.net", "adnpy_login.py"),
    ("requests", "requests 2.34.2", "App.net", "requests_login.py"),
    ("pages", "requests-oauthlib 1.3.1", "v1.1", "pages.py"),
]


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [(number, login) for number, login in enumerate(LOGINS) if re.search(wanted, f"{login[0]} {login[1]}")]
    if not chosen:
        sys.exit(f"no client matches {wanted!r}; there are: {', '.join(login[0] for login in LOGINS)}")
    # Named, so that nothing looks for one on the web.
    driver = Service(shutil.which("chromedriver"))
    with tempfile.TemporaryDirectory(prefix="portcullis-sign-in-") as temporary:
        folder, ran = pathlib.Path(temporary), []
        with gateway.Gateway(gateway.binary()) as server, front.Front(server.url) as before:
            driver.start()
            try:
                for number, login in chosen:
                    print(f"{login[0]} ({login[1]}, {login[2]}) ...", file=sys.stderr, flush=True)
                    before.client = login[1]
                    ran.append((login, *run(server, before, driver.service_url, number, login, folder)))
            finally:
                driver.stop()
                shutil.copy(server.log, folder)
        code = scenario.conclude(ran, folder)
    rows = carriers.rows(before.sent)
    print(f"\n{carriers.table(rows)}")
    return code or (0 if wanted else carriers.compare(rows, bool(os.environ.get("UPDATE_DOCS"))))


def run(server, before, driver_url, number, login, folder):
    """Runs one login; returns what it found, and why it did not finish if it did not."""
    certificate = str(before.certificate)
    also = {
        "CLIENTS_URL": before.url,
        "CLIENTS_DRIVER": driver_url,
        "HTTPS_PROXY": before.url,
        "REQUESTS_CA_BUNDLE": certificate,
        "SSL_CERT_FILE": certificate,
        "NODE_EXTRA_CA_CERTS": certificate,
        # oauthlib asks for it wherever the app itself is without TLS, as on a developer's machine.
        "OAUTHLIB_INSECURE_TRANSPORT": "1",
    }
    name, _, _, script = login
    return scenario.run(server, f"s{number}", name, f"logins/{script}", folder, also)


if __name__ == "__main__":
    sys.exit(main())
