"""Runs the scenarios of the real clients against a gateway of its own and prints a table: checks down, clients across.

Usage: run.py [REGEX] -- only the clients whose name matches.
"""

import pathlib
import re
import shutil
import sys
import tempfile

import gateway
import scenario

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
    name, _, _, script = client
    found, ended = scenario.run(server, f"c{number}", name, f"scenarios/{script}", folder)
    more, also_ended = scenario.run(server, f"p{number}", f"{name}_posts", f"scenarios/posts_{script}", folder)
    if twice := found.keys() & more.keys():
        raise RuntimeError(f"{name}: both scenarios have {', '.join(twice)}")
    return found | more, "; ".join(filter(None, (ended, also_ended))) or None


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
        return scenario.conclude(ran, folder)


sys.exit(main())
