"""Three libraries that know nothing of each other, each for another API, and one graph behind them: a transcript.

First a block made in each dialect is read back in the two others; then come the stories of stories.py.
"""

import os
import sys
from collections import namedtuple

import gateway

# What one library is called with, as text for the transcript and as a function, and how it reads the list of blocked.
Dialect = namedtuple("Dialect", "title block unblock read")
Call = namedtuple("Call", "text make")


def dialects(harness, who):
    """The three of a person. The libraries are imported here, because the harness wants a gateway first."""
    import adnpy
    import pytwitter
    import tweepy

    keys = harness.signed(who)
    v1 = tweepy.API(tweepy.OAuth1UserHandler(*keys))
    v1.session.mount("https://", harness.Front())
    pytwitter.Api.BASE_URL_V2 = harness.URL + "/2"
    v2 = pytwitter.Api(bearer_token=harness.token("oauth2-user", who))
    adn = adnpy.API.build_api(api_root=harness.URL + "/stream/0", access_token=harness.token("app-net-user", who))
    return [
        Dialect(
            "Twitter v1.1, tweepy",
            Call("api.create_block(screen_name={name!r})", lambda other: v1.create_block(screen_name=other.username)),
            Call("api.destroy_block(screen_name={name!r})", lambda other: v1.destroy_block(screen_name=other.username)),
            Call("api.get_blocks()", lambda: [user.screen_name for user in v1.get_blocks()]),
        ),
        Dialect(
            "X v2, python-twitter-v2",
            Call("api.block_user(me, {id!r})", lambda other: v2.block_user(who.id, other.id)),
            Call("api.unblock_user(me, {id!r})", lambda other: v2.unblock_user(who.id, other.id)),
            Call("api.get_blocking_users(me)", lambda: [user.username for user in v2.get_blocking_users(who.id).data]),
        ),
        Dialect(
            "App.net, adnpy",
            Call("api.block_user('@{name}')", lambda other: adn.block_user("@" + other.username)),
            Call("api.unblock_user('@{name}')", lambda other: adn.unblock_user("@" + other.username)),
            Call("api.users_blocked_users('me')", lambda: [user.username for user in adn.users_blocked_users("me")[0]]),
        ),
    ]


def tell(title, text, end=""):
    print(f"  {title:<26}{text:<52}{end}")


def readings(harness, someone):
    """Tells them; returns how many readings differ from what must be there."""
    ann, others = someone("ann"), [someone(name) for name in ("ben", "cleo", "dev")]
    faces = dialects(harness, ann)
    expected, wrong = [], 0

    def act(face, call, other):
        tell(face.title, call.text.format(name=other.username, id=other.id))
        call.make(other)
        differ = 0
        for reader in faces:
            if reader is not face:
                found = reader.read.make()
                good = found == expected
                differ += not good
                doubt = "" if good else f"   DIFFERS: expected {', '.join(expected) or 'nobody'}"
                tell(reader.title, reader.read.text, f"-> {', '.join(found) or 'nobody'}{doubt}")
        print()
        return differ

    print(f"The gateway listens on {harness.URL}; all below is done by ann.\n")
    for face, other in zip(faces, others):
        # The newest block is first in every list.
        expected.insert(0, other.username)
        print(f"ann blocks {other.username} through {face.title}; the others read:")
        wrong += act(face, face.block, other)
    for face, other in zip(faces[1:] + faces[:1], others):
        expected.remove(other.username)
        print(f"ann unblocks {other.username} through {face.title}; the others read:")
        wrong += act(face, face.unblock, other)
    return wrong


def main():
    with gateway.Gateway(gateway.binary()) as server:
        os.environ.update(PORTCULLIS=server.program, CLIENTS_HOME=server.home, CLIENTS_URL=server.url, CLIENTS_PREFIX="demo")
        import harness
        import stories

        def someone(username):
            made = gateway.operate(harness.PROGRAM, harness.HOME, "user", "add", username)
            return harness.Person(made["id"], username, made["name"])

        wrong = readings(harness, someone)
        print(f"{wrong} of 12 readings differ" if wrong else "all 12 readings agree")
        told, differ = stories.all_stories(harness, someone)
    print(f"\n{differ} of {told} lines of the stories differ" if differ else f"\nall {told} lines of the stories hold")
    return 1 if wrong or differ else 0


sys.exit(main())
