"""Five hundred guests of one event for ten minutes, while its tables are mixed and the door checks in.

    .venv/bin/python benchmarks/load.py [--guests 500] [--minutes 10] [--pause 10]

Two web processes and two workers on PostgreSQL and Redis behind nginx (deploy/nginx.conf without TLS), a
mail server that takes everything; all on this machine and on loopback, as is whoever asks. Each guest
has an address and a connection of their own: opens the event, answers, and then, after a pause of about
so many seconds each time, looks at the event, at their own page or at what else is on, changes
what they ask for, or now and then gives their place back for good. Meanwhile an organizer mixes the tables
anew every twenty seconds and publishes them at the half, and the door checks in three hundred who came by a list.

It prints how long each page takes, what went wrong, what was answered and isn't in the database,
which letters didn't leave, what each program cost, and how its memory grew. It measures; it is no test.
The last result is in docs/scaling.md. `limit.py` asks for more and more until it is too much.
"""

import argparse
import sys
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from conftest import running  # noqa: E402
from load_people import Crowd, Pauses, Seen  # noqa: E402
from load_site import Site, evening, site  # noqa: E402
from load_watch import Totals, Watch, tell_cost, tell_memory, tell_waits  # noqa: E402

from eventapp import clock  # noqa: E402
from eventapp.db import db  # noqa: E402
from eventapp.door.models import Arrival  # noqa: E402
from eventapp.mail.models import Message  # noqa: E402
from eventapp.people.models import Person  # noqa: E402
from eventapp.rsvps.models import Ask, Rsvp  # noqa: E402


def main() -> int:
    """Run it; 0 when nothing went wrong and nothing was lost."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--guests", type=int, default=500)
    asked.add_argument("--listed", type=int, default=300)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--pause", type=float, default=10)
    given = asked.parse_args()
    with ExitStack() as stack:
        return run(site(stack), given)


def run(served: Site, given: argparse.Namespace) -> int:
    """Everybody at once, then the sums."""
    where, seen = evening(served, given.guests, given.listed), Seen()
    pauses = Pauses(given.minutes * 60, given.pause)
    crowd = Crowd(served.port, where, given.guests, given.listed, seen, pauses)
    before = Totals.of(served)
    with Watch(served) as watch:
        crowd.come()
        pauses.wait(pauses.seconds)
        after = Totals.of(served)
        tell_times(seen, after.at - before.at)
        crowd.leave()
    missing = lost(served, crowd)
    print(f"errors {sum(seen.wrong.values())}, lost {len(missing)}")
    for what, number in seen.wrong.most_common(10):
        print(f"  {number} × {what}")
    for what in missing[:10]:
        print(f"  {what}")
    tell_cost(before, after, seen.answers)
    tell_waits(watch)
    tell_memory(watch)
    return int(bool(seen.wrong or missing))


def tell_times(seen: Seen, seconds: float) -> None:
    """Print how long each page took."""
    print(
        f"{seen.answers:,} answers in {seconds:.0f} s, {seen.answers / seconds:.1f} a second; "
        f"{seen.mixed} mixes, {seen.published} publications, {len(seen.arrived)} check-ins, "
        f"{len(seen.gone)} places given back"
    )
    print(f"{'milliseconds':<20}{'number':>8}{'half':>8}{'p95':>8}{'p99':>8}{'most':>8}")
    for page, took in sorted(seen.took.items()):
        part = [share * 1000 for share in Seen.shares(took, 0.5, 0.95, 0.99, 1)]
        print(f"{page:<20}{len(took):>8,}" + "".join(f"{value:>8.0f}" for value in part))


def lost(served: Site, crowd: Crowd) -> list[str]:
    """What was answered with success and isn't in the database, or its letter didn't leave."""
    seen, came_by_form = crowd.seen, [one for one in crowd.phones if one.mine]
    with running(served.url, served.folder):
        left = _letters_left(seconds=120)
        rows = db.session.execute(
            db.select(Person.email, Rsvp.id, Rsvp.state, Ask.text)
            .join(Rsvp.person)
            .outerjoin(Ask, Ask.rsvp_id == Rsvp.id)
        )
        kept = {email: (state, ask) for email, _number, state, ask in rows}
        came = set(db.session.scalars(db.select(Arrival.rsvp_id)))
        sent = set(db.session.scalars(db.select(Message.to).where(Message.state == "sent")))
    wrong = [f"no answer of {one.email}" for one in came_by_form if one.email not in kept]
    for one in came_by_form:
        state, ask = kept.get(one.email, ("", ""))
        if one.said and ask != one.said:
            wrong.append(f"the change of {one.email}")
        if (one.email in seen.gone) != (state == "cancelled"):
            wrong.append(f"{one.email} is {state}")
    wrong += [f"the arrival of {number}" for number in seen.arrived - came]
    wrong += [f"no letter to {one.email}" for one in came_by_form if one.email not in sent]
    return wrong + [f"{left} letters still wait"] * bool(left)


def _letters_left(*, seconds: float) -> int:
    """How many letters still wait after so long at most."""
    due = db.select(db.func.count(Message.id)).where(
        Message.state == "queued", Message.due_at <= clock.now()
    )
    end = time.monotonic() + seconds
    while (left := int(db.session.scalar(due) or 0)) and time.monotonic() < end:
        db.session.rollback()
        time.sleep(1)
    db.session.rollback()
    return left


if __name__ == "__main__":
    sys.exit(main())
