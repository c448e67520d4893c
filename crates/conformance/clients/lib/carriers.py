"""What clients sent for tokens, told from the requests themselves: which grant, carried how. A table of the docs."""

import pathlib
import sys
from collections import namedtuple

DOCS = pathlib.Path(__file__).resolve().parents[4] / "docs" / "signing-in.md"
BEGIN, END = "<!-- clients: begin -->", "<!-- clients: end -->"

Row = namedtuple("Row", "grant request carrier")

_OAUTH2 = {
    "authorization_code": "authorization code",
    "refresh_token": "refresh token",
    "client_credentials": "client credentials",
    "password": "password",
}


def rows(sent):
    """The rows, in the order in which they are told, each with the clients that got what they asked for."""
    found = {}
    for one in sent:
        if row := _row(one):
            clients = found.setdefault(row, [])
            if one.client not in clients:
                clients.append(one.client)
    return dict(sorted(found.items()))


def table(found):
    """The rows as Markdown."""
    lines = ["| grant | request | carried by | seen with |", "|---|---|---|---|"]
    for row, clients in found.items():
        lines.append(f"| {row.grant} | `{row.request}` | {row.carrier} | {', '.join(clients)} |")
    return "\n".join(lines)


def compare(found, write):
    """Whether the docs have this table, or puts it there; returns the exit code."""
    text = DOCS.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        print(f"{DOCS.name} has no place for the table: {BEGIN} and {END}", file=sys.stderr)
        return 1
    told = f"{before}{BEGIN}\n{table(found)}\n{END}{after}"
    if told == text:
        return 0
    if write:
        DOCS.write_text(told, encoding="utf-8")
        return 0
    print(f"{DOCS.name} has another table: UPDATE_DOCS=1 writes this one", file=sys.stderr)
    return 1


def _row(one):
    """The row of a request, if it came to a token or gave one back."""
    if one.status == 303 and one.form.get("response_type") == "token" and one.form["decision"] == "allow":
        # The person's answer; the token is in the address that the browser is sent to.
        return Row("App.net, implicit", f"GET {one.path}", "query; the token comes in the fragment")
    if one.status != 200:
        return None
    request = f"{one.method} {one.path}"
    places = [("query", one.query), ("form", one.form), ("JSON", one.json)]
    given = {name: place for place, texts in places for name in texts}
    if one.path == "/oauth/request_token":
        return Row("OAuth 1.0a, temporary credentials", request, _signed(one, given, "oauth_callback"))
    if one.path == "/oauth/access_token" and "grant_type" not in given:
        return Row("OAuth 1.0a, verifier", request, _signed(one, given, "oauth_verifier"))
    if one.path in ("/oauth2/token", "/2/oauth2/token", "/oauth/access_token"):
        kind = (one.query | one.form | one.json).get("grant_type")
        service = "App.net" if one.path.startswith("/oauth/") else "OAuth 2"
        return Row(f"{service}, {_OAUTH2[kind]}", request, f"{given['grant_type']}, {_app(one, given)}")
    if one.path == "/2/oauth2/revoke":
        return Row("OAuth 2, revocation", request, f"{given['token']}, {_app(one, given)}")
    return None


def _signed(one, given, also):
    """Where a signature stands, and where the parameter that goes with it does if that is elsewhere."""
    place = "header" if one.authorization.startswith("OAuth ") else given["oauth_signature"]
    carried = "header" if f"{also}=" in one.authorization else given.get(also)
    if carried in (None, place):
        return f"signature in the {place}"
    return f"signature in the {place}, `{also}` in the {carried}"


def _app(one, given):
    """How the app says who it is."""
    if one.authorization.startswith("Basic "):
        return "the app by Basic" + (" and its id" if "client_id" in given else "")
    secret = next((name for name in ("client_secret", "password_grant_secret") if name in given), None)
    return f"the app by its id and `{secret}`" if secret else "a public app by its id"
