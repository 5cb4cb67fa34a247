"""The door without a connection, as its staff work it: on a phone and a tablet, in Chromium and Firefox."""

from collections.abc import Callable, Iterator

import door_builders
import make
import pytest
from browser import axe
from door_builders import cookie, device_cookie
from door_outage import Outage, outage
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions, presence
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser
READY = "navigator.serviceWorker.ready.then(() => true)"
# What a device believes of its network is a reason to ask the server, at once.
ASK = "dispatchEvent(new Event('online'))"
# All that lies on the device outside of encryption, as one text.
KEPT = """async () => {
  const read = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const database = await read(indexedDB.open("door"));
  const shown = (value) => value instanceof CryptoKey ? String(value.extractable)
    : value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value)
    : value && typeof value === "object" ? Object.values(value).map(shown).join() : String(value);
  const rows = [];
  for (const name of database.objectStoreNames) {
    rows.push(...(await read(database.transaction(name).objectStore(name).getAll())).map(shown));
  }
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!request.url.endsWith(".woff2")) texts.push(await (await cache.match(request)).text());
    }
  }
  return [rows.length, rows.join(" "), texts.length, texts.join(" "), JSON.stringify(localStorage)];
}"""

# How many lists lie on the device, once it is so many, or after a few seconds.
LISTS = """async (wanted) => {
  const read = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  let left = -1;
  for (let looks = 0; looks < 100 && left !== wanted; looks += 1) {
    await new Promise((done) => setTimeout(done, 50));
    if (!(await indexedDB.databases()).some(({ name }) => name === "door")) continue;
    const database = await read(indexedDB.open("door"));
    left = await read(database.transaction("lists").objectStore("lists").count());
    database.close();
  }
  return left;
}"""


@pytest.fixture
def server(app: Flask) -> Iterator[Outage]:
    with outage(app) as server:
        yield server


@pytest.fixture
def event(app: Flask) -> Event:
    event = door_builders.event(minutes=30, title="Winter open tables", capacity=None)
    people = [
        make.rsvp(event, first_name=name, last_name="") for name in ("Aiko", "Łukasz", "Noor")
    ]
    door_builders.plan(event, [people], [people])
    return event


def stand_at_door(app: Flask, server: Outage, event: Event, page: Page, name: str) -> str:
    """Sign somebody in and open the door, until it can do without the server."""
    staff = make.member(event.community, "door", first_name=name)
    page.context.add_cookies([cookie(app, staff, server.url)])
    address = server.url + door_builders.door(event, "")
    page.goto(address)
    assert page.evaluate(READY)
    return address


# Whom each two letters find.
FOUND = {"ai": "Aiko", "no": "Noor", "lu": "Łukasz"}


def find(page: Page, text: str) -> None:
    # Until the list is here the server finds people, with lines of its own.
    expect(page.locator("#counter[data-shown]")).to_be_attached()
    page.fill("#q", text)
    # What was found before goes first.
    line = page.locator("#hits li").filter(has_text=FOUND[text])
    line.locator("[data-kind]").first.click()


def who_is_in(event: Event) -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(db.select(Arrival).order_by(Arrival.arrived_at, Arrival.id))
    return [arrival.rsvp.first_name for arrival in rows]


