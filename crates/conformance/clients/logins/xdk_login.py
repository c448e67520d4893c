"""X's own SDK and its PKCE helper, pointed at the front by its two base addresses."""

import xdk

from harness import URL, check, eq, new_app, person, raises, run
from login import app, back, browser
from plain import uses_v2

SCOPES = ["tweet.read", "users.read", "block.read", "block.write", "offline.access"]

me = person()


def client(app, secret):
    return xdk.Client(
        base_url=URL, authorization_base_url=f"{URL}/i", client_id=app.key, client_secret=secret,
        redirect_uri=back.url, scope=SCOPES,
    )


def works(api):
    found = api.users.get_me().data
    eq(found["id"] if isinstance(found, dict) else found.id, me.id)
    uses_v2(me, api.access_token)


@check
def pkce_confidential():
    api = client(app, app.secret)
    browser.allows(api.get_authorization_url(), me)
    api.fetch_token(back.came())
    works(api)


@check
def refresh_confidential():
    api = client(app, app.secret)
    browser.go(api.get_authorization_url())
    browser.answer("allow")
    first = api.fetch_token(back.came())
    second = api.refresh_token()
    assert first["access_token"] != second["access_token"] and first["refresh_token"] != second["refresh_token"]
    works(api)


@check
def pkce_public():
    api = client(new_app(callbacks=[back.REGISTERED], public=True), None)
    browser.go(api.get_authorization_url())
    browser.answer("allow")
    api.fetch_token(back.came())
    works(api)


@check
def pkce_denied():
    api = client(app, app.secret)
    browser.denies(api.get_authorization_url())
    with raises(ValueError):
        api.fetch_token(back.came())


run()
