"""twython's login code: all of it by GET."""

from twython import Twython, TwythonError

from harness import check, eq, person, raises, run
from login import app, back, browser, uses

me = person()


def query(url):
    return dict(pair.split("=", 1) for pair in url.partition("?")[2].split("&"))


def uses_it(tokens):
    api = Twython(app.key, app.secret, tokens["oauth_token"], tokens["oauth_token_secret"])
    uses(
        me,
        lambda: api.verify_credentials()["id_str"],
        lambda other: api.create_block(user_id=other.id),
        lambda: api.list_block_ids(stringify_ids=True)["ids"],
        lambda other: api.destroy_block(user_id=other.id),
    )


def asks(callback, **options):
    asked = Twython(app.key, app.secret).get_authentication_tokens(callback_url=callback, **options)
    return asked, Twython(app.key, app.secret, asked["oauth_token"], asked["oauth_token_secret"])


@check
def callback():
    asked, api = asks(back.url)
    browser.allows(asked["auth_url"], me)
    uses_it(api.get_authorized_tokens(query(back.came())["oauth_verifier"]))


@check
def pin():
    asked, api = asks("oob", force_login=True, screen_name=me.username)
    browser.go(asked["auth_url"])
    # Who will want to sign in was named, and is there without a word.
    browser.answer("allow")
    uses_it(api.get_authorized_tokens(browser.pin()))


@check
def wrong_verifier():
    asked, api = asks("oob", force_login=True)
    browser.allows(asked["auth_url"], me)
    wrong = "0000000" if browser.pin() != "0000000" else "1111111"
    with raises(TwythonError) as caught:
        api.get_authorized_tokens(wrong)
    eq(caught[0].error_code, 401)


@check
def skips_second_time():
    asked, api = asks(back.url)
    browser.go(asked["auth_url"])
    uses_it(api.get_authorized_tokens(query(back.came())["oauth_verifier"]))


@check
def app_alone():
    token = Twython(app.key, app.secret, oauth_version=2).obtain_access_token()
    eq(Twython(app.key, access_token=token).show_user(user_id=me.id)["screen_name"], me.username)


run()
