"""twython 3.9: https only unless its `api_url` is changed; arguments of a POST in a form; raises by status."""

from twython import Twython, TwythonAuthError, TwythonError, TwythonRateLimitError

from harness import NOBODY, URL, Front, check, crowd, eq, ids, person, raises, run, same, signed, token, window


def api_of(keys):
    api = Twython(*keys)
    api.client.mount("https://", Front())
    return api


def status(kind, call):
    """The status of the error of that class that the call ends with."""
    with raises(kind) as caught:
        call()
    return caught[0].error_code


me, bob, odd = person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')
keys = signed(me)
api = api_of(keys)


@check
def me_is_known():
    found = api.verify_credentials(include_email=True)
    eq((found["id_str"], found["id"], found["screen_name"]), (me.id, int(me.id), me.username))


@check
def plain_http():
    near = Twython(*keys)
    near.api_url = URL + "/%s"
    eq(near.verify_credentials()["id_str"], me.id)


@check
def block():
    eq(api.create_block(user_id=bob.id)["id_str"], bob.id)


@check
def block_again():
    found = api.create_block(screen_name=bob.username, skip_status=True, include_entities=False)
    eq((found["id_str"], "status" in found, "entities" in found), (bob.id, False, False))


@check
def list_of_blocked():
    eq([user["id_str"] for user in api.cursor(api.list_blocks)], [bob.id])


@check
def ids_of_blocked():
    eq(list(api.cursor(api.list_block_ids)), [int(bob.id)])


@check
def ids_as_text():
    eq(api.list_block_ids(stringify_ids=True)["ids"], [bob.id])


@check
def unblock():
    eq(api.destroy_block(user_id=bob.id)["id_str"], bob.id)
    eq(api.list_block_ids()["ids"], [])


@check
def unblock_again():
    eq(api.destroy_block(screen_name=bob.username)["id_str"], bob.id)


@check
def pages():
    many = crowd(25)
    for someone in many:
        api.create_block(user_id=someone.id)
    eq([user["id_str"] for user in api.cursor(api.list_blocks)], ids(reversed(many)))
    eq([len(page) for page in api.cursor(api.list_blocks, return_pages=True)], [20, 5])


@check
def pages_back():
    first = api.list_blocks()
    second = api.list_blocks(cursor=first["next_cursor_str"])
    again = api.list_blocks(cursor=second["previous_cursor_str"])
    eq([user["id"] for user in again["users"]], [user["id"] for user in first["users"]])
    eq((first["previous_cursor_str"], second["next_cursor"], again["previous_cursor"]), ("0", 0, 0))


@check
def lookup():
    eq(api.show_user(screen_name="@" + bob.username)["id_str"], bob.id)
    found = api.lookup_user(user_id=f"{bob.id},{NOBODY}", screen_name=odd.username)
    same([user["id_str"] for user in found], [bob.id, odd.id])


@check
def lookup_missing():
    eq(status(TwythonError, lambda: api.show_user(user_id=NOBODY)), 404)
    eq(status(TwythonError, lambda: api.lookup_user(user_id=NOBODY)), 404)


@check
def relation():
    api.create_block(user_id=bob.id)
    found = api.show_friendship(target_id=bob.id)["relationship"]["source"]
    eq((found["blocking"], found["blocked_by"], found["following"]), (True, False, False))


@check
def connections():
    found = api.lookup_friendships(screen_name=f"{bob.username},{odd.username}")
    eq([each["connections"] for each in found], [["blocking"], ["none"]])


@check
def mute():
    eq(api.create_mute(user_id=odd.id)["muting"], True)
    eq([user["id_str"] for user in api.cursor(api.list_mutes)], [odd.id])
    eq(list(api.cursor(api.list_mute_ids)), [int(odd.id)])


@check
def unmute():
    eq(api.destroy_mute(user_id=odd.id)["muting"], False)
    eq(status(TwythonError, lambda: api.destroy_mute(user_id=odd.id)), 403)


@check
def follow():
    eq(api.create_friendship(user_id=odd.id, follow="true")["following"], True)


@check
def unfollow():
    eq(api.destroy_friendship(user_id=odd.id)["following"], False)


@check
def follow_when_blocked():
    eq(status(TwythonError, lambda: api_of(signed(bob)).create_friendship(user_id=me.id)), 403)


@check
def report_spam():
    spammer = person()
    eq(api.post("users/report_spam", params={"screen_name": spammer.username})["id_str"], spammer.id)
    eq(api.show_friendship(target_id=spammer.id)["relationship"]["source"]["blocking"], True)


@check
def odd_names():
    eq(api.show_user(user_id=odd.id)["name"], odd.name)


@check
def odd_parameters():
    for text in ["a b", "100%", "a+b", "~-._", "!*'()", "é🐦", "a&b=c#d?e/f", ";,:@$"]:
        eq(status(TwythonError, lambda: api.show_user(screen_name=text)), 404)
        eq(status(TwythonError, lambda: api.create_block(screen_name=text)), 404)


@check
def yourself():
    eq(status(TwythonError, lambda: api.create_block(user_id=me.id)), 403)


@check
def window_headers():
    fresh = api_of(signed(person()))
    for remaining in (14, 13):
        fresh.list_blocks()
        eq(fresh.get_lastfunction_header("X-Rate-Limit-Remaining"), str(remaining))


@check
def window_status():
    fresh = api_of(signed(person()))
    fresh.list_blocks()
    found = fresh.get_application_rate_limit_status(resources="blocks,users")["resources"]
    eq((sorted(found), found["blocks"]["/blocks/list"]["remaining"]), (["blocks", "users"], 14))


@check
def unauthorized():
    eq(status(TwythonAuthError, lambda: api_of(keys._replace(secret="wrong")).list_block_ids()), 401)
    eq(status(TwythonAuthError, lambda: api_of([None] * 4).list_block_ids()), 400)


@check
def app_alone():
    app = Twython(keys.consumer_key, access_token=token("app-only"))
    app.client.mount("https://", Front())
    eq(app.show_user(user_id=bob.id)["id_str"], bob.id)
    eq(status(TwythonError, lambda: app.list_block_ids()), 403)


@check
def not_found():
    for call in (api.create_block, api.destroy_block, api.create_mute):
        eq(status(TwythonError, lambda: call(user_id=NOBODY)), 404)


@check
def rate_limited():
    fresh = api_of(signed(person()))
    for _ in range(15):
        fresh.list_block_ids()
    eq(status(TwythonRateLimitError, fresh.list_block_ids), 429)
    window(fresh._last_call["headers"], 15, 0)


run()
