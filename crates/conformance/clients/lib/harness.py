"""What the Python scenarios share: people and tokens of their own, the way to the gateway, and checks that are counted."""

import contextlib
import itertools
import json
import os
import time
import traceback
from collections import namedtuple
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter

import gateway

URL = os.environ["CLIENTS_URL"]
PROGRAM, HOME, PREFIX = os.environ["PORTCULLIS"], os.environ["CLIENTS_HOME"], os.environ["CLIENTS_PREFIX"]
NOBODY = "1999999999999999999"

Person = namedtuple("Person", "id username name")
# `password_secret` is what an app that may hand in passwords shows beside them.
App = namedtuple("App", "key secret password_secret")
# In the order in which most clients take them.
Keys = namedtuple("Keys", "consumer_key consumer_secret token secret")

_numbers = itertools.count(1)
_checks = []


def _operate(*words, typed=None):
    return gateway.operate(PROGRAM, HOME, *words, typed=typed)


def new_app(permission="read-write-dm", callbacks=(), public=False, passwords=False):
    """Registers an app."""
    words = ["--permission", permission, "--public", str(public).lower(), "--passwords", str(passwords).lower()]
    words += [word for callback in callbacks for word in ("--callback", callback)]
    made = _operate("app", "add", f"App of {PREFIX}", *words)
    return App(made["consumer_key"], made["consumer_secret"], made.get("password_grant_secret"))


APP = new_app()


def person(name=None, protected=False):
    """Makes an account that nobody knows yet."""
    username = f"{PREFIX}_{next(_numbers)}"
    words = ["--protected"] if protected else []
    made = _operate("user", "add", username, "--name", name or f"Person {username}", *words)
    return Person(made["id"], username, made["name"])


def with_password(who, password):
    """Gives an account a password."""
    _operate("user", "password", who.username, typed=password + "\n")


def crowd(number):
    """Makes several accounts."""
    return [person() for _ in range(number)]


def token(kind, who=None, app=APP, scopes=None):
    """Issues a bearer token of that kind; for an app's own, `who` is nobody."""
    words = ["token", "mint", kind, "--app", app.key]
    words += ["--user", who.username] if who else []
    words += ["--scopes", ",".join(scopes)] if scopes else []
    return _operate(*words)["token"]


def signed(who, app=APP):
    """Issues OAuth 1.0a keys for a person."""
    made = _operate("token", "mint", "oauth1", "--app", app.key, "--user", who.username)
    return Keys(app.key, app.secret, made["token"], made["token_secret"])


class Front(HTTPAdapter):
    """Stands where a proxy that ends TLS would: takes what a client has signed for https and passes it on to the gateway.

    The client believes it speaks to the real host; the gateway learns what it believes from `Host` and
    `X-Forwarded-Proto`, and checks the signature against that.
    """

    def send(self, request, **options):
        passed, asked = request.copy(), urlsplit(request.url)
        passed.url = URL + asked.path + (f"?{asked.query}" if asked.query else "")
        passed.headers["Host"] = asked.netloc
        passed.headers["X-Forwarded-Proto"] = "https"
        return super().send(passed, **options)


def check(function):
    """Marks a function as a check: it holds unless it raises. Checks run in the order they are written in."""
    _checks.append(function)
    return function


def eq(found, expected):
    """Both are the same, as they are."""
    if found != expected:
        raise AssertionError(f"found {found!r}, expected {expected!r}")


def same(found, expected):
    """Both hold the same texts or numbers, each once, in any order."""
    eq(sorted(map(str, found)), sorted(map(str, expected)))


def ids(people):
    """The ids of people as texts, whatever a client has made of them."""
    return [str(someone.id) for someone in people]


@contextlib.contextmanager
def raises(kind):
    """The block under it raises exactly this class; the error is in the list it gives."""
    caught = []
    try:
        yield caught
    except Exception as error:
        if type(error) is not kind:
            raise AssertionError(f"raised {type(error).__name__} ({error}), expected {kind.__name__}") from error
        caught.append(error)
    else:
        raise AssertionError(f"nothing was raised, expected {kind.__name__}")


def window(headers, limit, remaining):
    """The three headers of a rate limit say this, and the window ends within a quarter of an hour."""
    eq((headers["x-rate-limit-limit"], headers["x-rate-limit-remaining"]), (str(limit), str(remaining)))
    left = int(headers["x-rate-limit-reset"]) - time.time()
    assert 0 < left <= 901, f"the window ends in {left} s"


def run():
    """Runs the checks and writes what came of them, a JSON object a line."""
    with open(os.environ["CLIENTS_RESULTS"], "w", encoding="utf-8") as results:
        for function in _checks:
            told = {"check": function.__name__, "why": None}
            try:
                function()
            except Exception as error:
                traceback.print_exc()
                told["why"] = f"{type(error).__name__}: {error}"
            print(json.dumps(told), file=results, flush=True)
        print(json.dumps({"end": len(_checks)}), file=results)
