"""python-twitter-v2 0.9 (pytwitter): posts, timelines, lists and messages. A body of errors alone is an exception here."""

import pytwitter

from harness import NOBODY, URL, check, crowd, eq, person, raises, run, same, token

pytwitter.Api.BASE_URL_V2 = URL + "/2"


def client(who):
    return pytwitter.Api(bearer_token=token("oauth2-user", who))


def refused(call):
    """Status, or title of the first error in a good reply, of the error that the call ends with."""
    with raises(pytwitter.PyTwitterError) as caught:
        call()
    told = caught[0].message
    return told[0]["title"] if isinstance(told, list) else told["status"]


def ids(found):
    return [each.id for each in found.data]


def everything(method, *args, **options):
    found, after = [], None
    while True:
        page = method(*args, pagination_token=after, **options)
        found += ids(page)
        after = page.meta.next_token
        if not after:
            return found


me, bob, fan = crowd(3)
api, bobs, fans = map(client, (me, bob, fan))
many = [api.create_tweet(text=f"number {number}").id for number in range(12)]
newest_first = many[::-1]


@check
def write():
    made = api.create_tweet(text=f"one @{bob.username} #tag é🐦").id
    found = bobs.get_tweet(made, tweet_fields="author_id,entities", expansions="author_id")
    eq((found.data.id, found.data.author_id, found.data.text), (made, me.id, f"one @{bob.username} #tag é🐦"))
    eq([each.username for each in found.data.entities.mentions], [bob.username])
    eq([each.username for each in found.includes.users], [me.username])
    api.delete_tweet(made)


@check
def delete():
    made = api.create_tweet(text="soon gone").id
    eq(api.delete_tweet(made), {"data": {"deleted": True}})
    eq(refused(lambda: api.get_tweet(made)), "Not Found Error")


@check
def posts_by_id():
    found = bobs.get_tweets([many[0], NOBODY, many[1]])
    same(ids(found), many[:2])
    eq([error.value for error in found.errors], [NOBODY])


@check
def answer():
    made = bobs.create_tweet(text="yes", reply_in_reply_to_tweet_id=many[0]).id
    found = bobs.get_tweet(made, tweet_fields="referenced_tweets,conversation_id,in_reply_to_user_id").data
    eq([(each.type, each.id) for each in found.referenced_tweets], [("replied_to", many[0])])
    eq((found.conversation_id, found.in_reply_to_user_id), (many[0], me.id))


@check
def quote():
    made = bobs.create_tweet(text="look", quote_tweet_id=many[1]).id
    eq(ids(fans.get_tweet_quote_tweets(many[1])), [made])


@check
def not_your_post():
    eq(refused(lambda: bobs.delete_tweet(many[0])), 403)


@check
def timeline_pages():
    eq(everything(api.get_timelines, me.id, max_results=5), newest_first)


@check
def timeline_between():
    eq(ids(api.get_timelines(me.id, since_id=many[5], until_id=many[9])), [many[8], many[7], many[6]])


@check
def home():
    who = person()
    reader = client(who)
    reader.follow_user(who.id, me.id)
    eq(ids(reader.get_timelines_reverse_chronological(who.id, max_results=5)), newest_first[:5])


@check
def mute_hides():
    who = person()
    reader = client(who)
    reader.follow_user(who.id, me.id)
    reader.mute_user(who.id, me.id)
    eq(ids(reader.get_timelines_reverse_chronological(who.id)), [])
    eq(ids(reader.get_timelines(me.id, max_results=5)), newest_first[:5])


@check
def mentions():
    made = fans.create_tweet(text=f"hello @{bob.username}").id
    eq(ids(bobs.get_mentions(bob.id, max_results=5))[:1], [made])


@check
def like():
    eq(bobs.like_tweet(bob.id, many[3]), {"data": {"liked": True}})
    eq(ids(bobs.get_user_liked_tweets(bob.id)), [many[3]])
    eq(ids(api.get_tweet_liking_users(many[3])), [bob.id])
    eq(api.get_tweet(many[3], tweet_fields="public_metrics").data.public_metrics.like_count, 1)


