"""Passkeys in Chromium, with an authenticator of its own: the whole way of somebody who owns a community."""

import re

import make
import pytest
from browser import Watch, axe
from playwright.sync_api import Browser, Page, expect

from eventapp import tokens
from eventapp.db import db
from eventapp.mail.models import Message

pytestmark = pytest.mark.browser
# A security key that a PIN or a finger opens, as this page knows it.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named_server(app, page_server: str) -> str:
    """The site under a name, which passkeys need."""
    app.config["BASE_URL"] = page_server.replace("127.0.0.1", "localhost")
    return app.config["BASE_URL"]


def device(page: Page, **differs: object) -> tuple[object, str]:
    """Plug a device that holds passkeys into this page."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | differs})
    return tools, made["authenticatorId"]


def open_letter(app, page: Page, site: str, email: str) -> None:
    """Ask for a letter, and press its button."""
    page.goto(f"{site}/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page).to_have_url(f"{site}/sign-in/sent")
    db.session.rollback()
    found = db.select(Message.text).where(Message.kind == "sign-in").order_by(Message.id.desc())
    text = tokens.reveal(db.session.scalars(found).first(), app.config["SECRET_KEY"])
    db.session.rollback()
    link = next(word for word in text.split() if "/sign-in/" in word)
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/me")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{site}/")


def no_list(page: Page) -> None:
    """As in a browser that doesn't offer passkeys in the list under a field."""
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_an_owner_signs_in_by_passkey_by_both_and_by_code(
    app, chromium: Browser, named_server: str
) -> None:
    owner = make.member(make.community())
    email = owner.email
    db.session.commit()
    context, watch = chromium.new_context(), Watch()
    watch.follow(context)
    page = context.new_page()
    device(page)
    open_letter(app, page, named_server, email)

    page.goto(f"{named_server}/me/passkeys")
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("My phone", exact=True)).to_be_visible()
    assert axe(page) == []
    # The device says itself that it has one.
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="already")).to_be_visible()

    page.get_by_role("button", name="Switch on").click()
    heading(page, "Your recovery codes")
    codes = page.locator(".codes code")
    expect(codes).to_have_count(10)
    code = codes.first.inner_text()
    assert axe(page) == []
    sign_out(page, named_server)

    # Without the list under the field, as in many browsers: by the button.
    no_list(page)
    page.goto(f"{named_server}/sign-in?next=/me")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{named_server}/me")
    sign_out(page, named_server)

    open_letter(app, page, named_server, email)
    heading(page, "One more step")
    assert axe(page) == []
    page.get_by_role("button", name="Use my passkey").click()
    expect(page).to_have_url(re.compile("/desk/"))
    sign_out(page, named_server)

    open_letter(app, page, named_server, email)
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Use this code").click()
    expect(page.get_by_text("9 recovery codes are left")).to_be_visible()

    page.get_by_role("button", name="Switch off").click()
    page.get_by_role("button", name="Remove My phone").click()
    expect(page.get_by_text("My phone", exact=True)).to_have_count(0)
    assert watch.complaints == []
    context.close()


def test_the_list_under_the_field_signs_in_too(app, chromium: Browser, named_server: str) -> None:
    email = make.member(make.community()).email
    db.session.commit()
    context = chromium.new_context()
    page = context.new_page()
    # This device presses its own button, also for what is only offered.
    device(page)
    open_letter(app, page, named_server, email)
    page.goto(f"{named_server}/me/passkeys")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Passkey 1", exact=True)).to_be_visible()
    sign_out(page, named_server)

    page.goto(f"{named_server}/sign-in?next=/me")

    expect(page).to_have_url(f"{named_server}/me")
    context.close()


def test_a_device_that_cannot_tell_who_holds_it_makes_no_passkey(
    app, chromium: Browser, named_server: str
) -> None:
    email = make.member(make.community()).email
    db.session.commit()
    context = chromium.new_context()
    page = context.new_page()
    device(page, isUserVerified=False)
    open_letter(app, page, named_server, email)

    page.goto(f"{named_server}/me/passkeys")
    page.get_by_role("button", name="Add a passkey").click()

    expect(page.get_by_role("alert").filter(has_text="Nothing happened")).to_be_visible()
    context.close()


def test_a_double_press_asks_the_device_once(chromium: Browser, named_server: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    device(page, automaticPresenceSimulation=False)
    no_list(page)
    page.add_init_script(
        "let times = 0; const real = navigator.credentials, get = real.get.bind(real);"
        "real.get = (what) => { document.documentElement.dataset.times = ++times; return get(what) }"
    )
    page.goto(f"{named_server}/sign-in")

    page.get_by_role("button", name="Sign in with a passkey").dblclick()

    expect(page.locator("html")).to_have_attribute("data-times", "1")
    expect(page.locator("form[data-passkey] [role=alert]")).to_be_hidden()
    context.close()
