"""tweepy 4.14, its v1.1 half. It speaks https only and puts the arguments of a POST into the query."""

import tweepy

from harness import NOBODY, Front, check, crowd, eq, ids, person, raises, run, same, signed, token, window


def client(auth):
    api = tweepy.API(auth)
    api.session.mount("https://", Front())
    return api


def api_of(who):
    return client(tweepy.OAuth1UserHandler(*signed(who)))


me, bob, odd = person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')
api = api_of(me)


@check
def me_is_known():
    found = api.verify_credentials(include_email=True)
    eq((found.id_str, found.screen_name), (me.id, me.username))
    eq(found.id, int(me.id))


@check
def block():
    found = api.create_block(user_id=bob.id)
    eq((found.id_str, found.screen_name, found.following), (bob.id, bob.username, False))


@check
def block_again():
    eq(api.create_block(screen_name=bob.username.upper()).id_str, bob.id)


@check
def list_of_blocked():
    found = api.get_blocks(skip_status=True, include_entities=False)
    eq([user.id_str for user in found], [bob.id])
    assert not hasattr(found[0], "status") and not hasattr(found[0], "entities")


@check
def ids_of_blocked():
    eq(list(tweepy.Cursor(api.get_blocked_ids).items()), [int(bob.id)])


@check
def ids_as_text():
    eq(list(tweepy.Cursor(api.get_blocked_ids, stringify_ids=True).items()), [bob.id])


@check
def unblock():
    eq(api.destroy_block(user_id=bob.id).id_str, bob.id)
    eq(api.get_blocked_ids(), [])


@check
def unblock_again():
    eq(api.destroy_block(screen_name=bob.username).id_str, bob.id)


@check
def pages():
    many = crowd(25)
    for someone in many:
        api.create_block(user_id=someone.id, skip_status=True)
    cut = tweepy.Cursor(api.get_blocks).pages()
    first, second = cut.next(), cut.next()
    eq([len(first), len(second)], [20, 5])
    # The newest block comes first.
    eq([user.id_str for user in [*first, *second]], ids(reversed(many)))
    with raises(StopIteration):
        cut.next()


@check
def pages_back():
    # Cursor's own prev() is broken in this version: it expects three values of a call that gives two.
    first, (before, after) = api.get_blocks(cursor=-1)
    eq(before, 0)
    second, (before, after) = api.get_blocks(cursor=after)
    eq((len(second), after), (5, 0))
    again, (before, after) = api.get_blocks(cursor=before)
    eq([user.id for user in again], [user.id for user in first])
    eq(before, 0)


@check
def lookup():
    eq(api.get_user(screen_name="@" + bob.username).id_str, bob.id)
    same([user.id_str for user in api.lookup_users(user_id=[bob.id, NOBODY], screen_name=[odd.username])], [bob.id, odd.id])


@check
def lookup_missing():
    with raises(tweepy.NotFound) as caught:
        api.get_user(user_id=NOBODY)
    eq(caught[0].api_codes, [50])
    with raises(tweepy.NotFound) as caught:
        api.lookup_users(user_id=[NOBODY])
    eq(caught[0].api_codes, [17])


@check
def relation():
    api.create_block(user_id=bob.id)
    source, target = api.get_friendship(source_id=me.id, target_screen_name=bob.username)
    eq((source.id_str, source.blocking, source.following), (me.id, True, False))
    eq((target.id_str, target.followed_by), (bob.id, False))
    seen, _ = api_of(bob).get_friendship(target_id=me.id)
    eq((seen.blocked_by, seen.can_dm), (True, False))


@check
def connections():
    found = api.lookup_friendships(screen_name=[bob.username, odd.username])
    by_name = {each.screen_name: each for each in found}
    eq((by_name[bob.username].is_blocked, by_name[odd.username].is_blocked), (True, False))


@check
def mute():
    eq(api.create_mute(user_id=odd.id).id_str, odd.id)
    eq([user.id_str for user in api.get_mutes()], [odd.id])
    eq(api.get_muted_ids(), [int(odd.id)])
    eq(api.get_friendship(target_id=odd.id)[0].muting, True)


