"""tweepy 4.14, its v2 half: signed by OAuth 1.0a and by the bearer of a person; https only."""

import requests
import tweepy

from harness import NOBODY, Front, check, crowd, eq, ids, new_app, person, raises, run, same, signed, token, window


def client(bearer=None, keys=(None,) * 4, **options):
    made = tweepy.Client(bearer, *keys, **options)
    made.session.mount("https://", Front())
    return made


def everyone(pages):
    return [user.id for page in pages for user in page.data or []]


me, bob, odd = person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')
keys = signed(me)
api = client(keys=keys)
# Takes every call to be made by the person of the bearer.
bearer = client(token("oauth2-user", me))


@check
def me_is_known():
    eq(str(api.get_me().data.id), me.id)
    found = bearer.get_me(user_auth=False, user_fields=["created_at", "public_metrics"]).data
    eq((found.username, found.created_at.year), (me.username, found.created_at.utcnow().year))
    eq(found.public_metrics["followers_count"], 0)


@check
def block():
    eq(api.block(bob.id).data, {"blocking": True})


@check
def block_again():
    eq(bearer.block(bob.id, user_auth=False).data, {"blocking": True})


@check
def list_of_blocked():
    found = api.get_blocked()
    eq(([str(user.id) for user in found.data], found.meta["result_count"]), ([bob.id], 1))
    eq([user.id for user in bearer.get_blocked(user_auth=False).data], [int(bob.id)])


@check
def unblock():
    eq(api.unblock(bob.id).data, {"blocking": False})
    found = api.get_blocked()
    eq((found.data, found.meta), (None, {"result_count": 0}))


@check
def unblock_again():
    eq(api.unblock(bob.id).data, {"blocking": False})


@check
def pages():
    many = crowd(5)
    for someone in many:
        api.block(someone.id)
    found = list(tweepy.Paginator(api.get_blocked, max_results=2))
    eq([len(page.data) for page in found], [2, 2, 1])
    eq([str(each) for each in everyone(found)], ids(reversed(many)))
    eq("next_token" in found[-1].meta, False)


@check
def pages_back():
    first = api.get_blocked(max_results=3)
    second = api.get_blocked(max_results=3, pagination_token=first.meta["next_token"])
    back = tweepy.Paginator(api.get_blocked, max_results=3, pagination_token=second.meta["previous_token"])
    eq(everyone([next(iter(reversed(back)))]), everyone([first]))


@check
def lookup():
    eq(str(api.get_user(username=bob.username.upper(), user_auth=True).data.id), bob.id)
    found = api.get_users(ids=[bob.id, odd.id, NOBODY], user_auth=True)
    same([user.id for user in found.data], [bob.id, odd.id])
    eq([problem["resource_id"] for problem in found.errors], [NOBODY])
    same([user.id for user in api.get_users(usernames=[bob.username, odd.username], user_auth=True).data], [bob.id, odd.id])


@check
def lookup_missing():
    found = api.get_user(id=NOBODY, user_auth=True)
    eq((found.data, found.errors[0]["title"], found.errors[0]["parameter"]), (None, "Not Found Error", "id"))


@check
def connections():
    api.block(bob.id)
    found = api.get_users(ids=[bob.id, odd.id], user_fields=["connection_status"], user_auth=True)
    eq([user.data["connection_status"] for user in found.data], [["blocking"], []])


@check
def mute():
    eq(api.mute(odd.id).data, {"muting": True})
    eq([str(user.id) for user in tweepy.Paginator(api.get_muted).flatten()], [odd.id])


@check
def unmute():
    eq(api.unmute(odd.id).data, {"muting": False})
    eq(api.unmute(odd.id).data, {"muting": False})


@check
def follow():
    eq(api.follow_user(odd.id).data, {"following": True, "pending_follow": False})


@check
def unfollow():
    eq(api.unfollow_user(odd.id).data, {"following": False})


@check
def block_ends_follow():
    fan = person()
    fan_api = client(keys=signed(fan))
    fan_api.follow_user(me.id)
    api.block(fan.id)
    found = fan_api.get_user(id=me.id, user_fields=["connection_status"], user_auth=True)
    eq("following" in found.data.data["connection_status"], False)


@check
def follow_when_blocked():
    with raises(tweepy.Forbidden):
        client(keys=signed(bob)).follow_user(me.id)


@check
def words_of_tweets():
    found = api.get_user(
        username="amy", user_fields=["pinned_tweet_id"], expansions="pinned_tweet_id", tweet_fields=["author_id"], user_auth=True
    )
    pinned = found.includes["tweets"][0]
    eq((pinned.id, pinned.author_id), (found.data.pinned_tweet_id, found.data.id))


@check
def words_of_posts():
    # The name of the fields parameter alone decides in which words the reply speaks; expansions take both spellings.
    told = client(keys=keys, return_type=dict)
    options = {"username": "amy", "expansions": "pinned_post_id", "user_auth": True}
    eq(list(told.get_user(**options)["includes"]), ["tweets"])
    found = told.get_user(**options, **{"post.fields": "author_id"})
    eq([post["id"] for post in found["includes"]["posts"]], [found["data"]["pinned_post_id"]])


@check
def odd_names():
    eq(api.get_user(id=odd.id, user_auth=True).data.name, odd.name)


@check
def odd_parameters():
    # A cursor that is none, and a field that is none: refused for what they are, not for the signature over them.
    for text in ["a b", "100%", "a+b", "!*'()", "é🐦", "a&b=c"]:
        with raises(tweepy.BadRequest):
            client(keys=signed(person())).get_blocked(pagination_token=text)
        with raises(tweepy.BadRequest):
            api.get_user(id=bob.id, user_fields=[text], user_auth=True)


@check
def yourself():
    with raises(tweepy.BadRequest):
        api.block(me.id)


@check
def window_headers():
    fresh = client(keys=signed(person()), return_type=requests.Response)
    for remaining in (14, 13):
        window(fresh.get_blocked().headers, 15, remaining)


@check
def unauthorized():
    with raises(tweepy.Unauthorized):
        client(keys=keys._replace(secret="wrong")).get_blocked()
    with raises(tweepy.Unauthorized):
        client("wrong").get_me(user_auth=False)


@check
def app_alone():
    app = client(token("app-only"))
    eq(str(app.get_user(id=bob.id).data.id), bob.id)
    with raises(tweepy.Forbidden):
        app.get_me(user_auth=False)


@check
def app_may_only_read():
    reader = client(keys=signed(me, new_app("read")))
    eq(str(reader.get_me().data.id), me.id)
    with raises(tweepy.Forbidden):
        reader.block(odd.id)


@check
def scope_missing():
    half = client(token("oauth2-user", me, scopes=["tweet.read", "users.read", "block.read"]))
    half.get_blocked(user_auth=False)
    with raises(tweepy.Forbidden):
        half.block(odd.id, user_auth=False)


@check
def not_found():
    with raises(tweepy.NotFound):
        api.block(NOBODY)
    with raises(tweepy.NotFound):
        api.mute(NOBODY)


@check
def rate_limited():
    fresh = client(keys=signed(person()))
    for _ in range(15):
        fresh.get_blocked()
    with raises(tweepy.TooManyRequests) as caught:
        fresh.get_blocked()
    window(caught[0].response.headers, 15, 0)
    eq(fresh.get_muted().data, None)


run()
