"""tweepy 4.14, its v1.1 half: posts, timelines, lists and messages."""

import tweepy

from harness import NOBODY, Front, check, crowd, eq, person, raises, run, same, signed


def api_of(who):
    api = tweepy.API(tweepy.OAuth1UserHandler(*signed(who)))
    api.session.mount("https://", Front())
    return api


def code(kind, call):
    """The code of the error of that class that the call ends with."""
    with raises(kind) as caught:
        call()
    return caught[0].api_codes


def ids(found):
    return [each.id_str for each in found]


me, bob, fan = crowd(3)
api, bobs, fans = map(api_of, (me, bob, fan))
many = [api.update_status(f"number {number}").id_str for number in range(25)]
newest_first = many[::-1]


@check
def write():
    made = api.update_status("one & two <three> @%s #tag é🐦" % bob.username)
    found = bobs.get_status(made.id, tweet_mode="extended")
    eq((found.id_str, found.user.id_str), (made.id_str, me.id))
    eq(found.full_text, "one &amp; two &lt;three&gt; @%s #tag é🐦" % bob.username)
    eq([each["id_str"] for each in found.entities["user_mentions"]], [bob.id])
    eq([each["text"] for each in found.entities["hashtags"]], ["tag"])
    api.destroy_status(made.id)


@check
def delete():
    made = api.update_status("soon gone")
    eq(api.destroy_status(made.id).id_str, made.id_str)
    eq(code(tweepy.NotFound, lambda: api.get_status(made.id)), [144])


@check
def posts_by_id():
    eq(set(ids(bobs.lookup_statuses([many[0], NOBODY, many[1]]))), set(many[:2]))


@check
def answer():
    made = bobs.update_status(f"@{me.username} yes", in_reply_to_status_id=many[0])
    eq((made.in_reply_to_status_id_str, made.in_reply_to_user_id_str), (many[0], me.id))
    eq(made.in_reply_to_screen_name, me.username)


@check
def not_your_post():
    eq(code(tweepy.Forbidden, lambda: bobs.destroy_status(many[0])), [183])


@check
def timeline_pages():
    eq(ids(tweepy.Cursor(api.user_timeline, user_id=me.id, count=10).items()), newest_first)


@check
def timeline_between():
    eq(ids(api.user_timeline(since_id=many[5], max_id=many[8])), [many[8], many[7], many[6]])


@check
def home():
    reader = api_of(person())
    reader.create_friendship(user_id=me.id)
    eq(ids(reader.home_timeline(count=5)), newest_first[:5])


@check
def mute_hides():
    reader = api_of(person())
    reader.create_friendship(user_id=me.id)
    reader.create_mute(user_id=me.id)
    eq(reader.home_timeline(), [])
    eq(ids(reader.user_timeline(user_id=me.id, count=1)), newest_first[:1])


@check
def mentions():
    made = fans.update_status(f"hello @{bob.username}")
    eq(ids(bobs.mentions_timeline(since_id=made.id - 1)), [made.id_str])


@check
def like():
    eq(bobs.create_favorite(many[3]).favorited, True)
    eq(ids(fans.get_favorites(user_id=bob.id)), [many[3]])
    eq(bobs.get_status(many[3]).favorite_count, 1)
    eq(code(tweepy.Forbidden, lambda: bobs.create_favorite(many[3])), [139])


@check
def unlike():
    eq(bobs.destroy_favorite(many[3]).favorited, False)
    eq(bobs.get_favorites(), [])


@check
def repost():
    made = bobs.retweet(many[4])
    eq(made.retweeted_status.id_str, many[4])
    eq(ids(bobs.user_timeline(count=1)), [made.id_str])
    eq([each.user.id_str for each in api.get_retweets(many[4])], [bob.id])
    eq(api.get_retweeter_ids(many[4]), [int(bob.id)])


@check
def unrepost():
    eq(bobs.unretweet(many[4]).id_str, many[4])
    eq(api.get_retweeter_ids(many[4]), [])


