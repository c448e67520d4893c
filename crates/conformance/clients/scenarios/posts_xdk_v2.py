"""xdk 0.10, X's own: posts, timelines, lists and messages, each answer checked against its models."""

import requests
from xdk import Client

from harness import NOBODY, URL, check, crowd, eq, person, raises, run, same, token


def client(who):
    return Client(base_url=URL, access_token=token("oauth2-user", who))


def field(thing, name):
    return thing[name] if isinstance(thing, dict) else getattr(thing, name)


def ids(page):
    return [field(each, "id") for each in page.data or []]


def everything(pages):
    return [id for page in pages for id in ids(page)]


def status(call):
    """The status of the error that the call ends with."""
    with raises(requests.HTTPError) as caught:
        call()
    return caught[0].response.status_code


def write_by(api, text, **more):
    return field(api.posts.create({"text": text, **more}).data, "id")


def block_by(api, who, target):
    headers = {"Authorization": f"Bearer {api.access_token}"}
    path = f"{URL}/2/users/{who.id}/blocking"
    api.session.post(path, headers=headers, json={"target_user_id": target.id}).raise_for_status()


me, bob, fan = crowd(3)
api, bobs, fans = map(client, (me, bob, fan))
many = [write_by(api, f"number {number}") for number in range(12)]
newest_first = many[::-1]
FIELDS = ["author_id", "conversation_id", "created_at", "entities", "lang", "public_metrics", "referenced_posts", "text"]


@check
def write():
    made = write_by(api, f"one @{bob.username} #tag é🐦")
    found = bobs.posts.get_by_id(made, post_fields=FIELDS, expansions=["author_id"])
    eq((field(found.data, "id"), field(found.data, "author_id")), (made, me.id))
    eq(field(found.data, "text"), f"one @{bob.username} #tag é🐦")
    eq([field(each, "username") for each in found.includes.users], [me.username])
    api.posts.delete(made)


@check
def delete():
    made = write_by(api, "soon gone")
    eq(field(api.posts.delete(made).data, "deleted"), True)
    found = api.posts.get_by_id(made)
    eq((found.data, len(found.errors)), (None, 1))


@check
def posts_by_id():
    found = bobs.posts.get_by_ids([many[0], NOBODY, many[1]], post_fields=FIELDS)
    same(ids(found), many[:2])
    eq(len(found.errors), 1)


@check
def answer():
    made = write_by(bobs, "yes", reply={"in_reply_to_tweet_id": many[0]})
    found = bobs.posts.get_by_id(made, post_fields=FIELDS).data
    eq(field(found, "conversation_id"), many[0])
    eq([field(each, "id") for each in field(found, "referenced_posts")], [many[0]])


@check
def quote():
    made = write_by(bobs, "look", quote_tweet_id=many[1])
    eq(everything(fans.posts.get_quoted(many[1])), [made])


@check
def not_your_post():
    eq(status(lambda: bobs.posts.delete(many[0])), 403)


@check
def timeline_pages():
    eq(everything(api.users.get_posts(me.id, max_results=5, post_fields=FIELDS)), newest_first)


@check
def timeline_between():
    found = api.users.get_posts(me.id, since_id=many[5], until_id=many[9])
    eq(everything(found), [many[8], many[7], many[6]])


@check
def home():
    who = person()
    reader = client(who)
    reader.users.follow_user(who.id, {"target_user_id": me.id})
    eq(ids(next(reader.users.get_timeline(who.id, max_results=5))), newest_first[:5])


@check
def mute_hides():
    who = person()
    reader = client(who)
    reader.users.follow_user(who.id, {"target_user_id": me.id})
    reader.users.mute_user(who.id, {"target_user_id": me.id})
    eq(everything(reader.users.get_timeline(who.id)), [])
    eq(ids(next(reader.users.get_posts(me.id, max_results=5))), newest_first[:5])


@check
def mentions():
    made = write_by(fans, f"hello @{bob.username}")
    eq(ids(next(bobs.users.get_mentions(bob.id, max_results=5)))[:1], [made])


@check
def like():
    eq(field(bobs.users.like_post(bob.id, {"tweet_id": many[3]}).data, "liked"), True)
    eq(everything(bobs.users.get_liked_posts(bob.id, post_fields=FIELDS)), [many[3]])
    eq(everything(api.posts.get_liking_users(many[3])), [bob.id])


@check
def unlike():
    eq(field(bobs.users.unlike_post(bob.id, many[3]).data, "liked"), False)
    eq(everything(bobs.users.get_liked_posts(bob.id)), [])


