"""tweepy's own login code: OAuth 1.0a with a callback and with a PIN, OAuth 2 with PKCE, and the app alone."""

import tweepy
from oauthlib.oauth2 import AccessDeniedError

from harness import check, eq, new_app, person, raises, run
from login import app, back, browser, uses

SCOPES = ["tweet.read", "users.read", "block.read", "block.write", "offline.access"]
TOKENS = "https://api.twitter.com/2/oauth2/token"

me = person()


def handler(callback):
    return tweepy.OAuth1UserHandler(app.key, app.secret, callback=callback)


def uses_v1(auth):
    api = tweepy.API(auth)
    uses(
        me,
        lambda: api.verify_credentials().id_str,
        lambda other: api.create_block(user_id=other.id),
        lambda: api.get_blocked_ids(stringify_ids=True),
        lambda other: api.destroy_block(user_id=other.id),
    )


def uses_v2(token):
    client = tweepy.Client(token)
    uses(
        me,
        lambda: client.get_me(user_auth=False).data.id,
        lambda other: client.block(other.id, user_auth=False),
        lambda: [user.id for user in client.get_blocked(user_auth=False).data or []],
        lambda other: client.unblock(other.id, user_auth=False),
    )


def parameter(url, name):
    return dict(pair.split("=", 1) for pair in url.partition("?")[2].split("&"))[name]


@check
def callback():
    auth = handler(back.url)
    browser.allows(auth.get_authorization_url(), me, shot="twitter")
    auth.get_access_token(parameter(back.came(), "oauth_verifier"))
    uses_v1(auth)


@check
def pin():
    auth = handler("oob")
    browser.allows(auth.get_authorization_url(), me)
    browser.shot("pin")
    auth.get_access_token(browser.pin())
    uses_v1(auth)


@check
def limited_access():
    auth = handler(back.url)
    browser.allows(auth.get_authorization_url(access_type="read"), me, shot="twitter-read-only")
    auth.get_access_token(parameter(back.came(), "oauth_verifier"))
    api = tweepy.API(auth)
    eq(api.verify_credentials().id_str, me.id)
    eq(api.last_response.headers["x-access-level"], "read")
    with raises(tweepy.Unauthorized):
        api.create_block(user_id=person().id)


@check
def skips_second_time():
    # Whoever is signed in and let the app in before is sent back without a page.
    auth = handler(back.url)
    browser.go(auth.get_authorization_url(signin_with_twitter=True))
    auth.get_access_token(parameter(back.came(), "oauth_verifier"))
    uses_v1(auth)


@check
def denied():
    auth = handler(back.url)
    browser.denies(auth.get_authorization_url())
    eq(parameter(back.came(), "denied"), auth.request_token["oauth_token"])
    with raises(tweepy.TweepyException):
        auth.get_access_token()
    with raises(tweepy.TweepyException):
        auth.get_access_token("0000000")


@check
def app_alone():
    api = tweepy.API(tweepy.OAuth2AppHandler(app.key, app.secret))
    eq(api.get_user(user_id=me.id).screen_name, me.username)


def pkce(app, secret):
    auth = tweepy.OAuth2UserHandler(client_id=app.key, redirect_uri=back.url, scope=SCOPES, client_secret=secret)
    browser.go(auth.get_authorization_url())
    return auth


@check
def pkce_confidential():
    auth = pkce(app, app.secret)
    browser.choose(me)
    browser.answer("allow", shot="x")
    uses_v2(auth.fetch_token(back.came())["access_token"])


@check
def refresh_confidential():
    auth = pkce(app, app.secret)
    browser.answer("allow")
    first = auth.fetch_token(back.came())
    second = auth.refresh_token(TOKENS, auth=auth.auth)
    assert first["access_token"] != second["access_token"] and first["refresh_token"] != second["refresh_token"]
    uses_v2(second["access_token"])


@check
def pkce_public():
    public = new_app(callbacks=[back.REGISTERED], public=True)
    auth = pkce(public, None)
    browser.answer("allow")
    uses_v2(auth.fetch_token(back.came())["access_token"])
    # The library leaves refreshing to the one below it, which is told the client here.
    second = auth.refresh_token(TOKENS, client_id=public.key)
    uses_v2(second["access_token"])


@check
def pkce_denied():
    auth = pkce(app, app.secret)
    browser.answer("cancel")
    with raises(AccessDeniedError):
        auth.fetch_token(back.came())


run()
