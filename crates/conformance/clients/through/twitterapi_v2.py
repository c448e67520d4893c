"""TwitterAPI (v1.1 and v2): host and https are compiled in."""
import os

from TwitterAPI import TwitterAPI

names = "CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"
keys = [os.environ[name] for name in names]
old, new = TwitterAPI(*keys), TwitterAPI(*keys, api_version="2")
me, target = os.environ["SELF_ID"], os.environ["TARGET_ID"]


def blocked():
    return [user["id"] for user in new.request(f"users/:{me}/blocking")]


assert new.request(f"users/:{me}/blocking", {"target_user_id": target}, method_override="POST").status_code == 200
assert target in blocked()
assert int(target) in list(old.request("blocks/ids"))[0:50] or target in str(old.request("blocks/ids").text)
assert new.request(f"users/:{me}/blocking/:{target}", method_override="DELETE").status_code == 200
assert target not in blocked()