@check
def repost():
    eq(field(bobs.users.repost_post(bob.id, {"tweet_id": many[4]}).data, "retweeted"), True)
    eq(everything(api.posts.get_reposted_by(many[4])), [bob.id])


@check
def unrepost():
    eq(field(bobs.users.unrepost_post(bob.id, many[4]).data, "retweeted"), False)
    eq(everything(api.posts.get_reposted_by(many[4])), [])


@check
def follows_of_others():
    star, others = person(), crowd(3)
    for someone in others:
        client(someone).users.follow_user(someone.id, {"target_user_id": star.id})
    same(everything(api.users.get_followers(star.id, max_results=2)), [someone.id for someone in others])
    eq(everything(api.users.get_following(others[0].id, max_results=2)), [star.id])


@check
def search_people():
    eq(ids(next(api.users.search(fan.username))), [fan.id])


@check
def lists():
    made = field(api.lists.create({"name": "Good people", "description": "few", "private": True}).data, "id")
    eq(field(api.lists.update(made, {"description": "many"}).data, "updated"), True)
    told = ["created_at", "description", "follower_count", "member_count", "private"]
    found = api.lists.get_by_id(made, list_fields=told).data
    eq((field(found, "name"), field(found, "description"), field(found, "private")), ("Good people", "many", True))
    eq(everything(api.users.get_owned_lists(me.id)), [made])
    eq(field(api.lists.delete(made).data, "deleted"), True)
    eq(everything(api.users.get_owned_lists(me.id)), [])


@check
def list_members():
    made = field(api.lists.create({"name": "Members"}).data, "id")
    for someone in (bob, fan):
        eq(field(api.lists.add_member(made, {"user_id": someone.id}).data, "is_member"), True)
    same(everything(api.lists.get_members(made, max_results=1)), [bob.id, fan.id])
    eq(everything(fans.users.get_list_memberships(fan.id)), [made])
    eq(field(api.lists.remove_member_by_user_id(made, bob.id).data, "is_member"), False)
    eq(everything(api.lists.get_members(made)), [fan.id])


@check
def messages():
    sent = api.direct_messages.create_by_participant_id(bob.id, {"text": "between us"}).data
    conversation = field(sent, "dm_conversation_id")
    answered = bobs.direct_messages.create_by_conversation_id(conversation, {"text": "yes"}).data
    expected = [field(answered, "dm_event_id"), field(sent, "dm_event_id")]
    told = ["created_at", "dm_conversation_id", "event_type", "text"]
    eq(everything(api.direct_messages.get_events(max_results=1, dm_event_fields=told)), expected)
    eq(everything(bobs.direct_messages.get_events_by_participant_id(me.id)), expected)
    eq(everything(bobs.direct_messages.get_events_by_conversation_id(conversation)), expected)
    eq(field(bobs.direct_messages.get_events_by_id(expected[1]).data, "id"), expected[1])


@check
def message_gone():
    sent = field(api.direct_messages.create_by_participant_id(fan.id, {"text": "soon gone"}).data, "dm_event_id")
    eq(field(api.direct_messages.delete_events(sent).data, "deleted"), True)
    eq(sent in everything(api.direct_messages.get_events()), False)


@check
def message_when_dm_blocked():
    shut = person()
    api.users.block_dms(shut.id)
    eq(status(lambda: client(shut).direct_messages.create_by_participant_id(me.id, {"text": "x"})), 403)
    eq(status(lambda: api.direct_messages.create_by_participant_id(shut.id, {"text": "x"})), 403)
    # It is no block of everything.
    eq(field(client(shut).posts.get_by_id(many[0]).data, "id"), many[0])


@check
def see_when_blocked():
    shut = person()
    block_by(api, me, shut)
    theirs = client(shut)
    for found in (theirs.posts.get_by_id(many[0]), next(theirs.users.get_posts(me.id))):
        eq((found.data, len(found.errors)), (None, 1))


@check
def act_when_blocked():
    shut = person()
    block_by(api, me, shut)
    theirs = client(shut)
    own = field(theirs.lists.create({"name": "own"}).data, "id")
    eq(status(lambda: theirs.users.like_post(shut.id, {"tweet_id": many[0]})), 403)
    eq(status(lambda: theirs.users.repost_post(shut.id, {"tweet_id": many[0]})), 403)
    eq(status(lambda: write_by(theirs, "x", reply={"in_reply_to_tweet_id": many[0]})), 403)
    eq(status(lambda: theirs.direct_messages.create_by_participant_id(me.id, {"text": "x"})), 403)
    eq(status(lambda: theirs.lists.add_member(own, {"user_id": me.id})), 403)


run()