@pytest.mark.parametrize("kind", ["open_browser", "open_firefox"])
def test_the_door_goes_on_without_its_server_and_tells_it_afterwards(
    kind: str, app: Flask, server: Outage, event: Event, request: pytest.FixtureRequest
) -> None:
    open_page: Callable[..., Page] = request.getfixturevalue(kind)
    phone, tablet = open_page(width=390, height=844), open_page(width=1024, height=768)
    address = stand_at_door(app, server, event, phone, "Kofi")
    stand_at_door(app, server, event, tablet, "Mara")
    find(tablet, "no")
    expect(tablet.locator(".answer")).to_contain_text("Come in")

    server.away()
    find(phone, "lu")
    expect(phone.locator(".answer")).to_contain_text("Come in")
    expect(phone.locator(".answer")).to_contain_text("Łukasz")
    expect(phone.locator("#notice")).to_contain_text("One entry is kept on this device")
    find(phone, "ai")
    expect(phone.locator(".answer")).to_contain_text("Aiko")
    phone.locator("#last5").get_by_role("button", name="Undo for Aiko").click()
    expect(phone.locator(".note")).to_contain_text("Aiko is not checked in any more")
    # Nothing prints now, also from an answer that the server gave before.
    tablet.evaluate(ASK)
    expect(tablet.locator(".answer [data-print]")).to_be_hidden()

    # Started anew, without a server: the list, and what waits, are there.
    phone.goto(address)
    expect(phone.locator("#notice")).to_contain_text("3 entries are kept")
    expect(phone.locator("#title")).to_have_text("Winter open tables")
    phone.get_by_role("link", name="Walk-in").click()
    phone.get_by_label("First name").fill("Rosa")
    phone.locator("dialog .roles label").first.click()
    phone.get_by_role("button", name="Let them in").click()
    expect(phone.locator(".answer")).to_contain_text("Rosa")
    find(phone, "lu")
    expect(phone.locator(".answer")).to_contain_text("You checked them in at")
    if kind == "open_browser":
        assert axe(phone) == []

    server.back()
    phone.evaluate(ASK)
    expect(phone.locator("#notice")).to_contain_text(
        "All 4 entries that were kept here have been sent"
    )
    tablet.evaluate(ASK)
    expect(tablet.locator("#counter")).to_contain_text("3")
    expect(tablet.locator("#last5")).to_contain_text("Rosa")
    assert who_is_in(event) == ["Noor", "Łukasz", "Rosa"]
    phone.goto(address)
    expect(phone.locator("#more-here")).to_contain_text("Badges: labels and printer")


def test_a_page_started_without_its_server_shows_by_itself_what_is_to_be_looked_at(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=390, height=844)
    gone = make.rsvp(event, first_name="Kenji")
    address = stand_at_door(app, server, event, page, "Kofi")
    server.away()
    page.goto(address)
    find(page, "ken")
    expect(page.locator("#notice")).to_contain_text("One entry is kept")
    rsvps.cancel(gone, now=make.NOON)
    db.session.commit()

    server.back()
    page.evaluate(ASK)

    expect(page.locator("#conflicts")).to_contain_text("Kenji came at")
    expect(page.locator("#conflicts").get_by_role("link", name="Show them")).to_be_visible()
    # And once more, when it knew of that before.
    server.away()
    page.goto(address)
    expect(page.locator("#notice")).to_contain_text("No connection")
    server.back()
    page.evaluate(ASK)
    expect(page.locator("#conflicts")).to_contain_text("Kenji came at")
    page.get_by_role("button", name="Seen").click()
    expect(page.locator("#conflicts")).to_be_hidden()


def test_a_code_is_known_without_a_connection_and_a_strange_one_is_not(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=390, height=844)
    # Chromium on this system reads no codes and has no camera: these stand in for them.
    page.add_init_script(
        "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code'] }"
        " async detect() { return window.code ? [{rawValue: window.code}] : [] } };"
        "navigator.mediaDevices.getUserMedia = async () =>"
        " document.createElement('canvas').captureStream(5);"
        "HTMLMediaElement.prototype.play = async () => {};"
        "window.heard = []; addEventListener('door:answer', ({detail}) => heard.push(detail.tone), true);"
    )
    rsvp, gone = make.rsvp(event, first_name="Wei"), make.rsvp(event, first_name="Kenji")
    rsvps.cancel(gone, now=make.NOON)
    codes = [
        f"{server.url}/badge/{actions.code_of(rsvp)}",
        actions.code_of(rsvp),
        actions.code_of(gone),
        "x",
    ]
    stand_at_door(app, server, event, page, "Kofi")
    page.context.set_offline(True)

    page.click("#open-camera")
    for code, word in zip(
        codes, ("Come in", "Already in", "Has no place", "Not a badge we know"), strict=True
    ):
        page.evaluate("code => window.code = code", code)
        expect(page.locator(".answer .word")).to_have_text(word)

    assert page.evaluate("heard") == ["good", "stop", "bad", "bad"]
    # A badge says which plan it shows; the list knows the tables of its own.
    seated = db.session.scalars(
        db.select(Rsvp).where(Rsvp.first_name.in_(["Aiko", "Noor", "Łukasz"]))
    )
    for guest, (plan, said) in zip(
        seated.all(),
        (
            (1, []),
            (
                0,
                [
                    "This badge shows an older plan. By the list here: round 1 is table 1; round 2 is table 1."
                ],
            ),
            (2, ["This badge shows a newer plan than the list here: go by the badge."]),
        ),
        strict=True,
    ):
        code = actions.badge_address(guest, plan)
        page.evaluate("code => window.code = code", code)
        expect(page.locator(".answer .name")).to_have_text(guest.name)
        expect(page.locator(".answer .older")).to_have_text(said)


