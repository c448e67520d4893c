"""python-twitter 3.5: speaks plain http to the address it is given, puts arguments of a POST into a form, and looks at
the body of a reply only, never at its status."""

import twitter

from harness import NOBODY, URL, check, crowd, eq, ids, person, raises, run, same, signed


def api_of(keys, **options):
    return twitter.Api(*keys, base_url=URL + "/1.1", **options)


def code(call):
    """The code of the error that the call ends with."""
    with raises(twitter.TwitterError) as caught:
        call()
    return caught[0].message[0]["code"]


me, bob, odd = person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')
keys = signed(me)
api = api_of(keys)


@check
def me_is_known():
    found = api.VerifyCredentials(include_email=True)
    eq((found.id, found.screen_name), (int(me.id), me.username))


@check
def block():
    eq(api.CreateBlock(user_id=bob.id).screen_name, bob.username)


@check
def block_again():
    eq(api.CreateBlock(screen_name=bob.username.upper(), skip_status=True).id, int(bob.id))


@check
def list_of_blocked():
    eq([user.id for user in api.GetBlocks(skip_status=True)], [int(bob.id)])


@check
def ids_of_blocked():
    eq(api.GetBlocksIDs(), [int(bob.id)])


@check
def ids_as_text():
    eq(api.GetBlocksIDs(stringify_ids=True), [bob.id])


@check
def unblock():
    eq(api.DestroyBlock(user_id=bob.id).id, int(bob.id))
    eq(api.GetBlocksIDs(), [])


@check
def unblock_again():
    eq(api.DestroyBlock(screen_name=bob.username).id, int(bob.id))


@check
def pages():
    many = crowd(41)
    for someone in many:
        api.CreateBlock(user_id=someone.id)
    eq([str(user.id) for user in api.GetBlocks()], ids(reversed(many)))


@check
def pages_back():
    after, before, first = api.GetBlocksPaged()
    eq((before, len(first)), (0, 20))
    after, before, second = api.GetBlocksPaged(cursor=after)
    eq(len(second), 20)
    _, before, again = api.GetBlocksPaged(cursor=before)
    eq(([user.id for user in again], before), ([user.id for user in first], 0))
    after, _, last = api.GetBlocksPaged(cursor=after)
    eq((after, len(last)), (0, 1))


@check
def lookup():
    eq(api.GetUser(screen_name=bob.username.upper()).id, int(bob.id))
    same([user.id for user in api.UsersLookup(user_id=[bob.id, NOBODY], screen_name=[odd.username])], [bob.id, odd.id])


@check
def lookup_missing():
    eq(code(lambda: api.GetUser(user_id=NOBODY)), 50)
    eq(code(lambda: api.UsersLookup(user_id=[NOBODY])), 17)


@check
def relation():
    api.CreateBlock(user_id=bob.id)
    found = api.ShowFriendship(source_user_id=me.id, target_screen_name=bob.username)["relationship"]
    eq((found["source"]["blocking"], found["target"]["id_str"]), (True, bob.id))
    eq(found["source"]["can_dm"], False)


@check
def connections():
    found = {status.id: status.connections for status in api.LookupFriendship(user_id=[bob.id, odd.id])}
    eq((found[int(bob.id)]["blocking"], found[int(odd.id)]["blocking"]), (True, False))


@check
def mute():
    eq(api.CreateMute(user_id=odd.id).id, int(odd.id))
    eq([user.id for user in api.GetMutes()], [int(odd.id)])
    eq(api.GetMutesIDs(), [int(odd.id)])
    eq(api.LookupFriendship(user_id=[odd.id])[0].muting, True)


@check
def unmute():
    eq(api.DestroyMute(screen_name=odd.username).id, int(odd.id))
    eq(code(lambda: api.DestroyMute(screen_name=odd.username)), 272)


@check
def follow():
    eq(api.CreateFriendship(user_id=odd.id).id, int(odd.id))
    eq(api.LookupFriendship(user_id=[odd.id])[0].following, True)


@check
def unfollow():
    api.DestroyFriendship(screen_name=odd.username)
    eq(api.LookupFriendship(user_id=[odd.id])[0].following, False)


@check
def follow_when_blocked():
    eq(code(lambda: api_of(signed(bob)).CreateFriendship(user_id=me.id)), 162)


@check
def odd_names():
    eq(api.GetUser(user_id=odd.id).name, odd.name)


@check
def odd_parameters():
    # In the query of a GET and in the form of a POST: found by nobody, but the signature over them holds.
    for text in ["a b", "100%", "a+b", "~-._", "!*'()", "é🐦", "a&b=c#d?e/f", ";,:@$"]:
        eq(code(lambda: api.GetUser(screen_name=text)), 50)
        eq(code(lambda: api.CreateBlock(screen_name=text)), 50)


@check
def yourself():
    eq(code(lambda: api.CreateBlock(user_id=me.id)), 147)


@check
def window_status():
    fresh = api_of(signed(person()))
    fresh.GetBlocksIDs()
    found = fresh.CheckRateLimit(URL + "/1.1/blocks/ids.json")
    eq((found.limit, found.remaining), (15, 14))


@check
def window_waits():
    # With this switch the library asks for its limits first and keeps to them from then on.
    fresh = api_of(signed(person()), sleep_on_rate_limit=True)
    eq(fresh.GetBlocksIDs(), [])
    eq(fresh.rate_limit.resources["blocks"]["/blocks/ids"]["remaining"], 14)


@check
def unauthorized():
    eq(code(lambda: api_of(keys._replace(secret="wrong")).GetBlocksIDs()), 32)
    eq(code(lambda: api_of(keys._replace(token=f"{me.id}-unknown")).GetBlocksIDs()), 89)
    eq(code(lambda: api_of(keys._replace(consumer_key="unknown")).GetBlocksIDs()), 32)


@check
def not_found():
    for call in (api.CreateBlock, api.DestroyBlock, api.CreateMute):
        eq(code(lambda: call(user_id=NOBODY)), 50)


@check
def rate_limited():
    fresh = api_of(signed(person()))
    for _ in range(15):
        fresh.GetBlocksIDsPaged()
    eq(code(fresh.GetBlocksIDsPaged), 88)


run()
