"""twython 3.9: posts, timelines, lists and messages."""

from twython import Twython, TwythonAuthError, TwythonError

from harness import NOBODY, Front, check, crowd, eq, person, raises, run, same, signed


def api_of(who):
    api = Twython(*signed(who))
    api.client.mount("https://", Front())
    return api


def status(kind, call):
    """The status of the error of that class that the call ends with."""
    with raises(kind) as caught:
        call()
    return caught[0].error_code


def ids(found):
    return [each["id_str"] for each in found]


def send(sender, receiver, text):
    data = {"target": {"recipient_id": receiver.id}, "message_data": {"text": text}}
    return sender.send_direct_message(event={"type": "message_create", "message_create": data})["event"]["id"]


me, bob, fan = crowd(3)
api, bobs, fans = map(api_of, (me, bob, fan))
many = [api.update_status(status=f"number {number}")["id_str"] for number in range(12)]
newest_first = many[::-1]


@check
def write():
    made = api.update_status(status=f"one @{bob.username} #tag é🐦 100% a+b")
    found = bobs.show_status(id=made["id_str"])
    eq((found["user"]["id_str"], found["text"]), (me.id, f"one @{bob.username} #tag é🐦 100% a+b"))
    eq([each["id_str"] for each in found["entities"]["user_mentions"]], [bob.id])
    api.destroy_status(id=made["id_str"])


@check
def delete():
    made = api.update_status(status="soon gone")["id_str"]
    eq(api.destroy_status(id=made)["id_str"], made)
    eq(status(TwythonError, lambda: api.show_status(id=made)), 404)


@check
def posts_by_id():
    same(ids(bobs.lookup_status(id=f"{many[0]},{NOBODY},{many[1]}")), many[:2])


@check
def answer():
    made = bobs.update_status(status=f"@{me.username} yes", in_reply_to_status_id=many[0])
    eq((made["in_reply_to_status_id_str"], made["in_reply_to_screen_name"]), (many[0], me.username))


@check
def not_your_post():
    eq(status(TwythonError, lambda: bobs.destroy_status(id=many[0])), 403)


@check
def timeline_pages():
    eq(ids(api.cursor(api.get_user_timeline, user_id=me.id, count=5)), newest_first)


@check
def timeline_between():
    eq(ids(api.get_user_timeline(since_id=many[5], max_id=many[8])), [many[8], many[7], many[6]])


@check
def home():
    reader = api_of(person())
    reader.create_friendship(user_id=me.id)
    eq(ids(reader.get_home_timeline(count=5)), newest_first[:5])


@check
def mute_hides():
    reader = api_of(person())
    reader.create_friendship(user_id=me.id)
    reader.create_mute(user_id=me.id)
    eq(reader.get_home_timeline(), [])
    eq(ids(reader.get_user_timeline(user_id=me.id, count=1)), newest_first[:1])


@check
def mentions():
    made = fans.update_status(status=f"hello @{bob.username}")
    eq(ids(bobs.get_mentions_timeline(since_id=made["id"] - 1)), [made["id_str"]])


@check
def like():
    eq(bobs.create_favorite(id=many[3])["favorited"], True)
    eq(ids(fans.get_favorites(user_id=bob.id)), [many[3]])
    eq(status(TwythonError, lambda: bobs.create_favorite(id=many[3])), 403)


@check
def unlike():
    eq(bobs.destroy_favorite(id=many[3])["favorited"], False)
    eq(bobs.get_favorites(), [])


@check
def repost():
    eq(bobs.retweet(id=many[4])["retweeted_status"]["id_str"], many[4])
    eq([each["user"]["id_str"] for each in api.get_retweets(id=many[4])], [bob.id])
    eq(api.get_retweeters_ids(id=many[4], stringify_ids=True)["ids"], [bob.id])


