"""twarc (v1.1): its addresses are compiled in, and its own session signs them."""
import os

import twarc

names = "CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"
client = twarc.Twarc(*(os.environ[name] for name in names), validate_keys=True)
target = os.environ["TARGET_NAME"]
base = "https://api.twitter.com/1.1"


def blocked():
    return [user["screen_name"] for user in client.get(f"{base}/blocks/list.json").json()["users"]]


assert client.post(f"{base}/blocks/create.json", data={"screen_name": target}).json()["screen_name"] == target
assert target in blocked()
assert client.post(f"{base}/blocks/destroy.json", data={"screen_name": target}).json()["screen_name"] == target
assert target not in blocked()
assert [user["screen_name"] for user in client.user_lookup([target], id_type="screen_name")] == [target]
