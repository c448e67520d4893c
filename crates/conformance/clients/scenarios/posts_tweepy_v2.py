"""tweepy 4.14, its v2 half: posts, timelines, lists and messages."""

import tweepy

from harness import NOBODY, Front, check, crowd, eq, person, raises, run, same, signed

SHOWN = {"user_auth": True}


def client(who):
    made = tweepy.Client(None, *signed(who))
    made.session.mount("https://", Front())
    return made


def words(kind, call):
    """What the error of that class says that the call ends with."""
    with raises(kind) as caught:
        call()
    return caught[0].api_messages[0]


def ids(found):
    return [str(each.id) for each in found.data or []]


def everything(method, *args, **options):
    return [str(each.id) for each in tweepy.Paginator(method, *args, **options, **SHOWN).flatten()]


me, bob, fan = crowd(3)
api, bobs, fans = map(client, (me, bob, fan))
many = [api.create_tweet(text=f"number {number}").data["id"] for number in range(12)]
newest_first = many[::-1]


@check
def write():
    made = api.create_tweet(text=f"one & two <three> @{bob.username} #tag é🐦").data["id"]
    found = bobs.get_tweet(made, tweet_fields=["author_id", "entities", "created_at", "source"], **SHOWN).data
    eq((str(found.id), str(found.author_id)), (made, me.id))
    eq(found.text, f"one &amp; two &lt;three&gt; @{bob.username} #tag é🐦")
    eq([each["id"] for each in found.entities["mentions"]], [bob.id])
    eq([each["tag"] for each in found.entities["hashtags"]], ["tag"])
    api.delete_tweet(made)


@check
def delete():
    made = api.create_tweet(text="soon gone").data["id"]
    eq(api.delete_tweet(made).data, {"deleted": True})
    found = api.get_tweet(made, **SHOWN)
    eq((found.data, found.errors[0]["title"]), (None, "Not Found Error"))


@check
def posts_by_id():
    found = bobs.get_tweets([many[0], NOBODY, many[1]], **SHOWN)
    same(ids(found), many[:2])
    eq([error["value"] for error in found.errors], [NOBODY])


@check
def answer():
    made = bobs.create_tweet(text=f"@{me.username} yes", in_reply_to_tweet_id=many[0]).data["id"]
    options = {"expansions": "author_id", "tweet_fields": ["conversation_id", "in_reply_to_user_id", "referenced_tweets"]}
    found = bobs.get_tweet(made, **options, **SHOWN)
    eq([(each.type, str(each.id)) for each in found.data.referenced_tweets], [("replied_to", many[0])])
    eq((str(found.data.conversation_id), str(found.data.in_reply_to_user_id)), (many[0], me.id))
    eq([str(each.id) for each in found.includes["users"]], [bob.id])


@check
def quote():
    made = bobs.create_tweet(text="look", quote_tweet_id=many[1]).data["id"]
    found = fans.get_quote_tweets(many[1], expansions="referenced_tweets.id", **SHOWN)
    eq((ids(found), [str(each.id) for each in found.includes["tweets"]]), ([made], [many[1]]))


@check
def not_your_post():
    with raises(tweepy.Forbidden):
        bobs.delete_tweet(many[0])


@check
def timeline_pages():
    eq(everything(api.get_users_tweets, me.id, max_results=5), newest_first)


@check
def timeline_between():
    found = api.get_users_tweets(me.id, since_id=many[5], until_id=many[9], **SHOWN)
    eq(ids(found), [many[8], many[7], many[6]])


@check
def home():
    reader = client(person())
    reader.follow_user(me.id)
    eq(ids(reader.get_home_timeline(max_results=5)), newest_first[:5])


@check
def mute_hides():
    reader = client(person())
    reader.follow_user(me.id)
    reader.mute(me.id)
    eq(ids(reader.get_home_timeline()), [])
    eq(ids(reader.get_users_tweets(me.id, max_results=5, **SHOWN)), newest_first[:5])


@check
def mentions():
    made = fans.create_tweet(text=f"hello @{bob.username}").data["id"]
    eq(ids(bobs.get_users_mentions(bob.id, max_results=5, **SHOWN))[:1], [made])


@check
def like():
    eq(bobs.like(many[3]).data, {"liked": True})
    eq(ids(bobs.get_liked_tweets(bob.id, **SHOWN)), [many[3]])
    eq(ids(api.get_liking_users(many[3], **SHOWN)), [bob.id])
    eq(api.get_tweet(many[3], tweet_fields=["public_metrics"], **SHOWN).data.public_metrics["like_count"], 1)


