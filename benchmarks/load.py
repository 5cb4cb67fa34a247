"""Five hundred guests of one event for ten minutes, while its tables are mixed and the door checks in.

    .venv/bin/python benchmarks/load.py [--guests 500] [--minutes 10] [--pause 10]

Two web processes and two workers on PostgreSQL and Redis behind nginx (deploy/nginx.conf without TLS), a
mail server that takes everything; all on this machine and on loopback, as is whoever asks. Each guest
has an address and a connection of their own: opens the event, answers, and then, after a pause of about
so many seconds each time, looks at the event, at their own page or at what else is on, or changes
what they ask for. Meanwhile an organizer mixes the tables anew every twenty seconds, and the door
checks in three hundred who came by a list.

It prints how long each page takes, what went wrong, what was answered and isn't in the database,
which letters didn't leave, what each program cost, and how its memory grew. It measures; it is no test.
The last result is in docs/scaling.md.
"""

import argparse
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import door_builders  # noqa: E402
import make  # noqa: E402
import process_tree  # noqa: E402
from conftest import running  # noqa: E402
from load_people import Pauses, Phone, Seen, door, guest, name_of, organizer  # noqa: E402
from load_site import KEY, Site, site  # noqa: E402

from eventapp import clock  # noqa: E402
from eventapp.db import db  # noqa: E402
from eventapp.door.models import Arrival  # noqa: E402
from eventapp.mail.models import Message  # noqa: E402
from eventapp.people.models import Person  # noqa: E402
from eventapp.rsvps.models import Ask, Rsvp  # noqa: E402

SAMPLE = 15