@check
def follows_of_others():
    star, others = person(), crowd(3)
    for someone in others:
        api_of(someone).create_friendship(user_id=star.id)
    same(tweepy.Cursor(api.get_follower_ids, user_id=star.id, count=2).items(), [someone.id for someone in others])
    same(ids(tweepy.Cursor(api.get_followers, user_id=star.id, count=2).items()), [someone.id for someone in others])
    eq(ids(api.get_friends(user_id=others[0].id)), [star.id])
    eq(api.get_friend_ids(user_id=others[0].id), [int(star.id)])


@check
def follow_requests():
    shy, asker = person(protected=True), person()
    api_of(asker).create_friendship(user_id=shy.id)
    eq(api_of(shy).incoming_friendships(), [int(asker.id)])
    eq(api_of(asker).outgoing_friendships(), [int(shy.id)])


@check
def hidden_reposts():
    fans.create_friendship(user_id=bob.id)
    source, _ = fans.update_friendship(user_id=bob.id, retweets=False)
    eq(source.want_retweets, False)
    eq(fans.no_retweets_friendships(), [int(bob.id)])


@check
def search_people():
    eq(ids(api.search_users(fan.username)), [fan.id])


@check
def lists():
    made = api.create_list("Good people", mode="private", description="few")
    eq((made.name, made.mode, made.description, made.member_count), ("Good people", "private", "few", 0))
    eq(api.update_list(list_id=made.id, description="many").description, "many")
    eq(api.get_list(owner_id=me.id, slug=made.slug).id_str, made.id_str)
    eq(ids(api.get_list_ownerships()), [made.id_str])
    api.destroy_list(list_id=made.id)
    eq(ids(api.get_lists()), [])


@check
def list_members():
    made = api.create_list("Members")
    for someone in (bob, fan):
        api.add_list_member(list_id=made.id, user_id=someone.id)
    same(ids(tweepy.Cursor(api.get_list_members, list_id=made.id, count=1).items()), [bob.id, fan.id])
    eq(ids(fans.get_list_memberships()), [made.id_str])
    eq(api.get_list_member(list_id=made.id, user_id=bob.id).id_str, bob.id)
    api.remove_list_member(list_id=made.id, user_id=bob.id)
    eq(code(tweepy.NotFound, lambda: api.get_list_member(list_id=made.id, user_id=bob.id)), [109])


@check
def messages():
    sent = api.send_direct_message(bob.id, "between <us> & none")
    answered = bobs.send_direct_message(me.id, "yes")
    eq(ids_of_messages(tweepy.Cursor(api.get_direct_messages, count=1).items()), [answered.id, sent.id])
    found = bobs.get_direct_message(sent.id)
    eq(found.message_create["sender_id"], me.id)
    eq(found.message_create["message_data"]["text"], "between &lt;us&gt; &amp; none")


def ids_of_messages(found):
    return [each.id for each in found]


@check
def message_gone():
    sent = api.send_direct_message(fan.id, "soon gone")
    api.delete_direct_message(sent.id)
    eq(sent.id in ids_of_messages(api.get_direct_messages()), False)


@check
def see_when_blocked():
    shut = person()
    api.create_block(user_id=shut.id)
    eq(code(tweepy.Unauthorized, lambda: api_of(shut).get_status(many[0])), [136])
    eq(code(tweepy.Unauthorized, lambda: api_of(shut).user_timeline(user_id=me.id)), [136])
    eq(ids(api_of(shut).lookup_statuses([many[0]])), [])


@check
def act_when_blocked():
    shut = person()
    api.create_block(user_id=shut.id)
    theirs = api_of(shut)
    own = theirs.create_list("own")
    eq(code(tweepy.Unauthorized, lambda: theirs.create_favorite(many[0])), [136])
    eq(code(tweepy.Unauthorized, lambda: theirs.retweet(many[0])), [136])
    eq(code(tweepy.Unauthorized, lambda: theirs.update_status("x", in_reply_to_status_id=many[0])), [136])
    eq(code(tweepy.Forbidden, lambda: theirs.send_direct_message(me.id, "x")), [349])
    eq(code(tweepy.Forbidden, lambda: theirs.add_list_member(list_id=own.id, user_id=me.id)), [104])
    eq(code(tweepy.Forbidden, lambda: theirs.add_list_member(list_id=own.id, screen_name=me.username)), [106])


run()
