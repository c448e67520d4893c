"""adnpy and pnutpy: posts, streams, stars, reposts and private messages; posts_app_net.py adnpy|pnutpy.

pnutpy asks for streams and stars under the names that App.net's successor gave them, so those are for adnpy alone. A token
may write 20 times a minute, so each check that writes has one of its own.
"""

import importlib
import sys

from harness import NOBODY, URL, check, crowd, eq, person, raises, run, same, token

NAME = sys.argv[1]
library, errors = importlib.import_module(NAME), importlib.import_module(f"{NAME}.errors")
Denied, Missing = (getattr(errors, NAME.removesuffix("py").capitalize() + name) for name in ("PermissionDenied", "Missing"))


def of(who):
    """A client of a person, with a token of its own."""
    return library.API.build_api(api_root=URL + "/stream/0", access_token=token("app-net-user", who))


def only_adnpy(function):
    """A check of what pnutpy has no call for that is answered here."""
    return check(function) if NAME == "adnpy" else function


def data(answer):
    """What a call has answered; it must have come with good tidings."""
    found, meta = answer
    eq(meta.code, 200)
    return found


def ids(found):
    return [str(each.id) for each in found]


def write_by(api, text, **more):
    return str(data(api.create_post(data={"text": text, **more})).id)


me, bob, fan = crowd(3)
api, bobs, fans = map(of, (me, bob, fan))
many = [write_by(api, f"number {number}") for number in range(12)]
newest_first = many[::-1]


@check
def write():
    writer = of(me)
    made = write_by(writer, f"one & <two> @{bob.username} #Tag é🐦")
    found = data(bobs.get_post(made))
    eq((str(found.user.id), found.text), (me.id, f"one & <two> @{bob.username} #Tag é🐦"))
    eq([each["id"] for each in found.entities.mentions], [bob.id])
    eq([each["name"] for each in found.entities.hashtags], ["tag"])
    writer.delete_post(made)


@check
def delete():
    writer = of(me)
    made = write_by(writer, "soon gone")
    eq(data(writer.delete_post(made)).is_deleted, True)
    with raises(Missing):
        writer.get_post(made)


@check
def posts_by_id():
    same(ids(data(bobs.get_posts(ids=f"{many[0]},{NOBODY},{many[1]}"))), many[:2])


@check
def answer():
    made = write_by(of(bob), f"@{me.username} yes", reply_to=many[0])
    found = data(bobs.get_post(made))
    eq((found.reply_to, found.thread_id), (many[0], many[0]))
    if NAME == "adnpy":
        eq(ids(data(api.posts_replies(many[0]))), [made, many[0]])


@check
def not_your_post():
    with raises(Denied):
        of(bob).delete_post(many[0])


@check
def timeline_pages():
    eq(ids(library.cursor(api.users_posts, "me", count=5)), newest_first)


@check
def timeline_between():
    eq(ids(data(api.users_posts("me", since_id=many[5], before_id=many[9]))), [many[8], many[7], many[6]])


@only_adnpy
def home():
    reader = of(person())
    reader.follow_user(me.id)
    eq(ids(data(reader.users_post_stream(count=5))), newest_first[:5])
    eq(ids(data(reader.users_post_stream_unified(count=5))), newest_first[:5])


@only_adnpy
def mute_hides():
    reader = of(person())
    reader.follow_user(me.id)
    reader.mute_user(me.id)
    eq(data(reader.users_post_stream()), [])
    eq(ids(data(reader.users_post_stream(include_muted=True, count=5))), newest_first[:5])
    eq(ids(data(reader.users_posts(me.id, count=1))), newest_first[:1])


@check
def mentions():
    made = write_by(of(fan), f"hello @{bob.username}")
    eq(ids(data(bobs.users_mentioned_posts("me", count=1))), [made])


@only_adnpy
def everybodys_stream():
    made = write_by(of(fan), "to all")
    eq(made in ids(data(bobs.posts_stream_global())), True)


@only_adnpy
def like():
    eq(data(of(bob).star_post(many[3])).you_starred, True)
    eq(ids(data(fans.users_starred_posts(bob.id))), [many[3]])
    eq(ids(data(api.users_starred_post(many[3]))), [bob.id])
    eq(data(api.get_post(many[3])).num_stars, 1)


@only_adnpy
def unlike():
    eq(data(of(bob).unstar_post(many[3])).you_starred, False)
    eq(data(fans.users_starred_posts(bob.id)), [])


@check
def repost():
    made = data(of(bob).repost_post(many[4]))
    eq(str(made.repost_of.id), many[4])
    eq(data(api.get_post(many[4])).num_reposts, 1)
    eq(ids(data(bobs.users_posts("me", count=1))), [str(made.id)])


@check
def unrepost():
    eq(data(of(bob).unrepost_post(many[4])).you_reposted, False)
    eq(data(api.get_post(many[4])).num_reposts, 0)


@only_adnpy
def reposters():
    of(fan).repost_post(many[5])
    eq(ids(data(api.users_reposted_post(many[5]))), [fan.id])


@check
def follows_of_others():
    star, others = person(), crowd(3)
    for someone in others:
        of(someone).follow_user(star.id)
    same(ids(library.cursor(api.users_followers, star.id, count=2)), [someone.id for someone in others])
    eq(ids(library.cursor(api.users_following, others[0].id, count=2)), [star.id])
    if NAME == "adnpy":
        same(data(api.users_followers_ids(star.id)), [someone.id for someone in others])


@check
def search_people():
    eq(ids(data(api.user_search(q=fan.username))), [fan.id])


@check
def messages():
    sent = data(of(me).create_message("pm", data={"text": "between us", "destinations": [bob.id]}))
    answered = data(of(bob).create_message(sent.channel_id, data={"text": "yes"}))
    expected = ids([answered, sent])
    eq(ids(library.cursor(api.get_channel_messages, sent.channel_id, count=1)), expected)
    eq(data(bobs.get_message(sent.channel_id, sent.id)).text, "between us")
    channel = data(bobs.get_channel(sent.channel_id))
    eq((channel.type, str(channel.owner.id), channel.recent_message_id), ("net.app.core.pm", me.id, expected[0]))


@check
def message_gone():
    writer = of(me)
    kept, gone = (
        data(writer.create_message("pm", data={"text": text, "destinations": ["@" + fan.username]})) for text in ("a", "b")
    )
    eq(data(writer.delete_message(gone.channel_id, gone.id)).is_deleted, True)
    eq(ids(data(api.get_channel_messages(kept.channel_id))), [str(kept.id)])


@check
def see_when_blocked():
    shut = person()
    of(me).block_user(shut.id)
    with raises(Missing):
        of(shut).get_post(many[0])
    # What is not refused is empty.
    eq(data(of(shut).users_posts(me.id)), [])
    eq(data(of(shut).get_posts(ids=many[0])), [])


@check
def act_when_blocked():
    shut = person()
    of(me).block_user(shut.id)
    theirs = of(shut)
    with raises(Missing):
        theirs.repost_post(many[0])
    with raises(Missing):
        write_by(theirs, "x", reply_to=many[0])
    with raises(Denied):
        theirs.create_message("pm", data={"text": "x", "destinations": [me.id]})
    if NAME == "adnpy":
        with raises(Missing):
            theirs.star_post(many[0])


run()