def test_names_rest_on_the_device_only_encrypted_and_go_with_the_sign_in(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    address = stand_at_door(app, server, event, page, "Kofi")
    page.context.set_offline(True)
    find(page, "ai")
    expect(page.locator("#notice")).to_contain_text("One entry is kept")

    rows, kept, files, cached, local = page.evaluate(KEPT)

    # Two keys, one list, one entry; and a page with what it is made of.
    assert (rows, kept.count("false"), files > 10) == (4, 2, True)
    assert "Check people in" in cached
    for secret in ("Aiko", "Winter open tables", 'name="csrf_token"'):
        assert secret not in kept + cached + local
    page.context.set_offline(False)
    page.evaluate(ASK)
    expect(page.locator("#notice")).to_contain_text("has been sent")
    page.goto(server.url + "/me")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(server.url + "/")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    server.away()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(address)


def test_a_page_that_can_keep_nothing_says_so_and_promises_nothing(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    # As at an address without https, where browsers give neither.
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    staff = make.member(event.community, "door")
    page.context.add_cookies([cookie(app, staff, server.url)])
    page.goto(server.url + door_builders.door(event, ""))
    find(page, "no")
    expect(page.locator(".answer")).to_contain_text("Come in")

    server.away()
    find(page, "ai")

    expect(page.locator("#answer")).to_contain_text("That was not sent")
    expect(page.locator("#notice")).to_contain_text("keeps nothing here")
    assert who_is_in(event) == ["Noor"]


def test_signing_out_asks_before_it_loses_what_was_not_sent(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page, asked = open_browser(), []
    stand_at_door(app, server, event, page, "Kofi")
    page.context.set_offline(True)
    find(page, "ai")
    expect(page.locator("#notice")).to_contain_text("One entry is kept")
    page.context.route("**/door/reports", lambda route: route.abort())
    page.context.set_offline(False)
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    page.goto(server.url + "/me")
    with page.expect_event("dialog"):
        page.get_by_role("button", name="Sign out").first.click()

    assert "were not sent yet" in asked[0]
    page.context.unroute("**/door/reports")
    page.goto(server.url + door_builders.door(event, ""))
    expect(page.locator("#last5")).to_contain_text("Aiko")
    expect(page.locator("#notice")).to_contain_text("has been sent")


def test_a_sign_in_that_ended_elsewhere_takes_the_list_with_it(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    stand_at_door(app, server, event, page, "Kofi")

    page.context.clear_cookies()
    page.wait_for_url("**/sign-in**")

    assert page.evaluate(KEPT)[0] == 0


def test_a_pass_that_ended_while_its_page_was_closed_takes_the_list_with_it(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page, address = open_browser(), server.url + door_builders.door(event, "")
    page.context.add_cookies([device_cookie(app, event, "door", server.url)])
    page.goto(address)
    expect(page.locator("#counter")).to_contain_text("3")
    before = page.evaluate(LISTS, 1)
    page.goto("about:blank")
    presence.clear_day(event, now=clock.now())
    db.session.commit()

    page.goto(address)

    expect(page.locator("main")).to_contain_text("Ask an organizer for a new code")
    assert [before, page.evaluate(LISTS, 0)] == [1, 0]
