"""adnpy, App.net's own, and pnutpy, what became of it for App.net's successor: app_net.py adnpy|pnutpy.

They have the same calls and name their errors alike; adnpy writes by POST and pnutpy by PUT, and only adnpy asks for
many people's blocks at once. A token may write 20 times a minute, so each check that writes has one of its own.
"""

import importlib
import sys

from harness import NOBODY, URL, check, crowd, eq, ids, person, raises, run, same, token

NAME = sys.argv[1]
library, errors = importlib.import_module(NAME), importlib.import_module(f"{NAME}.errors")
BadRequest, Auth, Denied, Missing, Limited = (
    getattr(errors, NAME.removesuffix("py").capitalize() + name)
    for name in ("BadRequestAPIException", "AuthAPIException", "PermissionDenied", "Missing", "RateLimitAPIException")
)


def client(bearer=None, root=URL + "/stream/0"):
    return library.API.build_api(api_root=root, access_token=bearer)


def of(who):
    """A client of a person, with a token of its own."""
    return client(token("app-net-user", who))


def data(answer):
    """What a call has answered; it must have come with good tidings."""
    found, meta = answer
    eq(meta.code, 200)
    return found


def blocked(api, who="me", **page):
    return ids(data(api.users_blocked_users(who, **page)))


me, bob, odd = person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')
api = of(me)


@check
def me_is_known():
    found = data(api.get_user("me"))
    eq((str(found.id), found.username), (me.id, me.username))
    eq(found.counts.followers, 0)
    assert not hasattr(found, "you_blocked"), "nobody has a relation to oneself"


@check
def token_is_known():
    found = data(api.get_token())
    eq((str(found.user.id), "follow" in found.scopes), (me.id, True))
    app = data(client(token("app-net-app")).get_token())
    eq((app.client_id, hasattr(app, "user")), (found.client_id, False))


@check
def block():
    found = data(api.block_user(bob.id))
    eq((str(found.id), found.you_blocked, found.you_can_follow), (bob.id, True, False))


@check
def block_again():
    eq(data(api.block_user("@" + bob.username.upper())).you_blocked, True)


@check
def list_of_blocked():
    eq(blocked(api), [bob.id])
    eq(blocked(api, me.id, count=200), [bob.id])
    eq(blocked(api, "@" + me.username), [bob.id])


@check
def ids_of_blocked():
    app = client(token("app-net-app"))
    # Only who has authorised the app is told of; `odd` has not.
    path = {"ids": f"{me.id}, {odd.id},{NOBODY}"}
    if NAME == "adnpy":
        # It was made for lists: of this map it gives the keys, and one of its own.
        assert me.id in data(app.users_blocked_user_ids(**path))
    raw = app.request("GET", "/users/blocked/ids", raw_response=True, params=path).json()
    eq(raw, {"meta": {"code": 200}, "data": {me.id: [bob.id]}})


@check
def unblock():
    found = data(api.unblock_user(bob.id))
    eq((found.you_blocked, found.you_can_follow), (False, True))
    eq(blocked(api), [])


@check
def unblock_again():
    eq(data(api.unblock_user("@" + bob.username)).you_blocked, False)


@check
def pages():
    writer, many = of(me), crowd(7)
    for someone in many:
        writer.block_user(someone.id)
    newest_first = ids(reversed(many))
    eq(ids(library.cursor(writer.users_blocked_users, "me", count=3)), newest_first)
    # Without a word about pages, all come at once.
    eq(blocked(writer), newest_first)


@check
def pages_back():
    first, meta = api.users_blocked_users("me", count=3)
    second, after = api.users_blocked_users("me", count=3, before_id=meta.min_id)
    eq((len(second), after.more), (3, True))
    again, back = api.users_blocked_users("me", count=3, since_id=after.max_id)
    eq((ids(again), back.more), (ids(first), False))


@check
def lookup():
    eq(data(api.get_user("@" + bob.username)).id, int(bob.id))
    same(ids(data(api.get_users(ids=f"{bob.id},{NOBODY},@{odd.username}"))), [bob.id, odd.id])


@check
def lookup_missing():
    with raises(Missing):
        api.get_user(NOBODY)
    eq(data(api.get_users(ids=NOBODY)), [])


