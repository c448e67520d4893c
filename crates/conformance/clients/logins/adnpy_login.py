"""adnpy's app-token helper, at the address that is compiled into it; what it gets is used by adnpy."""

import adnpy
from adnpy.utils import get_app_access_token

from harness import URL, check, eq, person, run, token
from login import app

me, other = person(), person()


def client(bearer):
    return adnpy.API.build_api(api_root=f"{URL}/stream/0", access_token=bearer)


@check
def app_alone():
    text, told = get_app_access_token(app.key, app.secret)
    eq((told["app"]["client_id"], told.get("user")), (app.key, None))
    # The same token whenever it asks.
    eq(get_app_access_token(app.key, app.secret)[0], text)
    client(token("app-net-user", me, app)).block_user(other.id)
    # Such a token is for asking whom the people who let the app in have blocked.
    raw = client(text).request("GET", "/users/blocked/ids", raw_response=True, params={"ids": me.id}).json()
    eq(raw["data"], {me.id: [other.id]})


run()
