"""Devices at a door that is cut off."""

import door_builders
import make
from door_builders import cookie
from door_outage import Outage
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.events.models import Event

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


def open_tables() -> Event:
    """An event that begins soon, with three guests on the list."""
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
FOUND = {"ai": "Aiko", "ken": "Kenji", "no": "Noor", "lu": "Łukasz"}


def find(page: Page, text: str) -> None:
    # Until the list is here the server finds people, with lines of its own.
    expect(page.locator("#counter[data-shown]")).to_be_attached()
    page.fill("#q", text)
    # What was found before goes first.
    line = page.locator("#hits li").filter(has_text=FOUND[text])
    line.locator("[data-kind]").first.click()


def who_is_in() -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(db.select(Arrival).order_by(Arrival.arrived_at, Arrival.id))
    return [arrival.rsvp.first_name for arrival in rows]
