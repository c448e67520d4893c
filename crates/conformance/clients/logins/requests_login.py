"""App.net's flows that no library had code for: the fragment flow, which is all browser, and the password flow."""

import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from harness import URL, check, eq, new_app, person, run, with_password
from login import app, back, browser
from plain import uses_app_net

AUTHENTICATE = "https://account.app.net/oauth/authenticate?"
TOKENS = "https://account.app.net/oauth/access_token"

me = person()


def fragment(url):
    return {name: value for name, [value] in parse_qs(urlsplit(url).fragment).items()}


def asks(**more):
    return AUTHENTICATE + urlencode({
        "client_id": app.key, "response_type": "token", "redirect_uri": back.url, "scope": "follow,stream",
        "state": "a b&c", "adnview": "appstore", **more,
    })


@check
def fragment_flow():
    told = fragment(browser.allows(asks(), me))
    eq((sorted(told), told["state"]), (["access_token", "state"], "a b&c"))
    # The browser keeps the token to itself.
    eq(back.came(), back.url)
    uses_app_net(me, told["access_token"])
    found = requests.get(f"{URL}/token", headers={"Authorization": f"Bearer {told['access_token']}"}).json()["data"]
    eq((found["user"]["username"], sorted(found["scopes"])), (me.username, ["basic", "follow", "stream"]))


@check
def skips_second_time():
    browser.go(asks())
    uses_app_net(me, fragment(browser.url)["access_token"])


@check
def denied():
    told = fragment(browser.denies(asks(scope="messages")))
    eq((told["error"], told["state"]), ("access_denied", "a b&c"))


@check
def password_flow():
    trusted, locked, password = new_app(passwords=True), person(), secrets.token_urlsafe()
    with_password(locked, password)
    form = {
        "grant_type": "password", "client_id": trusted.key, "password_grant_secret": trusted.password_secret,
        "username": locked.username, "password": password, "scope": "basic follow stream",
    }
    wrong = requests.post(TOKENS, data=form | {"password": "wrong"})
    eq((wrong.status_code, "access_token" in wrong.json()), (400, False))
    found = requests.post(TOKENS, data=form)
    eq((found.status_code, found.json()["username"], found.json()["user_id"]), (200, locked.username, locked.id))
    uses_app_net(locked, found.json()["access_token"])


@check
def password_on_page():
    # An account with a password is nobody's without it, also for a browser on this machine.
    locked, password = person(), secrets.token_urlsafe()
    with_password(locked, password)
    page = asks(force_login="true")
    browser.allows(page, locked)
    assert browser.has("[role=alert]") and browser.url.startswith("https://account.app.net/"), browser.text
    browser.shot("wrong-password")
    browser.find("#password").send_keys(password)
    browser.answer("allow")
    uses_app_net(locked, fragment(browser.url)["access_token"])


run()
