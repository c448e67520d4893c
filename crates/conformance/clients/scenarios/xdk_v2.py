"""xdk 0.10, X's own: checks every answer against its models. It has no block or unblock any more; those two go through
its own session, as anything goes that the library has no call for."""

import requests
from xdk import Client
from xdk.oauth1_auth import OAuth1
from xdk.paginator import Cursor

from harness import NOBODY, URL, check, crowd, eq, ids, person, raises, run, same, signed, token, window


def client(bearer):
    return Client(base_url=URL, access_token=bearer)


def of_signed(keys):
    return Client(base_url=URL, auth=OAuth1(keys.consumer_key, keys.consumer_secret, "oob", keys.token, keys.secret))


def call(api, method, path, **options):
    reply = api.session.request(method, URL + path, headers={"Authorization": f"Bearer {api.access_token}"}, **options)
    reply.raise_for_status()
    return reply.json()["data"]


def block_by(api, who, target):
    return call(api, "POST", f"/2/users/{who.id}/blocking", json={"target_user_id": target})


def unblock_by(api, who, target):
    return call(api, "DELETE", f"/2/users/{who.id}/blocking/{target}")


def field(user, name):
    return user[name] if isinstance(user, dict) else getattr(user, name)


def everyone(pages):
    return [field(user, "id") for page in pages for user in page.data or []]


def status(call):
    """The status of the error that the call ends with."""
    with raises(requests.HTTPError) as caught:
        call()
    return caught[0].response.status_code


me, bob, odd = person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')
keys = signed(me)
api, by_keys = client(token("oauth2-user", me)), of_signed(keys)
FIELDS = ["created_at", "description", "entities", "location", "protected", "public_metrics", "url", "verified", "verified_type"]


@check
def me_is_known():
    eq(field(api.users.get_me(user_fields=FIELDS).data, "id"), me.id)
    eq(field(by_keys.users.get_me().data, "username"), me.username)


@check
def block():
    eq(block_by(api, me, bob.id), {"blocking": True})


@check
def block_again():
    eq(block_by(api, me, bob.id), {"blocking": True})


@check
def list_of_blocked():
    eq(everyone(api.users.get_blocking(me.id, user_fields=FIELDS)), [bob.id])
    eq(everyone(by_keys.users.get_blocking(me.id, max_results=50)), [bob.id])


@check
def unblock():
    eq(unblock_by(api, me, bob.id), {"blocking": False})
    eq([page.meta.result_count for page in api.users.get_blocking(me.id)], [0])


@check
def unblock_again():
    eq(unblock_by(api, me, bob.id), {"blocking": False})


@check
def pages():
    many = crowd(5)
    for someone in many:
        block_by(api, me, someone.id)
    eq(everyone(api.users.get_blocking(me.id, max_results=2)), ids(reversed(many)))
    eq([len(page.data) for page in Cursor(api.users.get_blocking, me.id, max_results=2).pages()], [2, 2, 1])


@check
def pages_back():
    forward = api.users.get_blocking(me.id, max_results=3)
    first, second = next(forward), next(forward)
    again = next(api.users.get_blocking(me.id, max_results=3, pagination_token=second.meta.previous_token))
    eq(everyone([again]), everyone([first]))


@check
def lookup():
    eq(field(api.users.get_by_username(bob.username.upper()).data, "id"), bob.id)
    found = api.users.get_by_ids([bob.id, odd.id, NOBODY], user_fields=FIELDS)
    same(everyone([found]), [bob.id, odd.id])
    eq(len(found.errors), 1)
    same(everyone([api.users.get_by_usernames([bob.username, odd.username])]), [bob.id, odd.id])


@check
def lookup_missing():
    found = api.users.get_by_id(NOBODY)
    eq((found.data, len(found.errors)), (None, 1))