@check
def unlike():
    eq(bobs.unlike_tweet(bob.id, many[3]), {"data": {"liked": False}})
    eq(ids(bobs.get_user_liked_tweets(bob.id)), [])


@check
def repost():
    eq(bobs.retweet_tweet(bob.id, many[4])["data"]["retweeted"], True)
    eq(ids(api.get_tweet_retweeted_users(many[4])), [bob.id])


@check
def unrepost():
    eq(bobs.remove_retweet_tweet(bob.id, many[4]), {"data": {"retweeted": False}})
    eq(ids(api.get_tweet_retweeted_users(many[4])), [])


@check
def follows_of_others():
    star, others = person(), crowd(3)
    for someone in others:
        client(someone).follow_user(someone.id, star.id)
    same(everything(api.get_followers, star.id, max_results=2), [someone.id for someone in others])
    eq(everything(api.get_following, others[0].id, max_results=2), [star.id])


@check
def search_people():
    eq(ids(api.search_users(fan.username)), [fan.id])


@check
def lists():
    made = api.create_list("Good people", description="few", private=True).id
    eq(api.update_list(made, description="many"), {"data": {"updated": True}})
    found = api.get_list(made, list_fields="description,private,member_count").data
    eq((found.name, found.description, found.private, found.member_count), ("Good people", "many", True, 0))
    eq(ids(api.get_user_owned_lists(me.id)), [made])
    eq(api.delete_list(made), {"data": {"deleted": True}})
    eq(ids(api.get_user_owned_lists(me.id)), [])


@check
def list_members():
    made = api.create_list("Members").id
    for someone in (bob, fan):
        eq(api.add_list_member(list_id=made, user_id=someone.id), {"data": {"is_member": True}})
    same(everything(api.get_list_members, made, max_results=1), [bob.id, fan.id])
    eq(ids(fans.get_user_memberships_lists(fan.id)), [made])
    eq(api.remove_list_member(list_id=made, user_id=bob.id), {"data": {"is_member": False}})
    eq(ids(api.get_list_members(made)), [fan.id])


@check
def messages():
    sent = api.create_message_to_participant(bob.id, text="between us")
    answered = bobs.create_message_to_conversation(sent.dm_conversation_id, text="yes")
    expected = [answered.dm_event_id, sent.dm_event_id]
    eq(everything(api.get_dm_events, max_results=1), expected)
    eq(ids(bobs.get_dm_events_by_participant(me.id)), expected)
    eq(ids(bobs.get_dm_events_by_conversation(sent.dm_conversation_id)), expected)


@check
def message_when_dm_blocked():
    shut = person()
    api.block_user_dm(shut.id)
    eq(refused(lambda: client(shut).create_message_to_participant(me.id, text="x")), 403)
    eq(refused(lambda: api.create_message_to_participant(shut.id, text="x")), 403)
    # It is no block of everything.
    eq(client(shut).get_tweet(many[0]).data.id, many[0])


@check
def see_when_blocked():
    shut = person()
    api.block_user(me.id, shut.id)
    eq(refused(lambda: client(shut).get_tweet(many[0])), "Authorization Error")
    eq(refused(lambda: client(shut).get_timelines(me.id)), "Authorization Error")


@check
def act_when_blocked():
    shut = person()
    api.block_user(me.id, shut.id)
    theirs = client(shut)
    own = theirs.create_list("own").id
    eq(refused(lambda: theirs.like_tweet(shut.id, many[0])), 403)
    eq(refused(lambda: theirs.retweet_tweet(shut.id, many[0])), 403)
    eq(refused(lambda: theirs.create_tweet(text="x", reply_in_reply_to_tweet_id=many[0])), 403)
    eq(refused(lambda: theirs.create_message_to_participant(me.id, text="x")), 403)
    eq(refused(lambda: theirs.add_list_member(list_id=own, user_id=me.id)), 403)


run()
