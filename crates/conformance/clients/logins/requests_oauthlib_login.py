"""requests-oauthlib's sessions against all three services, set up as its documentation has it."""

import contextlib
import secrets

from oauthlib.oauth2 import AccessDeniedError, BackendApplicationClient, OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth1Session, OAuth2Session
from requests_oauthlib.oauth1_session import TokenMissing, TokenRequestDenied

from harness import check, eq, new_app, person, raises, run
from login import app, back, browser
from plain import uses_app_net, uses_v1, uses_v2

TWITTER = "https://api.twitter.com/oauth/"
X_PAGE, X_TOKENS, X_REVOKE = (
    "https://x.com/i/oauth2/authorize", "https://api.x.com/2/oauth2/token", "https://api.x.com/2/oauth2/revoke")
APP_NET = "https://account.app.net/oauth/"
X_SCOPES = ["tweet.read", "users.read", "block.read", "block.write", "offline.access"]

me = person()


def asks(callback):
    session = OAuth1Session(app.key, client_secret=app.secret, callback_uri=callback)
    session.fetch_request_token(f"{TWITTER}request_token")
    return session, session.authorization_url(f"{TWITTER}authorize")


@check
def callback():
    session, page = asks(back.url)
    browser.allows(page, me)
    session.parse_authorization_response(back.came())
    told = session.fetch_access_token(f"{TWITTER}access_token")
    eq((told["user_id"], told["screen_name"]), (me.id, me.username))
    uses_v1(me, app, told["oauth_token"], told["oauth_token_secret"])
    # What was exchanged once is worth nothing more.
    with raises(TokenRequestDenied):
        session.fetch_access_token(f"{TWITTER}access_token", verifier="again")


@check
def pin():
    session, page = asks("oob")
    browser.allows(page, me)
    told = session.fetch_access_token(f"{TWITTER}access_token", verifier=browser.pin())
    uses_v1(me, app, told["oauth_token"], told["oauth_token_secret"])


@check
def denied():
    session, page = asks(back.url)
    browser.denies(page)
    with raises(TokenMissing):
        session.parse_authorization_response(back.came())


@check
def pin_denied():
    _, page = asks("oob")
    browser.denies(page)
    browser.shot("pin-denied")
    assert not browser.has("#oauth_pin"), browser.text


@check
def unregistered_callback():
    with raises(TokenRequestDenied):
        asks("http://127.0.0.1/elsewhere")


def pkce(app, **more):
    # PKCE by hand, as this version has none of its own but in the client below it.
    session = OAuth2Session(app.key, redirect_uri=back.url, scope=X_SCOPES)
    verifier = session._client.create_code_verifier(64)
    challenge = session._client.create_code_challenge(verifier, "S256")
    page, _ = session.authorization_url(X_PAGE, code_challenge=challenge, code_challenge_method="S256")
    browser.go(page)
    return session, {"code_verifier": verifier, **more}


@contextlib.contextmanager
def refuses(description):
    """X calls every refused code `invalid_request`, which the library takes for one of the several errors of that name."""
    try:
        yield
    except OAuth2Error as error:
        eq((error.error, error.description), ("invalid_request", description))
    else:
        raise AssertionError("it was not refused")


@check
def pkce_confidential():
    proof = HTTPBasicAuth(app.key, app.secret)
    session, more = pkce(app, auth=proof)
    browser.choose(me)
    browser.answer("allow")
    first = session.fetch_token(X_TOKENS, authorization_response=back.came(), **more)
    eq((first["token_type"], first["expires_in"], sorted(first["scope"])), ("bearer", 7200, sorted(X_SCOPES)))
    uses_v2(me, first["access_token"])
    second = session.refresh_token(X_TOKENS, auth=proof)
    uses_v2(me, second["access_token"])
    # Whoever uses up a refresh token again shows that two have it.
    with refuses("Value passed for the token was invalid."):
        session.refresh_token(X_TOKENS, refresh_token=first["refresh_token"], auth=proof)
    # And takes it all from both.
    eq(session.get("https://api.x.com/2/users/me").status_code, 401)


@check
def pkce_public():
    public = new_app(callbacks=[back.REGISTERED], public=True)
    session, more = pkce(public, include_client_id=True)
    browser.answer("allow")
    first = session.fetch_token(X_TOKENS, authorization_response=back.came(), **more)
    uses_v2(me, first["access_token"])
    second = session.refresh_token(X_TOKENS, client_id=public.key)
    uses_v2(me, second["access_token"])
    given_up = {"token": second["access_token"], "token_type_hint": "access_token", "client_id": public.key}
    eq(session.post(X_REVOKE, data=given_up, withhold_token=True).json(), {"revoked": True})
    eq(session.get("https://api.x.com/2/users/me").status_code, 401)


@check
def wrong_verifier():
    session, more = pkce(app, auth=HTTPBasicAuth(app.key, app.secret))
    browser.answer("allow")
    more["code_verifier"] = secrets.token_urlsafe(48)
    with refuses("Value passed for the code verifier did not match the code challenge."):
        session.fetch_token(X_TOKENS, authorization_response=back.came(), **more)


@check
def pkce_denied():
    session, more = pkce(app)
    browser.answer("cancel")
    with raises(AccessDeniedError):
        session.fetch_token(X_TOKENS, authorization_response=back.came(), **more)


@check
def server_flow():
    session = OAuth2Session(app.key, redirect_uri=back.url, scope=["basic", "follow", "stream"])
    page, _ = session.authorization_url(f"{APP_NET}authenticate")
    browser.allows(page, me)
    told = session.fetch_token(f"{APP_NET}access_token", authorization_response=back.came(), client_secret=app.secret,
                               include_client_id=True)
    eq((told["username"], told["user_id"]), (me.username, me.id))
    uses_app_net(me, told["access_token"])
    # App.net keeps the app's proof in the form; the library prefers the header, which is taken too.
    page, _ = session.authorization_url(f"{APP_NET}authenticate")
    browser.go(page)
    told = session.fetch_token(f"{APP_NET}access_token", authorization_response=back.came(), client_secret=app.secret)
    uses_app_net(me, told["access_token"])


@check
def app_net_alone():
    session = OAuth2Session(client=BackendApplicationClient(client_id=app.key))
    session.fetch_token(f"{APP_NET}access_token", client_secret=app.secret, include_client_id=True)
    eq(session.get("https://api.app.net/users/@" + me.username).json()["data"]["id"], me.id)


@check
def app_alone():
    session = OAuth2Session(client=BackendApplicationClient(client_id=app.key))
    session.fetch_token("https://api.twitter.com/oauth2/token", client_secret=app.secret)
    eq(session.get("https://api.twitter.com/1.1/users/show.json", params={"user_id": me.id}).json()["id_str"], me.id)


run()
