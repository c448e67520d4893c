"""python-twitter 3.5: posts, timelines, lists and messages. Its calls for received messages ask for what was gone in 2018."""

import twitter

from harness import NOBODY, URL, check, crowd, eq, person, raises, run, same, signed


def api_of(who):
    return twitter.Api(*signed(who), base_url=URL + "/1.1")


def code(call):
    """The code of the error that the call ends with."""
    with raises(twitter.TwitterError) as caught:
        call()
    return caught[0].message[0]["code"]


def ids(found):
    return [each.id for each in found]


me, bob, fan = crowd(3)
api, bobs, fans = map(api_of, (me, bob, fan))
many = [api.PostUpdate(f"number {number}").id for number in range(12)]
newest_first = many[::-1]


@check
def write():
    made = api.PostUpdate(f"one @{bob.username} #tag é🐦")
    found = bobs.GetStatus(made.id)
    eq((found.user.id, found.text), (int(me.id), f"one @{bob.username} #tag é🐦"))
    eq(([each.id for each in found.user_mentions], [each.text for each in found.hashtags]), ([int(bob.id)], ["tag"]))
    api.DestroyStatus(made.id)


@check
def delete():
    made = api.PostUpdate("soon gone")
    eq(api.DestroyStatus(made.id).id, made.id)
    eq(code(lambda: api.GetStatus(made.id)), 144)


@check
def posts_by_id():
    same(ids(bobs.GetStatuses([many[0], int(NOBODY), many[1]])), many[:2])
    eq(sorted(bobs.GetStatuses([many[0], int(NOBODY)], map=True).items())[0][1], None)


@check
def answer():
    made = bobs.PostUpdate(f"@{me.username} yes", in_reply_to_status_id=many[0])
    eq((made.in_reply_to_status_id, made.in_reply_to_user_id), (many[0], int(me.id)))


@check
def not_your_post():
    eq(code(lambda: bobs.DestroyStatus(many[0])), 183)


@check
def timeline_pages():
    first = api.GetUserTimeline(user_id=me.id, count=8)
    rest = api.GetUserTimeline(user_id=me.id, count=8, max_id=first[-1].id - 1)
    eq(ids(first) + ids(rest), newest_first)


@check
def timeline_between():
    eq(ids(api.GetUserTimeline(since_id=many[5], max_id=many[8])), [many[8], many[7], many[6]])


@check
def home():
    reader = api_of(person())
    reader.CreateFriendship(user_id=me.id)
    eq(ids(reader.GetHomeTimeline(count=5)), newest_first[:5])


@check
def mute_hides():
    reader = api_of(person())
    reader.CreateFriendship(user_id=me.id)
    reader.CreateMute(user_id=me.id)
    eq(reader.GetHomeTimeline(), [])
    eq(ids(reader.GetUserTimeline(user_id=me.id, count=1)), newest_first[:1])


@check
def mentions():
    made = fans.PostUpdate(f"hello @{bob.username}")
    eq(ids(bobs.GetMentions(since_id=made.id - 1)), [made.id])


@check
def like():
    eq(bobs.CreateFavorite(status_id=many[3]).favorited, True)
    eq(ids(fans.GetFavorites(user_id=bob.id)), [many[3]])
    eq(code(lambda: bobs.CreateFavorite(status_id=many[3])), 139)


@check
def unlike():
    eq(bobs.DestroyFavorite(status_id=many[3]).favorited, False)
    eq(bobs.GetFavorites(), [])


@check
def repost():
    eq(bobs.PostRetweet(many[4]).retweeted_status.id, many[4])
    eq([each.user.id for each in api.GetRetweets(many[4])], [int(bob.id)])
    eq(api.GetRetweeters(many[4]), [int(bob.id)])


@check
def follows_of_others():
    star, others = person(), crowd(3)
    for someone in others:
        api_of(someone).CreateFriendship(user_id=star.id)
    same(api.GetFollowerIDs(user_id=star.id), [someone.id for someone in others])
    same(ids(api.GetFollowers(user_id=star.id, count=2)), [someone.id for someone in others])
    eq(ids(api.GetFriends(user_id=others[0].id)), [int(star.id)])
    eq(api.GetFriendIDs(user_id=others[0].id), [int(star.id)])


@check
def follow_requests():
    shy, asker = person(protected=True), person()
    api_of(asker).CreateFriendship(user_id=shy.id)
    eq(api_of(shy).IncomingFriendship(), [int(asker.id)])
    eq(api_of(asker).OutgoingFriendship(), [int(shy.id)])


@check
def search_people():
    eq(ids(api.GetUsersSearch(term=fan.username)), [int(fan.id)])


@check
def lists():
    made = api.CreateList("Good people", mode="private", description="few")
    eq((made.name, made.mode, made.description), ("Good people", "private", "few"))
    eq(ids(api.GetLists()), [made.id])
    api.DestroyList(list_id=made.id)
    eq(api.GetListsList(), [])


@check
def list_members():
    made = api.CreateList("Members")
    for someone in (bob, fan):
        api.CreateListsMember(list_id=made.id, user_id=int(someone.id))
    same(ids(api.GetListMembers(list_id=made.id)), [bob.id, fan.id])
    eq(ids(fans.GetMemberships()), [made.id])
    api.DestroyListsMember(list_id=made.id, user_id=int(bob.id))
    eq(ids(api.GetListMembers(list_id=made.id)), [int(fan.id)])


@check
def messages():
    sent = api.PostDirectMessage("between us", user_id=bob.id)
    eq((sent.sender_id, sent.recipient_id, sent.text), (me.id, bob.id, "between us"))


@check
def see_when_blocked():
    shut = person()
    api.CreateBlock(user_id=shut.id)
    eq(code(lambda: api_of(shut).GetStatus(many[0])), 136)
    eq(code(lambda: api_of(shut).GetUserTimeline(user_id=me.id)), 136)


@check
def act_when_blocked():
    shut = person()
    api.CreateBlock(user_id=shut.id)
    theirs = api_of(shut)
    own = theirs.CreateList("own")
    eq(code(lambda: theirs.CreateFavorite(status_id=many[0])), 136)
    eq(code(lambda: theirs.PostRetweet(many[0])), 136)
    eq(code(lambda: theirs.PostUpdate("x", in_reply_to_status_id=many[0])), 136)
    eq(code(lambda: theirs.CreateListsMember(list_id=own.id, user_id=int(me.id))), 104)
    # Of a refused message the library looks for the event without looking at the error.
    with raises(KeyError):
        theirs.PostDirectMessage("x", user_id=me.id)


run()
