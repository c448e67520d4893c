"""The four calls that a token is tried with where the library that fetched it makes none: plain requests at the front."""

import requests
from requests_oauthlib import OAuth1

from harness import URL
from login import uses


class Plain:
    """Plain requests with a token."""

    def __init__(self, auth):
        self.session = requests.Session()
        self.session.auth = auth

    def __call__(self, method, path, **options):
        reply = self.session.request(method, URL + path, **options)
        reply.raise_for_status()
        return reply.json()


def _bearer(token):
    def sign(request):
        request.headers["Authorization"] = f"Bearer {token}"
        return request
    return Plain(sign)


def uses_v1(me, app, token, secret):
    """Tries keys of OAuth 1.0a."""
    call = Plain(OAuth1(app.key, app.secret, token, secret))
    uses(
        me,
        lambda: call("GET", "/1.1/account/verify_credentials.json")["id_str"],
        lambda other: call("POST", "/1.1/blocks/create.json", data={"user_id": other.id}),
        lambda: call("GET", "/1.1/blocks/ids.json", params={"stringify_ids": "true"})["ids"],
        lambda other: call("POST", "/1.1/blocks/destroy.json", data={"user_id": other.id}),
    )


def uses_v2(me, token):
    """Tries a token of X's."""
    call = _bearer(token)
    blocking = f"/2/users/{me.id}/blocking"
    uses(
        me,
        lambda: call("GET", "/2/users/me")["data"]["id"],
        lambda other: call("POST", blocking, json={"target_user_id": other.id}),
        lambda: [user["id"] for user in call("GET", blocking).get("data", [])],
        lambda other: call("DELETE", f"{blocking}/{other.id}"),
    )


def uses_app_net(me, token):
    """Tries a token of App.net's."""
    call = _bearer(token)
    uses(
        me,
        lambda: call("GET", "/users/me")["data"]["id"],
        lambda other: call("POST", f"/users/{other.id}/block"),
        lambda: [user["id"] for user in call("GET", "/users/me/blocked")["data"]],
        lambda other: call("DELETE", f"/users/{other.id}/block"),
    )
