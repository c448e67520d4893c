"""A passport strategy's login code, in a small Express app (`apps/passport.js`) that a browser visits."""

import sys

from harness import check, eq, new_app, person, run
from login import Express, browser
from plain import uses_app_net, uses_v1, uses_v2

BACK = "http://127.0.0.1/back"
strategy = sys.argv[1]

me = person()
app = new_app(callbacks=[BACK])
site = Express("passport.js", STRATEGY=strategy, KEY=app.key, SECRET=app.secret)


def enters():
    """What the app shows to whom it let in."""
    told = browser.json()
    eq((told["id"], told["username"]), (me.id, me.username))
    return told


def callback():
    browser.allows(site.url, me)
    told = enters()
    uses_v1(me, app, told["token"], told["secret"])


def skips_second_time():
    # Back in the app, without a page on the way.
    browser.go(site.url)
    enters()


def pkce_confidential():
    browser.allows(site.url, me)
    uses_v2(me, enters()["token"])


def pkce_public():
    public = new_app(callbacks=[BACK], public=True)
    other = Express("passport.js", STRATEGY=strategy, KEY=public.key, SECRET="")
    browser.go(other.url)
    browser.answer("allow")
    uses_v2(me, enters()["token"])


def server_flow():
    browser.allows(site.url, me, shot="app-net")
    uses_app_net(me, enters()["token"])


def denied():
    fresh = new_app(callbacks=[BACK])
    browser.denies(Express("passport.js", STRATEGY=strategy, KEY=fresh.key, SECRET=fresh.secret).url)
    eq(browser.json(), {"denied": True})


CHECKS = {
    "twitter": [callback, skips_second_time, denied],
    "twitter-oauth2": [pkce_confidential, pkce_public, denied],
    "appdotnet": [server_flow, skips_second_time, denied],
}
for function in CHECKS[strategy]:
    check(function)
run()