@check
def unlike():
    eq(bobs.unlike(many[3]).data, {"liked": False})
    eq(ids(bobs.get_liked_tweets(bob.id, **SHOWN)), [])


@check
def repost():
    eq(bobs.retweet(many[4]).data["retweeted"], True)
    eq(ids(api.get_retweeters(many[4], **SHOWN)), [bob.id])
    found = bobs.get_users_tweets(bob.id, max_results=5, expansions="referenced_tweets.id", **SHOWN).data[0]
    eq([(each.type, str(each.id)) for each in found.referenced_tweets], [("retweeted", many[4])])


@check
def unrepost():
    eq(bobs.unretweet(many[4]).data, {"retweeted": False})
    eq(ids(api.get_retweeters(many[4], **SHOWN)), [])


@check
def follows_of_others():
    star, others = person(), crowd(3)
    for someone in others:
        client(someone).follow_user(star.id)
    same(everything(api.get_users_followers, star.id, max_results=2), [someone.id for someone in others])
    eq(everything(api.get_users_following, others[0].id, max_results=2), [star.id])


@check
def lists():
    made = api.create_list("Good people", description="few", private=True).data["id"]
    eq(api.update_list(made, description="many").data, {"updated": True})
    found = api.get_list(made, list_fields=["description", "private", "member_count", "owner_id"], **SHOWN).data
    eq((found.name, found.description, found.private, found.member_count), ("Good people", "many", True, 0))
    eq(ids(api.get_owned_lists(me.id, **SHOWN)), [made])
    eq(api.delete_list(made).data, {"deleted": True})
    eq(ids(api.get_owned_lists(me.id, **SHOWN)), [])


@check
def list_members():
    made = api.create_list("Members").data["id"]
    for someone in (bob, fan):
        eq(api.add_list_member(made, someone.id).data, {"is_member": True})
    same(everything(api.get_list_members, made, max_results=1), [bob.id, fan.id])
    eq(ids(fans.get_list_memberships(fan.id, **SHOWN)), [made])
    eq(api.remove_list_member(made, bob.id).data, {"is_member": False})
    eq(ids(api.get_list_members(made, **SHOWN)), [fan.id])


@check
def messages():
    sent = api.create_direct_message(participant_id=bob.id, text="between us").data
    answered = bobs.create_direct_message(dm_conversation_id=sent["dm_conversation_id"], text="yes").data
    expected = [answered["dm_event_id"], sent["dm_event_id"]]
    found = tweepy.Paginator(api.get_direct_message_events, max_results=1, dm_event_fields=["sender_id", "text"])
    eq([(str(each.id), str(each.sender_id)) for each in found.flatten()], list(zip(expected, (bob.id, me.id))))
    eq(ids(bobs.get_direct_message_events(participant_id=me.id)), expected)
    eq(ids(bobs.get_direct_message_events(dm_conversation_id=sent["dm_conversation_id"])), expected)


@check
def see_when_blocked():
    shut = person()
    api.block(shut.id)
    theirs = client(shut)
    for found in (theirs.get_tweet(many[0], **SHOWN), theirs.get_users_tweets(me.id, **SHOWN)):
        eq((found.data, found.errors[0]["title"]), (None, "Authorization Error"))
    found = theirs.get_tweets([many[0]], **SHOWN)
    eq((found.data, len(found.errors)), (None, 1))


@check
def act_when_blocked():
    shut = person()
    api.block(shut.id)
    theirs = client(shut)
    own = theirs.create_list("own").data["id"]
    author = "You have been blocked from the author of this tweet."
    eq(words(tweepy.Forbidden, lambda: theirs.like(many[0])), author)
    eq(words(tweepy.Forbidden, lambda: theirs.retweet(many[0])), author)
    eq(words(tweepy.Forbidden, lambda: theirs.create_tweet(text="x", quote_tweet_id=many[0])), author)
    with raises(tweepy.Forbidden):
        theirs.create_tweet(text="x", in_reply_to_tweet_id=many[0])
    with raises(tweepy.Forbidden):
        theirs.create_direct_message(participant_id=me.id, text="x")
    with raises(tweepy.Forbidden):
        theirs.add_list_member(own, me.id)


run()