@check
def follows_of_others():
    star, others = person(), crowd(3)
    for someone in others:
        api_of(someone).create_friendship(user_id=star.id)
    same(api.cursor(api.get_followers_ids, user_id=star.id, count=2), [someone.id for someone in others])
    same(ids(api.cursor(api.get_followers_list, user_id=star.id, count=2)), [someone.id for someone in others])
    eq(ids(api.cursor(api.get_friends_list, user_id=others[0].id)), [star.id])
    eq(list(api.cursor(api.get_friends_ids, user_id=others[0].id)), [int(star.id)])


@check
def follow_requests():
    shy, asker = person(protected=True), person()
    api_of(asker).create_friendship(user_id=shy.id)
    eq(api_of(shy).get_incoming_friendship_ids(stringify_ids=True)["ids"], [asker.id])
    eq(api_of(asker).get_outgoing_friendship_ids(stringify_ids=True)["ids"], [shy.id])


@check
def hidden_reposts():
    fans.create_friendship(user_id=bob.id)
    fans.update_friendship(user_id=bob.id, retweets="false")
    eq(fans.get_user_ids_of_blocked_retweets(stringify_ids=True), [bob.id])


@check
def search_people():
    eq(ids(api.search_users(q=fan.username)), [fan.id])


@check
def lists():
    made = api.create_list(name="Good people", mode="private", description="few")
    eq((made["name"], made["mode"], made["description"]), ("Good people", "private", "few"))
    eq(api.update_list(list_id=made["id_str"], description="many")["description"], "many")
    eq(api.get_specific_list(owner_id=me.id, slug=made["slug"])["id_str"], made["id_str"])
    eq(ids(api.cursor(api.show_owned_lists)), [made["id_str"]])
    api.delete_list(list_id=made["id_str"])
    eq(api.show_lists(), [])


@check
def list_members():
    made = api.create_list(name="Members")["id_str"]
    for someone in (bob, fan):
        api.add_list_member(list_id=made, user_id=someone.id)
    same(ids(api.cursor(api.get_list_members, list_id=made, count=1)), [bob.id, fan.id])
    eq(ids(api.cursor(fans.get_list_memberships)), [made])
    eq(api.is_list_member(list_id=made, user_id=bob.id)["id_str"], bob.id)
    api.delete_list_member(list_id=made, user_id=bob.id)
    eq(status(TwythonError, lambda: api.is_list_member(list_id=made, user_id=bob.id)), 404)


@check
def messages():
    sent, answered = send(api, bob, "between us"), send(bobs, me, "yes")
    first = api.get_direct_messages(count=1)
    second = api.get_direct_messages(count=1, cursor=first["next_cursor"])
    eq([each["id"] for each in first["events"] + second["events"]], [answered, sent])
    eq("next_cursor" in second, False)
    eq(bobs.get_direct_message(id=sent)["event"]["message_create"]["sender_id"], me.id)


@check
def message_gone():
    sent = send(api, fan, "soon gone")
    api.destroy_direct_message(id=sent)
    eq(sent in [each["id"] for each in api.get_direct_messages()["events"]], False)


@check
def see_when_blocked():
    shut = person()
    api.create_block(user_id=shut.id)
    eq(status(TwythonAuthError, lambda: api_of(shut).show_status(id=many[0])), 401)
    eq(status(TwythonAuthError, lambda: api_of(shut).get_user_timeline(user_id=me.id)), 401)


@check
def act_when_blocked():
    shut = person()
    api.create_block(user_id=shut.id)
    theirs = api_of(shut)
    own = theirs.create_list(name="own")["id_str"]
    eq(status(TwythonAuthError, lambda: theirs.create_favorite(id=many[0])), 401)
    eq(status(TwythonAuthError, lambda: theirs.retweet(id=many[0])), 401)
    eq(status(TwythonAuthError, lambda: theirs.update_status(status="x", in_reply_to_status_id=many[0])), 401)
    eq(status(TwythonError, lambda: send(theirs, me, "x")), 403)
    eq(status(TwythonError, lambda: theirs.add_list_member(list_id=own, user_id=me.id)), 403)


run()
