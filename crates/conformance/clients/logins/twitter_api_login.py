"""twitter-api-v2's login code, in a small Express app (`apps/twitter_api_v2.js`) that a browser visits."""

from harness import check, eq, new_app, person, run
from login import Express, browser

me, other = person(), person()
app = new_app(callbacks=["http://127.0.0.1/oauth1/back", "http://127.0.0.1/oauth2/back"])
public = new_app(callbacks=["http://127.0.0.1/oauth2/back"], public=True)
site = Express("twitter_api_v2.js", KEY=app.key, SECRET=app.secret, PUBLIC=public.key, OTHER=other.id)

STORY = {"me": me.id, "during": [other.id], "after": []}


def told(path):
    browser.go(site.url + path)
    return browser.json()


@check
def callback():
    browser.allows(f"{site.url}/oauth1?link=authorize", me)
    eq(browser.json(), {"userId": me.id} | STORY)


@check
def pin():
    browser.go(told("/pin"))
    browser.answer("allow")
    eq(told(f"/pin/{browser.pin()}"), {"userId": me.id} | STORY)


@check
def skips_second_time():
    eq(told("/oauth1?link=authenticate"), {"userId": me.id} | STORY)


@check
def another_account():
    # Forced to sign in anew, and as somebody who was named.
    browser.go(f"{site.url}/oauth1?link=authenticate&forceLogin=true&screenName={other.username}")
    browser.answer("cancel")
    browser.go(f"{site.url}/oauth1?link=authenticate&forceLogin=true&screenName={me.username}")
    browser.answer("allow")
    eq(browser.json(), {"userId": me.id} | STORY)


@check
def denied():
    browser.denies(f"{site.url}/oauth1?link=authorize")
    eq(browser.json(), {"denied": True})


@check
def app_alone():
    eq(told("/app"), [other.id, other.id])


@check
def pkce_confidential():
    browser.allows(f"{site.url}/oauth2", me)
    eq(browser.json(), {"before": STORY, "after": STORY, "ended": 401})


@check
def pkce_public():
    browser.go(f"{site.url}/oauth2?kind=public")
    browser.answer("allow")
    eq(browser.json(), {"before": STORY, "after": STORY, "ended": 401})


@check
def pkce_denied():
    browser.denies(f"{site.url}/oauth2")
    eq(browser.json(), {"error": "access_denied"})


run()
