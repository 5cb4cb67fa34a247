"""What a large training program costs its people and its organizer: it measures, it is no test.

    python benchmarks/programs.py [--people 50 500] [--sessions 12]

For each number of people a program of its own is written to a database of its own: so many enrolled, a
fifth as many waiting, a third of its sessions over with who came and who met. It prints wall and CPU
milliseconds and the number of statements: of the pages (the median of several), of what an organizer does
with all of it, of the worker's letters about that (all, and the longest part, which is how long others wait
to write), and of the certificates.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import make
import program_builders
from conftest import make_tables, running, visitor
from sqlalchemy import event as listened
from visitor import Visitor, forms

from eventapp import clock, tokens
from eventapp.certificates import actions as certificates
from eventapp.certificates import jobs as certificates_jobs
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.people.models import Link, Person
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.announcing import jobs as announcing_jobs
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import announcements
from eventapp.rsvps import jobs as rsvps_jobs
from eventapp.rsvps.models import Rsvp

TIMES = 5


class Meter:
    """Counts statements, and says what something took."""

    def __init__(self) -> None:
        self.statements = 0
        listened.listen(db.engine, "before_cursor_execute", self._count)

    def _count(self, *_given: object) -> None:
        self.statements += 1

    def took(self, act: Callable[[], object]) -> tuple[float, float, int]:
        """Wall and CPU milliseconds, and statements."""
        before, wall, cpu = self.statements, time.perf_counter(), time.process_time()
        act()
        done = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
        return *done, self.statements - before

    def show(self, name: str, act: Callable[[], object], *, times: int = 1) -> None:
        """Print it; the median where it is done several times, after one that isn't counted."""
        if times > 1:
            act()
        found = [self.took(act) for _ in range(times)]
        wall, cpu, asked = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"  {name:44}{wall:9.0f}{cpu:9.0f}{asked:9.0f}")


