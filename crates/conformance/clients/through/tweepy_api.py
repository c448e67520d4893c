"""tweepy.API (v1.1): https is compiled in."""
import os

import tweepy

names = "CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"
api = tweepy.API(tweepy.OAuth1UserHandler(*(os.environ[name] for name in names)))
target = os.environ["TARGET_NAME"]
assert api.verify_credentials().id_str == os.environ["SELF_ID"]
assert api.create_block(screen_name=target).screen_name == target
assert target in [user.screen_name for user in api.get_blocks()]
assert api.destroy_block(screen_name=target).screen_name == target
assert target not in [user.screen_name for user in api.get_blocks()]
