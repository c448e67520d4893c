"""python-twitter-v2 0.9 (pytwitter): its address is a class attribute; wraps every refusal in its one exception."""

import pytwitter

from harness import NOBODY, URL, check, crowd, eq, ids, person, raises, run, same, signed, token

pytwitter.Api.BASE_URL_V2 = URL + "/2"


def of_signed(keys):
    names = ("consumer_key", "consumer_secret", "access_token", "access_secret")
    return pytwitter.Api(**dict(zip(names, keys)))


def status(call):
    """The status of the error that the call ends with, as the body tells it."""
    with raises(pytwitter.PyTwitterError) as caught:
        call()
    return caught[0].message["status"]


me, bob, odd = person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')
keys = signed(me)
api = of_signed(keys)
bearer = pytwitter.Api(bearer_token=token("oauth2-user", me))


@check
def me_is_known():
    # The library reads the id of the person off the access token.
    eq(api.auth_user_id, me.id)
    eq(api.get_me().data.username, me.username)
    eq(bearer.get_me(user_fields="created_at,public_metrics").data.id, me.id)


@check
def block():
    eq(api.block_user(me.id, bob.id), {"data": {"blocking": True}})


@check
def block_again():
    eq(bearer.block_user(me.id, bob.id), {"data": {"blocking": True}})


@check
def list_of_blocked():
    found = api.get_blocking_users(me.id, user_fields=["created_at", "public_metrics", "verified"])
    eq(([user.id for user in found.data], found.meta.result_count), ([bob.id], 1))
    eq(found.data[0].public_metrics.tweet_count, 0)


@check
def unblock():
    eq(bearer.unblock_user(me.id, bob.id), {"data": {"blocking": False}})
    eq(api.get_blocking_users(me.id).data, [])


@check
def unblock_again():
    eq(api.unblock_user(me.id, bob.id), {"data": {"blocking": False}})


@check
def pages():
    many, found, after = crowd(5), [], None
    for someone in many:
        api.block_user(me.id, someone.id)
    while True:
        page = api.get_blocking_users(me.id, max_results=2, pagination_token=after)
        found += ids(page.data)
        after = page.meta.next_token
        if not after:
            break
    eq(found, ids(reversed(many)))


@check
def pages_back():
    first = api.get_blocking_users(me.id, max_results=3)
    second = api.get_blocking_users(me.id, max_results=3, pagination_token=first.meta.next_token)
    again = api.get_blocking_users(me.id, max_results=3, pagination_token=second.meta.previous_token)
    eq((len(second.data), ids(again.data)), (2, ids(first.data)))


@check
def lookup():
    eq(api.get_user(username=bob.username).data.id, bob.id)
    found = api.get_users(ids=[bob.id, odd.id, NOBODY])
    same(ids(found.data), [bob.id, odd.id])
    eq([error.resource_type for error in found.errors], ["user"])
    same(ids(api.get_users(usernames=[bob.username, odd.username]).data), [bob.id, odd.id])


@check
def lookup_missing():
    with raises(pytwitter.PyTwitterError) as caught:
        api.get_user(user_id=NOBODY)
    eq([error["title"] for error in caught[0].message], ["Not Found Error"])


@check
def connections():
    api.block_user(me.id, bob.id)
    found = api.get_users(ids=[bob.id, odd.id], user_fields="connection_status", return_json=True)
    eq([user["connection_status"] for user in found["data"]], [["blocking"], []])


@check
def mute():
    eq(api.mute_user(me.id, odd.id), {"data": {"muting": True}})
    eq(ids(api.get_user_muting(me.id).data), [odd.id])


@check
def unmute():
    eq(api.unmute_user(me.id, odd.id), {"data": {"muting": False}})


@check
def follow():
    eq(api.follow_user(me.id, odd.id)["data"]["following"], True)


@check
def unfollow():
    eq(api.unfollow_user(me.id, odd.id)["data"]["following"], False)


@check
def follow_when_blocked():
    eq(status(lambda: of_signed(signed(bob)).follow_user(bob.id, me.id)), 403)


@check
def dm_block():
    eq(list(api.block_user_dm(odd.id)), ["data"])
    eq(list(bearer.block_user_dm(odd.id)), ["data"])


@check
def dm_unblock():
    eq(list(api.unblock_user_dm(odd.id)), ["data"])


@check
def words_of_tweets():
    found = api.get_user(username="amy", user_fields="pinned_tweet_id", expansions="pinned_tweet_id", tweet_fields="author_id")
    eq((found.includes.tweets[0].id, found.includes.tweets[0].author_id), (found.data.pinned_tweet_id, found.data.id))


@check
def odd_names():
    eq(api.get_user(user_id=odd.id).data.name, odd.name)


@check
def odd_parameters():
    for text in ["a b", "100%", "a+b", "!*'()", "é🐦", "a&b=c"]:
        with raises(pytwitter.PyTwitterError) as caught:
            api.get_user(user_id=bob.id, user_fields=[text])
        eq(caught[0].message["title"], "Invalid Request")


@check
def yourself():
    with raises(pytwitter.PyTwitterError):
        api.block_user(me.id, me.id)
    eq(me.id in ids(api.get_blocking_users(me.id).data), False)


@check
def of_others():
    with raises(pytwitter.PyTwitterError):
        api.block_user(bob.id, odd.id)
    eq(of_signed(signed(bob)).get_blocking_users(bob.id).data, [])


@check
def window_headers():
    # What the library keeps of the headers it has seen.
    fresh = of_signed(signed(person()))
    for remaining in (14, 13):
        fresh.get_blocking_users(fresh.auth_user_id)
        found = fresh.rate_limit.get_limit(f"{URL}/2/users/{fresh.auth_user_id}/blocking", "GET")
        eq((found.limit, found.remaining), (15, remaining))


@check
def unauthorized():
    eq(status(lambda: of_signed(keys._replace(secret="wrong")).get_me()), 401)
    eq(status(lambda: pytwitter.Api(bearer_token="wrong").get_me()), 401)


@check
def app_alone():
    app = pytwitter.Api(bearer_token=token("app-only"))
    eq(app.get_user(user_id=bob.id).data.id, bob.id)
    eq(status(lambda: app.get_blocking_users(me.id)), 403)


@check
def not_found():
    with raises(pytwitter.PyTwitterError):
        api.block_user(me.id, NOBODY)
    with raises(pytwitter.PyTwitterError):
        api.mute_user(me.id, NOBODY)


@check
def rate_limited():
    fresh = of_signed(signed(person()))
    for _ in range(15):
        fresh.get_blocking_users(fresh.auth_user_id)
    eq(status(lambda: fresh.get_blocking_users(fresh.auth_user_id)), 429)


run()
