"""python-twitter-v2's login code: OAuth 1.0a with a callback, and PKCE."""

from pytwitter import Api

from harness import check, eq, new_app, person, run
from login import app, back, browser, uses

SCOPES = ["tweet.read", "users.read", "block.read", "block.write"]

me = person()


def uses_it(api):
    uses(
        me,
        lambda: api.get_me().data.id,
        lambda other: api.block_user(me.id, other.id),
        lambda: [user.id for user in api.get_blocking_users(me.id).data or []],
        lambda other: api.unblock_user(me.id, other.id),
    )


@check
def callback():
    api = Api(consumer_key=app.key, consumer_secret=app.secret, oauth_flow=True)
    browser.allows(api.get_authorize_url(callback_uri=back.url), me)
    api.generate_access_token(back.came(), callback_uri=back.url)
    eq(api.auth_user_id, me.id)
    uses_it(api)


def pkce(app, secret):
    api = Api(client_id=app.key, client_secret=secret, oauth_flow=True)
    url, verifier, _ = api.get_oauth2_authorize_url(redirect_uri=back.url, scope=SCOPES)
    browser.allows(url, me)
    api.generate_oauth2_access_token(back.came(), verifier, redirect_uri=back.url)
    uses_it(api)


@check
def pkce_confidential():
    pkce(app, app.secret)


@check
def pkce_public():
    pkce(new_app(callbacks=[back.REGISTERED], public=True), None)


run()
