"""The pages themselves, as a person meets them: by keyboard alone, on a phone, in the dark, as somebody else."""

from requests_oauthlib import OAuth1Session
from selenium.webdriver import ActionChains, Keys

from harness import check, eq, person, run
from login import app, back, browser

TWITTER = "https://api.twitter.com/oauth/"

me, twin = person(), person()


def page(kind="authorize", **more):
    """A page that asks, and the session of the app that wants to know."""
    session = OAuth1Session(app.key, client_secret=app.secret, callback_uri=back.url)
    session.fetch_request_token(f"{TWITTER}request_token")
    return session, session.authorization_url(TWITTER + kind, **more)


def enters(session):
    """Who came back to the app."""
    session.parse_authorization_response(back.came())
    return session.fetch_access_token(f"{TWITTER}access_token")["screen_name"]


def focused():
    return browser.driver.switch_to.active_element


def press(*keys):
    ActionChains(browser.driver).send_keys(*keys).perform()


@check
def keyboard_only():
    session, address = page()
    browser.go(address)
    # Link to the app, the list of people, the name of another, and the button.
    reached = []
    for _ in range(12):
        press(Keys.TAB)
        reached.append(focused().get_attribute("id") or focused().get_attribute("name") or focused().tag_name)
        if reached[-1] == "other":
            press(me.username)
        if reached[-1] == "allow":
            break
    assert reached[-1] == "allow" and "other" in reached, reached
    # What has the focus is marked.
    style = "const look = getComputedStyle(document.activeElement); return look.outlineStyle + look.outlineWidth"
    assert browser.driver.execute_script(style) not in ("none0px", "none"), "the focus cannot be seen"
    browser.shot("keyboard")
    browser.leave(lambda: press(Keys.ENTER))
    eq(enters(session), me.username)


@check
def keyboard_chooses_people():
    session, address = page(force_login="true")
    browser.go(address)
    first = browser.find("input[name=username]:checked")
    for _ in range(6):
        press(Keys.TAB)
        if focused().get_attribute("name") == "username":
            break
    press(Keys.ARROW_DOWN)
    second = browser.find("input[name=username]:checked").get_attribute("value")
    assert second != first.get_attribute("value"), second
    # Enter in the list answers as the first button does.
    browser.leave(lambda: press(Keys.ENTER))
    eq(enters(session), second)


@check
def on_a_phone():
    with browser.sized(360, 640):
        session, address = page(force_login="true")
        browser.go(address)
        wide = browser.driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 360, f"the page is {wide} pixels wide"
        browser.choose(me)
        buttons = browser.driver.find_elements("tag name", "button")
        eq([button.text for button in buttons if button.size["height"] < 44], [])
        browser.answer("allow", shot="phone")
    eq(enters(session), me.username)


@check
def another_account():
    session, address = page()
    browser.go(address)
    assert me.username in browser.find(".signed-in").text, browser.text
    browser.shot("signed-in")
    browser.leave(browser.driver.find_element("link text", "Use another account").click)
    assert not browser.has(".signed-in"), browser.text
    browser.choose(twin)
    browser.answer("allow")
    eq(enters(session), twin.username)
    # And stays that one.
    browser.go(page()[1])
    assert twin.username in browser.find(".signed-in").text, browser.text


@check
def asks_again_on_authorize():
    browser.go(page()[1])
    assert browser.has("#allow"), browser.url
    browser.go(page("authenticate", force_login="true")[1])
    assert browser.has("#allow") and not browser.has(".signed-in"), browser.text


@check
def sessions_end_with_their_cookie():
    browser.go(page()[1])
    assert browser.has(".signed-in"), browser.text
    browser.driver.delete_all_cookies()
    browser.go(page()[1])
    assert not browser.has(".signed-in"), browser.text


@check
def no_script_and_nothing_from_outside():
    browser.go(page()[1])
    loaded = browser.driver.execute_script("return performance.getEntriesByType('resource').map(one => one.name)")
    eq([name for name in loaded if not name.endswith("/favicon.ico")], [])
    eq(browser.driver.find_elements("tag name", "script"), [])


@check
def in_the_dark():
    browser.dark()
    browser.go(page(force_login="true")[1])
    colour = browser.driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert sum(map(int, colour[4:-1].split(", "))) < 200, colour
    browser.shot("dark")
    browser.go(f"{TWITTER}authorize?oauth_token=unknown")
    assert browser.has("[role=alert]"), browser.text
    browser.shot("no-request-token")


run()