def main() -> None:
    """Build a program of each size, and use it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, nargs="+", default=[50, 500])
    options.add_argument("--sessions", type=int, default=12)
    given = options.parse_args()
    for people in given.people:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/eventapp.db"
            make_tables(url)
            with running(url, Path(folder)) as app:
                program = built(people, given.sessions)
                client = visitor(app)
                make.sign_in(client, make.member(program.community, "organizer"))
                db.session.commit()
                print(
                    f"{people} enrolled, {people // 5} waiting",
                    f"{given.sessions} sessions",
                    sep=", ",
                )
                print(f"  {'':44}{'wall ms':>9}{'CPU ms':>9}{'queries':>9}")
                measure(Meter(), client, program)


def measure(meter: Meter, client: Visitor, program: Program) -> None:
    """The pages first, then what changes all of it, then its end."""
    number, desk = program.id, program_builders.path(program)
    mine = f"/e/{token_of(program_builders.enrolments(program)[0].link)}"
    pages = {
        "public page": f"/{program.community.slug}/programs/{program.slug}",
        "personal page": mine,
        "desk page": desk,
        "attendance, the grid": f"{desk}/attendance",
        "attendance as XLSX": f"{desk}/attendance.xlsx",
        "today's session": f"{desk}/today",
        "progress": f"{desk}/progress",
        "certificates": f"{desk}/certificates",
        "change several, the form": f"{desk}/sessions/changes",
    }
    for name, page in pages.items():
        meter.show(name, lambda page=page: opened(client, page), times=TIMES)
    looked = client.submit(
        f"{desk}/sessions/changes", to="/review", scope="all", starts_at="19:00", ends_at="21:30"
    )
    form = next(one for one in forms(looked.text) if one.action.endswith("/changes"))
    meter.show("moving all: the request", lambda: sent(client, form.action, form.values))
    letters(meter)
    for name in ("cancellation", "reopening"):
        page = f"{desk}/{name}"
        values = forms(client.get(page).text)[0].values
        meter.show(
            f"{name}: the request", lambda page=page, values=values: sent(client, page, values)
        )
        letters(meter)
    over(db.session.get_one(Program, number))
    with parts_of(certificates, "give_part") as spent:
        meter.show("certificates: the worker", certificates_jobs.give)
    print(f"  {'    its longest part':44}{max(spent):9.0f}")
    meter.show(
        "certificates, all given", lambda: opened(client, f"{desk}/certificates"), times=TIMES
    )


def opened(client: Visitor, page: str) -> None:
    """A page, whole."""
    assert client.get(page).status_code == 200, page


def sent(client: Visitor, page: str, values: dict[str, object]) -> None:
    """A form, done."""
    answer = client.post(page, data=values)
    assert answer.status_code == 303, answer.text


def letters(meter: Meter) -> None:
    """What the worker writes of it."""
    with parts_of(announcing, "write_part") as spent, parts_of(announcements, "write_part") as more:
        meter.show("    letters of the program", announcing_jobs.write)
        meter.show("    letters of its sessions", rsvps_jobs.write_announcements)
    if spent + more:
        print(f"  {'    the longest part':44}{max(spent + more):9.0f}")


@contextmanager
def parts_of(module: object, name: str) -> Iterator[list[float]]:
    """How long each call of a function takes, in milliseconds, and no pauses between."""
    kept, spent = getattr(module, name), []

    def timed(*given: object, **more: object) -> object:
        begun = time.perf_counter()
        try:
            return kept(*given, **more)
        finally:
            spent.append((time.perf_counter() - begun) * 1000)

    setattr(module, name, timed)
    for jobs in (announcing_jobs, rsvps_jobs, certificates_jobs):
        jobs.PAUSE = 0
    yield spent
    setattr(module, name, kept)


def built(people: int, sessions: int) -> Program:
    """A program with so many enrolled, like one who joined by the form, and a third of it over."""
    program = make.program(sessions=sessions, capacity=people)
    events = [session.event for session in program.sessions]
    for event in events:
        event.capacity, event.tables, event.seats, event.rounds = people, people // 4 + 1, 4, 1
    first = program_builders.join(program)
    copied(program, first, people - 1, state="enrolled", answer="going")
    copied(program, first, people // 5, state="waitlisted", answer="waitlisted")
    for number, event in enumerate(events[: sessions // 3]):
        held(event, weeks=sessions // 3 - number)
    db.session.commit()
    db.session.expire_all()
    return program


def copied(program: Program, like: Enrolment, number: int, *, state: str, answer: str) -> None:
    """So many more, as rows."""
    start = int(db.session.scalar(db.select(db.func.max(Person.id))) or 0)
    people = [
        {
            "email": f"p{start + n}@example.org",
            "first_name": f"P{start + n}",
            "created_at": make.NOON,
        }
        for n in range(number)
    ]
    ids = db.session.scalars(db.insert(Person).returning(Person.id), people).all()
    rows = []
    made = links(ids, "enrolment")
    for turn, (who, link) in enumerate(zip(ids, made, strict=True)):
        answers = like.answers | {"first_name": f"P{who}"}
        row = columns(like) | {"person_id": who, "link_id": link, "state": state}
        rows.append(row | {"answers": answers, "turn": start + turn + 1})
    db.session.execute(db.insert(Enrolment), rows)
    for session in program.sessions:
        one = program_builders.rsvp_of(like, session.event)
        rows = [
            columns(one)
            | {"person_id": who, "link_id": link, "state": answer, "turn": start + turn + 1}
            | {"batch": f"together-{made[turn]}"}
            for turn, (who, link) in enumerate(zip(ids, links(ids, "rsvp"), strict=True))
        ]
        db.session.execute(db.insert(Rsvp), rows)


def columns(record: object) -> dict[str, object]:
    """A record as a row without its number."""
    table = type(record).__table__
    return {c.key: getattr(record, c.key) for c in table.columns if c.key != "id"}


def links(people: list[int], purpose: str) -> list[int]:
    """A personal link for each."""
    made = [
        {
            "purpose": purpose, "person_id": who, "created_at": make.NOON,
            "nonce": (nonce := tokens.new_nonce()), "digest": tokens.digest(nonce),
        }
        for who in people
    ]  # fmt: skip
    return list(db.session.scalars(db.insert(Link).returning(Link.id), made))


def held(event: Event, *, weeks: int) -> None:
    """It is over: nine of ten came, and met the three others at their table."""
    event.starts_at = clock.now() - timedelta(weeks=weeks, hours=3)
    event.ends_at = event.starts_at + timedelta(hours=2)
    going = db.select(Rsvp.id, Rsvp.person_id).filter_by(event_id=event.id, state="going")
    came = [one for n, one in enumerate(db.session.execute(going).all()) if n % 10]
    db.session.execute(
        db.insert(Arrival),
        [{"rsvp_id": one.id, "arrived_at": event.starts_at} for one in came],
    )
    people = [one.person_id for one in came]
    Random(event.id).shuffle(people)
    row = {"event_id": event.id, "round": 1, "met_at": event.starts_at}
    tables = [sorted(people[n : n + 4]) for n in range(0, len(people), 4)]
    db.session.execute(
        db.insert(Encounter),
        [
            {**row, "table": number, "low_id": low, "high_id": high}
            for number, table in enumerate(tables, start=1)
            for place, low in enumerate(table)
            for high in table[place + 1 :]
        ],
    )


def over(program: Program) -> None:
    """The rest of it is over, too."""
    events = [session.event for session in program.sessions]
    for number, event in enumerate(events):
        if event.starts_at > clock.now():
            held(event, weeks=len(events) - number)
    db.session.commit()
    db.session.expire_all()


if __name__ == "__main__":
    main()