@check
def relation():
    writer = of(me)
    writer.block_user(bob.id)
    seen = data(api.get_user(bob.id))
    eq((seen.you_blocked, seen.you_muted, seen.you_follow, seen.follows_you), (True, False, False, False))
    eq((seen.you_can_follow, seen.you_can_subscribe), (False, False))
    # Nothing tells bob but what he may not do.
    seen = data(of(bob).get_user(me.id))
    eq((seen.you_blocked, seen.you_can_follow), (False, False))


@check
def mute():
    writer = of(me)
    eq(data(writer.mute_user(odd.id)).you_muted, True)
    eq(ids(library.cursor(api.users_muted_users, "me")), [odd.id])


@check
def unmute():
    writer = of(me)
    eq(data(writer.unmute_user("@" + odd.username)).you_muted, False)
    eq(data(writer.unmute_user(odd.id)).you_muted, False)


@check
def follow():
    eq(data(of(me).follow_user(odd.id)).you_follow, True)
    eq(data(of(odd).get_user(me.id)).follows_you, True)


@check
def unfollow():
    eq(data(of(me).unfollow_user(odd.id)).you_follow, False)


@check
def block_ends_follow():
    fan = person()
    fan_api = of(fan)
    fan_api.follow_user(me.id)
    of(me).block_user(fan.id)
    eq(data(fan_api.get_user(me.id)).you_follow, False)


@check
def follow_when_blocked():
    with raises(Denied):
        of(bob).follow_user(me.id)


@check
def odd_names():
    eq(data(api.get_user(odd.id)).name, odd.name)


@check
def odd_parameters():
    for text in ["@a b", "@100%25", "@~-._", "@!*'()", "@é🐦", "@a&b=c"]:
        with raises(Missing):
            api.get_user(text)
    for text in ["a b", "100%", "!*'()", "é🐦", "a&b=c#d"]:
        with raises(BadRequest):
            api.users_blocked_users("me", before_id=text)


@check
def yourself():
    with raises(BadRequest) as caught:
        of(me).block_user("me")
    eq(caught[0].response.meta.code, 400)


@check
def of_others():
    with raises(Denied):
        api.users_blocked_users(bob.id)


@check
def both_roots():
    bearer = token("app-net-user", me)
    for root in (URL, URL + "/stream/0"):
        eq(data(client(bearer, root).get_user("me")).id, int(me.id))


@check
def window_headers():
    fresh = of(person())
    for method, limit, remaining in [("GET", 5000, 4999), ("POST", 20, 19), ("DELETE", 20, 18)]:
        path = "/users/me" if method == "GET" else f"/users/{bob.id}/block"
        told = fresh.request(method, path, raw_response=True).headers
        eq((told["X-RateLimit-Limit"], told["X-RateLimit-Remaining"]), (str(limit), str(remaining)))
        assert 0 < int(told["X-RateLimit-Reset"]) <= (3600 if method == "GET" else 60)


@check
def unauthorized():
    for bearer in ("wrong", token("oauth2-user", me)):
        with raises(Auth) as caught:
            client(bearer).users_blocked_users("me")
        eq((caught[0].error_slug, caught[0].response.meta.code), ("invalid-token", 401))
    with raises(Auth):
        client().block_user(bob.id)


@check
def nobody_may_look():
    eq(data(client().get_user(bob.id)).id, int(bob.id))


@check
def app_alone():
    app = client(token("app-net-app"))
    eq(data(app.get_user(bob.id)).id, int(bob.id))
    with raises(Denied):
        app.block_user(bob.id)
    # And what an app alone may do, a person may not.
    refused = api.request("GET", "/users/blocked/ids", raw_response=True, params={"ids": me.id})
    eq((refused.status_code, refused.json()["meta"]["code"]), (403, 403))


@check
def scope_missing():
    half = client(token("app-net-user", me, scopes=["basic", "stream"]))
    data(half.get_user("me"))
    with raises(Denied) as caught:
        half.block_user(bob.id)
    assert "follow" in str(caught[0])


@check
def not_found():
    writer = of(me)
    for call in (writer.block_user, writer.unblock_user, writer.mute_user, writer.follow_user):
        with raises(Missing):
            call(NOBODY)


@check
def rate_limited():
    fresh = of(person())
    for _ in range(10):
        fresh.block_user(bob.id)
        fresh.unblock_user(bob.id)
    with raises(Limited) as caught:
        fresh.block_user(bob.id)
    eq(caught[0].response.meta.code, 429)
    # Reading has a window of its own, which is far from full.
    eq(blocked(fresh), [])


run()
