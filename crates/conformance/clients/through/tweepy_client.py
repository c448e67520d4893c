"""tweepy.Client (v2): https://api.twitter.com is compiled in."""
import os

import tweepy

with_keys = tweepy.Client(
    consumer_key=os.environ["CONSUMER_KEY"], consumer_secret=os.environ["CONSUMER_SECRET"],
    access_token=os.environ["ACCESS_TOKEN"], access_token_secret=os.environ["ACCESS_SECRET"],
)
target = os.environ["TARGET_ID"]
assert str(with_keys.get_me().data.id) == os.environ["SELF_ID"]
assert with_keys.block(target).data == {"blocking": True}
assert target in [str(user.id) for user in with_keys.get_blocked().data]
assert with_keys.unblock(target).data == {"blocking": False}
assert target not in [str(user.id) for user in with_keys.get_blocked().data or []]
with_bearer = tweepy.Client(os.environ["BEARER_USER_TOKEN"])
assert with_bearer.block(target, user_auth=False).data == {"blocking": True}
assert with_bearer.unblock(target, user_auth=False).data == {"blocking": False}
