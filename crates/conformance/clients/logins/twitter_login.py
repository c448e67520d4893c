"""The PyPI package `twitter` (sixohsix): its dance on the command line, with a PIN."""

import contextlib
import io
import os
import re
import sys

# python-twitter calls itself the same.
sys.path.insert(0, os.environ["CLIENTS_TWITTER"])

import twitter

from harness import check, eq, person, run
from login import app, browser, uses

me = person()


class Person(io.StringIO):
    """Reads what the dance prints, opens the address it tells, and types the PIN."""

    def readline(self, *_):
        browser.allows(re.findall(r"https://\S+", printed.getvalue())[-1], me)
        return browser.pin() + "\n"


printed = io.StringIO()


@check
def pin():
    stdin, sys.stdin = sys.stdin, Person()
    try:
        with contextlib.redirect_stdout(printed):
            token, secret = twitter.oauth_dance("An app", app.key, app.secret, open_browser=False)
    finally:
        sys.stdin = stdin
    api = twitter.Twitter(auth=twitter.OAuth(token, secret, app.key, app.secret))
    uses(
        me,
        lambda: api.account.verify_credentials()["id_str"],
        lambda other: api.blocks.create(user_id=other.id),
        lambda: api.blocks.ids(stringify_ids="true")["ids"],
        lambda other: api.blocks.destroy(user_id=other.id),
    )


@check
def app_alone():
    token = twitter.oauth2_dance(app.key, app.secret)
    api = twitter.Twitter(auth=twitter.OAuth2(bearer_token=token))
    eq(api.users.show(user_id=me.id)["screen_name"], me.username)


run()