@check
def connections():
    block_by(api, me, bob.id)
    found = api.users.get_by_ids([bob.id, odd.id], user_fields=["connection_status"])
    eq([field(user, "connection_status") for user in found.data], [["blocking"], []])


@check
def mute():
    eq(field(api.users.mute_user(me.id, {"target_user_id": odd.id}).data, "muting"), True)
    eq(everyone(api.users.get_muting(me.id)), [odd.id])


@check
def unmute():
    eq(field(api.users.unmute_user(me.id, odd.id).data, "muting"), False)
    eq(field(by_keys.users.unmute_user(me.id, odd.id).data, "muting"), False)


@check
def follow():
    eq(field(by_keys.users.follow_user(me.id, {"target_user_id": odd.id}).data, "following"), True)


@check
def unfollow():
    eq(field(api.users.unfollow_user(me.id, odd.id).data, "following"), False)


@check
def dm_block():
    api.users.block_dms(odd.id)
    api.users.block_dms(odd.id)
    other = client(token("oauth2-user", odd))
    eq(field(other.users.get_by_id(me.id, user_fields=["receives_your_dm"]).data, "receives_your_dm"), False)
    # It is no block of everything.
    eq(odd.id in everyone(api.users.get_blocking(me.id)), False)


@check
def dm_unblock():
    api.users.unblock_dms(odd.id)
    api.users.unblock_dms(odd.id)
    other = client(token("oauth2-user", odd))
    eq(field(other.users.get_by_id(me.id, user_fields=["receives_your_dm"]).data, "receives_your_dm"), True)


@check
def words_of_posts():
    found = api.users.get_by_username(
        "amy", expansions=["pinned_post_id"], post_fields=["created_at", "text", "public_metrics"]
    )
    eq(len(found.includes.posts), 1)
    assert field(found.includes.posts[0], "text")


@check
def odd_names():
    eq(field(api.users.get_by_id(odd.id).data, "name"), odd.name)


@check
def odd_parameters():
    who = person()
    fresh = of_signed(signed(who))
    for text in ["a b", "100%", "a+b", "!*'()", "é🐦", "a&b=c"]:
        eq(status(lambda: next(fresh.users.get_blocking(who.id, pagination_token=text))), 400)


@check
def yourself():
    eq(status(lambda: block_by(api, me, me.id)), 400)


@check
def of_others():
    eq(status(lambda: block_by(api, bob, odd.id)), 400)
    eq(status(lambda: next(api.users.get_blocking(bob.id))), 400)


@check
def window_headers():
    who = person()
    fresh = client(token("oauth2-user", who))
    for remaining in (14, 13):
        headers = {"Authorization": f"Bearer {fresh.access_token}"}
        window(fresh.session.get(f"{URL}/2/users/{who.id}/blocking", headers=headers).headers, 15, remaining)


@check
def unauthorized():
    eq(status(lambda: client("wrong").users.get_me()), 401)
    eq(status(lambda: of_signed(keys._replace(secret="wrong")).users.get_me()), 401)


@check
def app_alone():
    app = Client(base_url=URL, bearer_token=token("app-only"))
    eq(field(app.users.get_by_id(bob.id).data, "id"), bob.id)
    eq(status(lambda: client(token("app-only")).users.get_me()), 403)


@check
def scope_missing():
    half = client(token("oauth2-user", me, scopes=["tweet.read", "users.read", "mute.read"]))
    half.users.get_me()
    eq(status(lambda: half.users.mute_user(me.id, {"target_user_id": odd.id})), 403)


@check
def not_found():
    eq(status(lambda: api.users.mute_user(me.id, {"target_user_id": NOBODY})), 404)
    eq(status(lambda: api.users.block_dms(NOBODY)), 404)


@check
def rate_limited():
    who = person()
    fresh = client(token("oauth2-user", who))
    for _ in range(15):
        next(fresh.users.get_blocking(who.id))
    eq(status(lambda: next(fresh.users.get_blocking(who.id))), 429)


run()
