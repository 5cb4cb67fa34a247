"""How long the cards of an evening take: to be written by the worker, and to leave.

    python benchmarks/followups.py [--people 100 500 1000] [--lines benchmarks/asks_and_offers.tsv]

Three rounds at tables of six, eight in ten agree to be on cards, and everybody asks and offers
something. Letters leave for a mail server in a process of its own that keeps none. It measures, it is
no test.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import mail

HERE = Path(__file__).resolve().parents[1]
SEATS, ROUNDS, CONSENT = 6, 3, 0.8


def main() -> None:
    """Measure events of several sizes, and print a line for each."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, nargs="*", default=[100, 500, 1000])
    options.add_argument("--lines", type=Path, default=HERE / "benchmarks" / "asks_and_offers.tsv")
    given = options.parse_args()
    lines = [
        line.split("\t")
        for line in given.lines.read_text().splitlines()
        if line and not line.startswith("#")
    ]
    sys.path[:0] = [str(HERE), str(HERE / "tests")]
    os.chdir(HERE)
    print(
        f"{'people':>8}{'cards':>8}{'written, s':>12}{'left, s':>10}{'CPU, s':>8}{'longest part, s':>17}{'KB':>6}"
    )
    with mail.mail_server() as smtp:
        for people in given.people:
            with tempfile.TemporaryDirectory() as folder:
                print(measure(Path(folder), smtp, people, lines), flush=True)


def measure(folder: Path, smtp: str, people: int, lines: list[list[str]]) -> str:
    """One event of so many people, in words."""
    from conftest import make_tables, running

    from eventapp.db import db
    from eventapp.followups.sending import actions, jobs
    from eventapp.mail import deliver
    from eventapp.mail.models import Message

    url = f"sqlite:///{folder / 'followups.db'}"
    make_tables(url)
    with running(url, folder, SMTP_URL=smtp) as app:
        _evening(people, lines)
        longest = 0.0

        def watched(work: Callable[..., Any]) -> Callable[..., Any]:
            def run(*args: Any, **named: Any) -> Any:
                nonlocal longest
                begun = time.perf_counter()
                found = work(*args, **named)
                longest = max(longest, time.perf_counter() - begun)
                return found

            return run

        actions.begin, actions.write_part = watched(actions.begin), watched(actions.write_part)
        written, core = mail.timed(jobs.draft_due)
        cards = db.session.scalar(db.select(db.func.count(Message.id)).filter_by(kind="card"))
        largest = db.session.scalar(db.select(db.func.max(db.func.length(Message.html))))
        db.session.remove()
        left, more = mail.timed(lambda: deliver.deliver_due(limit=people))
        sent = db.session.scalar(db.select(db.func.count(Message.id)).filter_by(state="sent"))
        assert sent == cards, f"{sent} of {cards} left"
        assert app.config["SMTP_URL"] == smtp
    return f"{people:>8,}{cards:>8,}{written:>12.2f}{left:>10.2f}{core + more:>8.2f}{longest:>17.2f}{largest / 1024:>6.0f}"


def _evening(people: int, lines: list[list[str]]) -> None:
    """Yesterday's event, with everybody at the tables and in."""
    import followup_builders
    import make

    from eventapp.db import db
    from eventapp.door.models import Arrival

    chance = random.Random(7)
    asks = [line[3] for line in lines if line[1] == "ask"]
    offers = [line[3] for line in lines if line[1] == "offer"]
    event = make.past_event(capacity=None, tables=-(-people // SEATS), seats=SEATS, rounds=ROUNDS)
    event.ends_at -= timedelta(days=1)
    event.starts_at -= timedelta(days=1)
    guests = [
        make.rsvp(
            event,
            email=f"guest{n}@example.org",
            ask=chance.choice(asks),
            offer=chance.choice(offers),
            keep_in_touch=chance.random() < CONSENT,
        )
        for n in range(people)
    ]
    rounds = []
    for _number in range(ROUNDS):
        chance.shuffle(guests)
        rounds.append([guests[at : at + SEATS] for at in range(0, people, SEATS)])
    followup_builders.seat(event, *rounds)
    db.session.add_all(Arrival(rsvp=one, arrived_at=event.starts_at) for one in guests)
    db.session.commit()
    db.session.remove()


if __name__ == "__main__":
    main()
