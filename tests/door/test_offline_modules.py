"""Modules of the door's page that decide by themselves: what is found, and what leaves."""

from collections.abc import Callable

import door_builders
import make
import pytest
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect

from eventapp.assets import asset
from eventapp.door import guest_list

pytestmark = pytest.mark.browser

# Four entries, of which the server chokes on one and can't read another; what it got, and what is left.
CHOKES = """async ([queues, connection]) => {
  const { openQueue } = await import(queues), { Refused } = await import(connection);
  const queue = await openQueue("/a/door"), got = [];
  for (const id of ["first", "chokes", "odd", "last"]) await queue.add({ id, kind: "in" });
  await queue.send(async ({ reports }) => {
    if (reports.some(({ id }) => id === "chokes")) throw new Refused();
    got.push(...reports.map(({ id }) => id));
    return Object.fromEntries(reports.map(({ id }) => [id, { outcome: id === "odd" ? "unreadable" : "done" }]));
  });
  return [got, (await openQueue("/a/door")).waiting().map(({ id }) => id)];
}"""


def test_one_entry_that_the_server_chokes_on_keeps_no_other_waiting_and_is_not_dropped(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    page.goto(page_server)
    with app.test_request_context():
        modules = [asset(f"js/door/{name}.js") for name in ("queue", "connection")]

    got, left = page.evaluate(CHOKES, modules)

    assert got == ["first", "odd", "last"]
    assert left == ["chokes", "odd"]


# Entries kept at once: two as the first of all, then a third while those before are dropped; and one that no key opens.
AT_ONCE = """async ([store, queues]) => {
  const { openQueue } = await import(queues), { addWaiting, dropWaiting } = await import(store);
  const read = async () => (await openQueue("/a/door")).waiting().map(({ id }) => id);
  const queue = await openQueue("/a/door"), found = [];
  await Promise.all(["first", "second"].map((id) => queue.add({ id, kind: "out" })));
  found.push(await read());
  await Promise.all([dropWaiting(["first", "second"]), addWaiting("/a/door", { id: "third" })]);
  found.push(await read());
  const database = await new Promise((done) => {
    indexedDB.open("door").onsuccess = (event) => done(event.target.result);
  });
  const torn = { iv: new Uint8Array(12), data: new ArrayBuffer(32), door: "/a/door" };
  await new Promise((done) => {
    database.transaction("waiting", "readwrite").objectStore("waiting").put(torn, "torn").onsuccess = done;
  });
  found.push(await read());
  return found;
}"""


def test_entries_that_are_kept_at_once_can_all_be_read_after_a_reload_also_beside_one_that_cannot(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    page.goto(page_server)
    with app.test_request_context():
        modules = [asset(f"js/door/{name}.js") for name in ("store", "queue")]

    found = page.evaluate(AT_ONCE, modules)

    assert found == [["first", "second"], ["third"], ["third"]]


# The lists of two doors, kept at once in two tabs after one sign-in.
TWO_LISTS = """async ([store]) => {
  const { keepList, readList } = await import(store), doors = ["/a/door", "/another/door"];
  await Promise.all(doors.map((door) => keepList(door, { door, sign_in: "one", until: 0 })));
  return Promise.all(doors.map(async (door) => (await readList(door)).door));
}"""


def test_lists_of_two_doors_that_are_kept_at_once_can_both_be_read(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    page.goto(page_server)
    with app.test_request_context():
        modules = [asset("js/door/store.js")]

    assert page.evaluate(TWO_LISTS, modules) == ["/a/door", "/another/door"]


NAMES = [
    "Łukasz Żak",
    "José Ángel",
    "Straße Öz",
    "İpek Işık",
    "Σωκράτης",
    "Ærøskøbing",
    "李 雷",
    "ｆｕｌｌ",
    "O’Brien",
]


def test_names_are_found_here_as_they_are_by_the_server(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event = make.event()
    for name in NAMES:
        first, _blank, last = name.partition(" ")
        make.rsvp(event, first_name=first, last_name=last)
    entries = guest_list.guest_entries(event)
    page = open_browser()
    staff = make.member(event.community, "door")
    page.context.add_cookies([cookie(app, staff, page_server)])
    page.goto(page_server + door_builders.door(event, ""))
    expect(page.locator("#counter[data-shown]")).to_be_attached()

    for text in (
        "lu",
        "jose",
        "a",
        "strasse",
        "ip",
        "is",
        "σω",
        "aero",
        "雷",
        "full",
        "o’b",
        "z",
        "oz",
        "au",
    ):
        page.fill("#q", text)

        there = [entry.name for entry in guest_list.found(entries, text)]
        expect(page.locator("#hits bdi")).to_have_text(there)
        pieces = [piece for name in there for piece, hit in guest_list.marked(name, text) if hit]
        expect(page.locator("#hits mark")).to_have_text(pieces)