def evening(site: Site, guests: int, listed: int) -> tuple[str, str, dict[str, str], int]:
    """An event with some who are listed; its page, its desk, the cookies of those who work, a role."""
    with running(site.url, site.folder) as app:
        app.config["SECRET_KEY"] = KEY
        event = door_builders.event(minutes=60, capacity=listed + guests * 4 // 5)
        for number in range(listed):
            make.rsvp(event, first_name=name_of(number))
        helpers = {
            right: door_builders.cookie(app, make.member(event.community, right), "http://x")
            for right in ("organizer", "door")
        }
        db.session.commit()
        host = event.community.slug
        cookies = {right: f"{one['name']}={one['value']}" for right, one in helpers.items()}
        return (
            f"/{host}/events/{event.slug}",
            f"/desk/{host}/events/{event.slug}",
            cookies,
            event.roles[0].id,
        )


def main() -> int:
    """Run it; 0 when nothing went wrong and nothing was lost."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--guests", type=int, default=500)
    asked.add_argument("--listed", type=int, default=300)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--pause", type=float, default=10)
    given = asked.parse_args()
    with ExitStack() as stack:
        served = site(stack)
        return run(served, given)


def run(served: Site, given: argparse.Namespace) -> int:
    """Everybody at once, then the sums."""
    event, desk, cookies, role = evening(served, given.guests, given.listed)
    seen, chance = Seen(), random.Random(1)
    phones = [Phone(served.port, number) for number in range(given.guests)]
    helpers = {right: Phone(served.port, given.guests + n) for n, right in enumerate(cookies)}
    for right, cookie in cookies.items():
        helpers[right].cookie = cookie
    pauses = Pauses(given.minutes * 60, given.pause)
    crowd = [
        threading.Thread(
            target=guest, args=(one, event, role, seen, random.Random(chance.random()), pauses)
        )
        for one in phones
    ]
    crowd.append(
        threading.Thread(target=organizer, args=(helpers["organizer"], desk, seen, pauses))
    )
    crowd.append(
        threading.Thread(target=door, args=(helpers["door"], desk, given.listed, seen, pauses))
    )
    before = {name: _cpu(pids) for name, pids in served.programs.items()}
    own = time.process_time()
    for one in crowd:
        one.start()
    memory = list(samples(served, pauses))
    for one in crowd:
        one.join()
    seconds = time.monotonic() - pauses.begun
    cost = {name: _cpu(pids) - before[name] for name, pids in served.programs.items()}
    cost["whoever asks"] = time.process_time() - own
    missing = lost(served, event, phones, seen)
    tell(seen, seconds, cost, memory, missing)
    return int(bool(seen.wrong or missing))


def samples(served: Site, pauses: Pauses) -> Iterator[dict[str, float]]:
    """The memory of each program, again and again, until it is over."""
    while (left := pauses.begun + pauses.seconds - time.monotonic()) > 0:
        pauses.wait(min(SAMPLE, left))
        yield {
            name: sum(process_tree.memory(pid) for pid in pids)
            for name, pids in served.programs.items()
        }
    pauses.over.set()


def lost(served: Site, event: str, phones: list[Phone], seen: Seen) -> list[str]:
    """What was answered with success and isn't in the database, or its letter didn't leave."""
    with running(served.url, served.folder):

        def waiting() -> int:
            db.session.rollback()
            due = db.select(db.func.count(Message.id)).where(
                Message.state == "queued", Message.due_at <= clock.now()
            )
            return db.session.scalar(due) or 0

        end = time.monotonic() + 120
        while waiting() and time.monotonic() < end:
            time.sleep(1)
        found = dict(db.session.execute(db.select(Person.email, Rsvp.id).join(Rsvp.person)).all())
        asks = dict(db.session.execute(db.select(Ask.rsvp_id, Ask.text)).all())
        came = set(db.session.scalars(db.select(Arrival.rsvp_id)))
        sent = set(db.session.scalars(db.select(Message.to).where(Message.state == "sent")))
        wrong = [
            f"no answer of {one.email}" for one in phones if one.mine and one.email not in found
        ]
        wrong += [
            f"the change of {one.email}"
            for one in phones
            if one.said and asks.get(found.get(one.email, 0)) != one.said
        ]
        wrong += [f"the arrival of {number}" for number in seen.arrived - came]
        wrong += [
            f"no letter to {one.email}" for one in phones if one.mine and one.email not in sent
        ]
        if left := waiting():
            wrong.append(f"{left} letters still wait")
        return wrong


def tell(
    seen: Seen,
    seconds: float,
    cost: dict[str, float],
    memory: list[dict[str, float]],
    missing: list[str],
) -> None:
    """Print it."""
    asked = sum(map(len, seen.took.values()))
    print(
        f"{asked:,} answers in {seconds:.0f} s, {asked / seconds:.1f} a second; {seen.mixed} mixes, {len(seen.arrived)} check-ins"
    )
    print(f"{'milliseconds':<20}{'number':>8}{'half':>8}{'p95':>8}{'p99':>8}{'most':>8}")
    for page, took in sorted(seen.took.items()):
        each = sorted(took)
        part = [
            each[min(len(each) - 1, int(len(each) * share))] * 1000
            for share in (0.5, 0.95, 0.99, 1)
        ]
        print(f"{page:<20}{len(each):>8,}" + "".join(f"{value:>8.0f}" for value in part))
    print(f"errors {sum(seen.wrong.values())}, lost {len(missing)}")
    for what, number in seen.wrong.most_common(10):
        print(f"  {number} × {what}")
    for what in missing[:10]:
        print(f"  {what}")
    print("cores used, and MiB after a minute, at the half, in the end:")
    for name, used in cost.items():
        held = [sample.get(name, 0) for sample in memory]
        shown = (
            [held[min(len(held) - 1, at)] for at in (60 // SAMPLE, len(held) // 2, len(held) - 1)]
            if any(held)
            else []
        )
        print(f"  {name:<14}{used / seconds:>6.2f}" + "".join(f"{value:>8.0f}" for value in shown))


def _cpu(pids: list[int]) -> float:
    return sum(process_tree.cpu(pid).whole for pid in pids)


if __name__ == "__main__":
    sys.exit(main())
