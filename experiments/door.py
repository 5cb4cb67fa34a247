"""Three hundred people through two doors in ten minutes, one of them without a connection half of the time.

    .venv/bin/python experiments/door.py [--minutes 10] [--people 300]

A tablet and a phone are pages of Chromium, worked as people work them: two letters, a tap. The server is the
shipped one, and is killed and started anew in the middle. One door loses its connection twice, for half
of the evening together; what it presses waits on the device. Some guests are tried at both doors,
some are checked in by mistake and taken back, some walk in, some have cancelled while the door could
not know. In the end every green answer has its arrival, at its time; nobody else has one; both doors
show the same; and whoever has cancelled stands among what is to be looked at.

The last result, ten minutes on two cores that others worked on, too: 300 in, 10 of them walk-ins, 10 to
look at, both doors at 300 of 300; no wrong and no lost arrival.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import door_builders  # noqa: E402
import make  # noqa: E402
from browser import QUIET  # noqa: E402
from conftest import running  # noqa: E402
from live_server import Server, start_server, stop_all  # noqa: E402
from playwright.sync_api import Page, expect, sync_playwright  # noqa: E402

from eventapp import clock  # noqa: E402
from eventapp.db import db  # noqa: E402
from eventapp.door import reports  # noqa: E402
from eventapp.door.models import Arrival  # noqa: E402
from eventapp.events.models import Event  # noqa: E402
from eventapp.rsvps import actions as rsvps  # noqa: E402
from eventapp.rsvps.models import Rsvp  # noqa: E402

# Which parts of the evening the second door is cut off for, and when the server is killed.
AWAY = ((0.10, 0.35), (0.55, 0.80))
KILLED, BACK = 0.45, 0.48
# The first door is a tablet, the second a phone.
SIZES = ((820, 1100), (390, 844))
SECRET = "a secret key of an experiment alone"
# A press and what is written down of it may lie so far apart: a page takes its time to be tapped.
NEAR = timedelta(seconds=5)


@dataclass
class Evening:
    """What should be true in the end, by name."""

    came: dict[str, datetime] = field(default_factory=dict)
    walked_in: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)


def check_in(page: Page, name: str) -> str:
    """Find somebody by name and tap; the word of the answer."""
    page.fill("#q", name)
    page.locator("#hits li").first.locator("[data-kind]").click()
    expect(page.locator("#answer .name")).to_have_text(name)
    return page.locator("#answer .word").inner_text()


def come(page: Page, evening: Evening, name: str) -> None:
    """Somebody comes in; green is a promise."""
    said = check_in(page, name)
    if said == "Come in":
        evening.came.setdefault(name, datetime.now(UTC))


def mistake(page: Page, evening: Evening, name: str) -> None:
    """Checked in by mistake, and taken back at once."""
    if check_in(page, name) == "Come in":
        page.locator("#answer").get_by_role("button", name="Undo").click()
        expect(page.locator("#answer")).to_contain_text("not checked in any more")


def walk_in(page: Page, evening: Evening, name: str) -> None:
    """Somebody who is on no list."""
    page.get_by_role("link", name="Walk-in").first.click()
    page.fill("dialog [name=first_name]", name)
    page.locator("dialog .roles label").first.click()
    page.locator("dialog").get_by_role("button", name="Let them in").click()
    expect(page.locator("#answer .name")).to_have_text(name)
    evening.came[name] = datetime.now(UTC)
    evening.walked_in.append(name)


Step = tuple[float, int, Callable[[Page, Evening, str], None], str]


def steps(people: int, chance: random.Random) -> list[Step]:
    """Who does what at which door, and when, as a part of the evening."""
    names = [f"Ana{n:03}" for n in range(people)]
    made: list[Step] = []
    for n, name in enumerate(names):
        at, door = chance.random() * 0.9, chance.randrange(2)
        if n % 30 == 7:
            # At the door that can't know, while it can't.
            made.append((0.57 + 0.2 * chance.random(), 1, come, name))
            continue
        if n % 25 == 3:
            made.append((at, door, mistake, name))
            at += 0.03
        made.append((at, door, come, name))
        if n % 20 == 5:
            made.append((min(at + 0.05, 0.95), 1 - door, come, name))
    made += [(chance.random() * 0.9, n % 2, walk_in, f"Rosa{n:03}") for n in range(people // 30)]
    return sorted(made, key=lambda step: step[0])


def cancelled(people: int) -> list[str]:
    """Who gives the place back while the second door has no connection."""
    return [f"Ana{n:03}" for n in range(people) if n % 30 == 7]


def build(people: int) -> Event:
    """An evening to which so many have said yes."""
    event = door_builders.event(minutes=15, capacity=None)
    for n in range(people):
        make.rsvp(event, first_name=f"Ana{n:03}", last_name="")
    db.session.commit()
    return event


def evening_of(server: Server, people: int, seconds: float, seed: int) -> list[str]:
    """Run it; what is wrong in the end."""
    chance, evening = random.Random(seed), Evening()
    with running(server.database_url, server.data_dir) as app:
        app.config["SECRET_KEY"] = SECRET
        event = build(people)
        number, path = event.id, door_builders.door(event, "")
        cookies = [
            door_builders.cookie(app, make.member(event.community, "door"), server.url)
            for _door in range(2)
        ]
        db.session.commit()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=list(QUIET)
        )
        pages = []
        for cookie, (width, height) in zip(cookies, SIZES, strict=True):
            context = browser.new_context(viewport={"width": width, "height": height})
            context.add_cookies([cookie])
            page = context.new_page()
            page.goto(server.url + path)
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            expect(page.locator("#roles")).to_be_attached()
            pages.append(page)
        begun = time.monotonic()
        once = [
            (AWAY[1][0], lambda: give_back(server, number, cancelled(people), evening)),
            (KILLED, server.kill),
            (BACK, server.begin),
        ]
        for at, door, act, name in steps(people, chance):
            while (gone := (time.monotonic() - begun) / seconds) < at:
                pages[0].wait_for_timeout(min(200, max(1, (at - gone) * seconds * 1000)))
            pages[1].context.set_offline(any(first <= at < last for first, last in AWAY))
            for due in [due for due in once if due[0] <= at]:
                once.remove(due)
                due[1]()
            act(pages[door], evening, name)
        pages[1].context.set_offline(False)
        for page in pages:
            expect(page.locator("#notice .offline:not(.good)")).to_have_count(0, timeout=30_000)
            page.wait_for_timeout(5000)
        counters = [page.locator("#counter").inner_text() for page in pages]
        browser.close()
    return wrongs(server, number, evening, counters)


def give_back(server: Server, number: int, names: list[str], evening: Evening) -> None:
    """Some cancel, on their own phones."""
    with running(server.database_url, server.data_dir):
        theirs = db.select(Rsvp).where(Rsvp.event_id == number, Rsvp.first_name.in_(names))
        for rsvp in db.session.scalars(theirs):
            rsvps.cancel(rsvp, now=clock.now())
        db.session.commit()
    evening.gone.update(names)


def wrongs(server: Server, number: int, evening: Evening, counters: list[str]) -> list[str]:
    """What isn't as it should be."""
    with running(server.database_url, server.data_dir):
        rows = db.session.execute(
            db.select(Rsvp.first_name, Arrival.arrived_at)
            .join(Arrival.rsvp)
            .where(Rsvp.event_id == number)
        ).all()
        found: dict[str, datetime] = dict(rows)
        event = db.session.get_one(Event, number)
        listed = {one.rsvp.first_name for one in reports.conflicts(event) if one.rsvp}
        twice = db.session.scalar(
            db.select(db.func.count(Rsvp.id)).where(Rsvp.event_id == number, Rsvp.source == "door")
        )
    promised = evening.came.keys() - evening.gone
    late = {n for n in promised & found.keys() if abs(found[n] - evening.came[n]) > NEAR}
    told = [
        ("lost", promised - found.keys()),
        ("wrong", found.keys() - promised),
        ("at another time", late),
        ("cancelled, and not listed", (evening.came.keys() & evening.gone) - listed),
        ("listed without a reason", listed - evening.gone),
        ("walk-ins more or fewer than walked in", {twice} - {len(evening.walked_in)}),
        ("the doors say", set(counters) if len(set(counters)) > 1 else set()),
    ]
    print(
        f"{len(found)} in, {len(evening.walked_in)} of them walk-ins; {len(listed)} to look at; {counters}"
    )
    return [f"{what}: {sorted(map(str, which))}" for what, which in told if which]


def main() -> int:
    """Run it once; 0 when nothing was wrong."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--people", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder), SECRET_KEY=SECRET)
        try:
            found = evening_of(server, given.people, given.minutes * 60, given.seed)
        finally:
            stop_all([server])
    print("\n".join(found) or "No wrong and no lost arrival.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