@check
def unmute():
    eq(api.destroy_mute(screen_name=odd.username).id_str, odd.id)
    with raises(tweepy.Forbidden) as caught:
        api.destroy_mute(screen_name=odd.username)
    eq(caught[0].api_codes, [272])


@check
def follow():
    api.create_friendship(screen_name=odd.username)
    eq(api.get_friendship(target_id=odd.id)[0].following, True)


@check
def unfollow():
    api.destroy_friendship(user_id=odd.id)
    eq(api.get_friendship(target_id=odd.id)[0].following, False)


@check
def block_ends_follow():
    fan = person()
    fan_api = api_of(fan)
    fan_api.create_friendship(user_id=me.id)
    api.create_friendship(user_id=fan.id)
    api.create_block(user_id=fan.id)
    seen, other = fan_api.get_friendship(target_id=me.id)
    eq((seen.following, seen.followed_by, seen.blocked_by), (False, False, True))


@check
def follow_when_blocked():
    with raises(tweepy.Forbidden) as caught:
        api_of(bob).create_friendship(user_id=me.id)
    eq(caught[0].api_codes, [162])


@check
def report_spam():
    spammer = person()
    eq(api.report_spam(user_id=spammer.id).id_str, spammer.id)
    eq(api.get_friendship(target_id=spammer.id)[0].blocking, True)


@check
def report_spam_without_block():
    spammer = person()
    api.report_spam(user_id=spammer.id, perform_block=False)
    eq(api.get_friendship(target_id=spammer.id)[0].blocking, False)


@check
def odd_names():
    eq(api.get_user(user_id=odd.id).name, odd.name)


@check
def odd_parameters():
    # Found by nobody, but the signature over them holds.
    for text in ["a b", "100%", "a+b", "~-._", "!*'()", "é🐦", "a&b=c#d?e/f", ";,:@$"]:
        with raises(tweepy.NotFound):
            api.get_user(screen_name=text)
        with raises(tweepy.NotFound):
            api.create_block(screen_name=text)


@check
def yourself():
    with raises(tweepy.Forbidden) as caught:
        api.create_block(user_id=me.id)
    eq(caught[0].api_codes, [147])


@check
def window_headers():
    fresh = api_of(person())
    for remaining in (14, 13):
        fresh.get_blocked_ids()
        window(fresh.last_response.headers, 15, remaining)


@check
def window_status():
    fresh = api_of(person())
    fresh.get_blocked_ids()
    found = fresh.rate_limit_status(resources="blocks")["resources"]
    eq(list(found), ["blocks"])
    eq([found["blocks"]["/blocks/ids"][key] for key in ("limit", "remaining")], [15, 14])
    eq(found["blocks"]["/blocks/list"]["remaining"], 15)


@check
def unauthorized():
    keys = signed(me)
    with raises(tweepy.Unauthorized) as caught:
        client(tweepy.OAuth1UserHandler(*keys._replace(secret="wrong"))).get_blocked_ids()
    eq(caught[0].api_codes, [32])
    with raises(tweepy.Unauthorized) as caught:
        client(tweepy.OAuth1UserHandler(*keys._replace(token=f"{me.id}-unknown"))).get_blocked_ids()
    eq(caught[0].api_codes, [89])
    with raises(tweepy.Unauthorized) as caught:
        client(tweepy.OAuth2BearerHandler("wrong")).get_user(user_id=bob.id)
    eq(caught[0].api_codes, [89])


@check
def app_alone():
    app = client(tweepy.OAuth2BearerHandler(token("app-only")))
    eq(app.get_user(user_id=bob.id).screen_name, bob.username)
    with raises(tweepy.Forbidden) as caught:
        app.get_blocked_ids()
    eq(caught[0].api_codes, [220])


@check
def not_found():
    for call in (api.create_block, api.destroy_block, api.create_mute):
        with raises(tweepy.NotFound) as caught:
            call(user_id=NOBODY)
        eq(caught[0].api_codes, [50])


@check
def rate_limited():
    fresh = api_of(person())
    for _ in range(15):
        fresh.get_blocked_ids()
    with raises(tweepy.TooManyRequests) as caught:
        fresh.get_blocked_ids()
    eq(caught[0].api_codes, [88])
    window(caught[0].response.headers, 15, 0)
    # Another endpoint has a window of its own.
    eq(fresh.get_blocks(), [])


run()
