"""A community as large as it is told to be, written straight into the tables; the same each time.

At full size: 2,000 evenings of ten years, 100,000 people, a million RSVPs, two million meetings and
200,000 letters. Whatever its size, the same evenings are to come: one that is going on with 300
guests at published tables, one with 300 guests and no tables yet, one with a draft, and one with
5,000 guests. Those 300 are regulars: they have met at 40 evenings, in a small community at half of all.
"""

import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

from eventapp.db import db

EVENINGS, PEOPLE, GUESTS, LETTERS = 2_000, 100_000, 500, 100
REGULARS, CROWD, TABLES, ROUNDS = 300, 5_000, 60, 3
# So many evenings of a large community had its regulars; of a small one every other evening.
FAITHFUL = 40
EVERY = timedelta(hours=43, minutes=48)
SLUG = "large"
ROLES = ("Newcomer", "Practitioner", "Leader", "Student", "Founder")
LINES = ("my first job in data", "a look at my CV", "cloud costs", "public speaking", "hiring well")
Rows = Iterable[dict[str, Any]]


class Builder:
    """Writes the community of a size (1: the whole) into empty tables."""

    def __init__(self, size: float, now: datetime) -> None:
        self.now, self.random = now.replace(minute=0, second=0, microsecond=0), random.Random(1)
        self.evenings = max(1, round(EVENINGS * size))
        self.people = max(round(PEOPLE * size), REGULARS + CROWD)
        self.loyal_every = max(2, self.evenings // FAITHFUL)
        self.number = {"rsvp": 0, "seat": 0, "encounter": 0, "message": 0}

    def build(self) -> None:
        """Everything, in order of what points at what."""
        pour("person", self.persons())
        for table, rows in self.community().items():
            pour(table, rows)
        pour("event", [self.event(number) for number in range(1, self.evenings + 5)])
        pour("event_role", self.event_roles())
        for number in range(1, self.evenings + 1):
            self.past(number)
        self.coming(self.evenings + 1, "tonight", plan="published")
        self.coming(self.evenings + 2, "next")
        self.coming(self.evenings + 3, "draft", plan="draft")
        crowd = range(REGULARS + 1, REGULARS + CROWD + 1)
        self.answers(self.evenings + 4, crowd, self.now - timedelta(days=20), lines=0.5)
        pour("program", self.programs())
        self.enrol()
        flush()

    def persons(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.people + 1):
            yield {
                "id": number, "email": f"person{number}@example.org",
                "first_name": f"Person{number}", "last_name": f"Läst{number % 977}",
                "pronouns": "", "created_at": self.now - timedelta(days=3650),
            }  # fmt: skip

    def community(self) -> dict[str, Rows]:
        at = self.now - timedelta(days=3650)
        host = {
            "id": 1, "slug": SLUG, "name": "A large community", "summary": "", "description": "",
            "zone": "Europe/Berlin", "created_at": at,
        }  # fmt: skip
        owner = {"id": 1, "community_id": 1, "person_id": 1, "right": "owner", "created_at": at}
        roles = [
            {"id": n, "community_id": 1, "name": role, "mark": n, "position": n}
            for n, role in enumerate(ROLES, start=1)
        ]
        return {"community": [host], "membership": [owner], "role": roles}

    def event(self, number: int) -> dict[str, Any]:
        to_come = {1: "tonight", 2: "next", 3: "draft", 4: "crowd"}.get(number - self.evenings)
        starts = self.now - EVERY * (self.evenings - number + 1)
        if to_come:
            later = {"tonight": 0, "next": 3, "draft": 5, "crowd": 6}[to_come]
            starts = self.now - timedelta(minutes=10) + timedelta(days=later)
        return {
            "id": number, "community_id": 1, "slug": to_come or f"evening-{number}",
            "uid": f"evening-{number}@example.org", "title": f"Evening {number}",
            "summary": "Sit down with someone new", "description": "Come as you are. " * 60,
            "starts_at": starts, "ends_at": starts + timedelta(hours=3), "zone": "Europe/Berlin",
            "place_name": "The Reading Room", "place_address": f"{number} High Street",
            "map_url": "", "online_url": "https://meet.example.org/x", "online_public": False,
            "capacity": None, "tables": 1200 if to_come == "crowd" else TABLES + 2, "seats": 5,
            "rounds": ROUNDS, "minutes": 25, "sequence": 0,
            "revised_at": starts - timedelta(days=30), "created_at": starts - timedelta(days=40),
            "published_at": starts - timedelta(days=30),
            "followed_up_at": None if to_come else starts + timedelta(days=1),
        }  # fmt: skip

    def event_roles(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.evenings + 5):
            for role in range(1, len(ROLES) + 1):
                yield {"event_id": number, "role_id": role}

    def past(self, number: int) -> None:
        """An evening that is over: who came, who met, what was mailed."""
        loyal = number % self.loyal_every == 0
        core = list(range(1, REGULARS + 1)) if loyal else []
        others = self.random.sample(range(REGULARS + 1, self.people + 1), GUESTS - len(core))
        starts = self.event(number)["starts_at"]
        first = self.answers(number, [*core, *others], starts, lines=0.2)
        met = core or others[:165]
        for turn in range(1, ROUNDS + 1):
            self.random.shuffle(met)
            pour("encounter", self.meetings(number, turn, met, starts))
        pour("message", [self.letter(first + n, starts) for n in range(LETTERS)])

    def meetings(self, event: int, turn: int, people: Sequence[int], at: datetime) -> Rows:
        for place in range(0, len(people), 5):
            table, mates = place // 5 + 1, sorted(people[place : place + 5])
            for low, high in combinations(mates, 2):
                yield {
                    "id": self.next("encounter"), "event_id": event, "round": turn, "table": table,
                    "low_id": low, "high_id": high, "met_at": at,
                }  # fmt: skip

    def letter(self, rsvp: int, at: datetime) -> dict[str, Any]:
        number = self.next("message")
        return {
            "id": number, "key": f"invite:{rsvp}:0", "kind": "invite", "about": f"rsvp:{rsvp}",
            "message_id": f"<{number}@example.org>", "to": f"letter{number}@example.org",
            "to_name": "Guest", "sender_name": "A large community", "subject": "You are in",
            "text": "You are in. " * 40, "html": "<p>You are in.</p>" * 80, "state": "sent",
            "tries": 1, "created_at": at - timedelta(days=5), "due_at": at - timedelta(days=5),
            "sent_at": at - timedelta(days=5),
        }  # fmt: skip

    def answers(self, event: int, people: Sequence[int], starts: datetime, *, lines: float) -> int:
        """A yes of each of these people to an event; the number of the first."""
        first, rows, links, asks, offers = self.number["rsvp"] + 1, [], [], [], []
        told = starts > self.now - timedelta(days=30)
        for turn, person in enumerate(people, start=1):
            number = self.next("rsvp")
            at = starts - timedelta(hours=self.random.randrange(24, 480))
            nonce = hashlib.sha256(f"{number}".encode()).hexdigest()[:22]
            links.append({
                "id": number, "purpose": "rsvp", "person_id": person, "nonce": nonce,
                "digest": nonce.ljust(64, "0"), "created_at": at,
            })  # fmt: skip
            rows.append({
                "id": number, "event_id": event, "person_id": person, "link_id": number,
                "state": "going" if person <= REGULARS or number % 9 else "cancelled",
                "source": "web", "first_name": f"Person{person}",
                "last_name": f"Läst{person % 977}", "pronouns": "",
                "role_id": person % len(ROLES) + 1, "stage": ("early", "mid", "senior")[person % 3],
                "industry": ("Media", "Health", "Cloud")[person % 3],
                "organization": f"Company {person % 400}",
                "access_needs": "a ramp" if told and number % 20 == 0 else "",
                "food": "vegan" if told and number % 10 == 0 else "", "show_name_at": at,
                "keep_in_touch_at": at, "sequence": 0, "turn": turn, "created_at": at,
                "changed_at": at, "answered_at": at,
            })  # fmt: skip
            for made, offset in ((asks, 0), (offers, 2)):
                if self.random.random() < lines:
                    text = LINES[(person + offset) % len(LINES)]
                    made.append({"id": number, "rsvp_id": number, "text": text, "kind": "advice"})
        for table, made in (("link", links), ("rsvp", rows), ("ask", asks), ("offer", offers)):
            pour(table, made)
        return first

    def coming(self, event: int, slug: str, *, plan: str = "") -> None:
        """An evening of the regulars, at tables if it has a plan, and most of them in tonight."""
        starts = self.event(event)["starts_at"]
        first = self.answers(event, range(1, REGULARS + 1), starts, lines=1)
        guests = list(range(first, first + REGULARS))
        if slug == "tonight":
            at = self.now - timedelta(minutes=5)
            pour("arrival", [{"id": n, "rsvp_id": n, "arrived_at": at} for n in guests[15:]])
        if not plan:
            return
        pour("plan", [{
            "id": event, "event_id": event, "version": 1, "rounds": ROUNDS, "seed": 1,
            "origin": "mix", "figures": {}, "bounds": {}, "created_at": self.now,
            "published_at": starts - timedelta(days=1) if plan == "published" else None,
        }])  # fmt: skip
        tables = [
            {"id": event * 100 + n, "plan_id": event, "number": n, "capacity": 5}
            for n in range(1, TABLES + 3)
        ]
        pour("table", tables)
        for turn in range(1, ROUNDS + 1):
            self.random.shuffle(guests)
            pour("seat", [
                {
                    "id": self.next("seat"), "plan_id": event, "rsvp_id": who, "round": turn,
                    "table_id": tables[place // 5]["id"], "locked": False,
                }
                for place, who in enumerate(guests)
            ])  # fmt: skip

    def programs(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.evenings // 50 + 2):
            yield {
                "id": number, "community_id": 1, "slug": f"program-{number}",
                "title": f"Program {number}", "summary": "", "description": "",
                "created_at": self.now - timedelta(days=3650),
                "published_at": self.now - timedelta(days=3650),
            }  # fmt: skip

    def enrol(self) -> None:
        """Thirty people in each program of six past evenings."""
        links = self.number["rsvp"]
        for program in range(1, self.evenings // 50 + 2):
            pour("session", [
                {"id": event, "program_id": program, "event_id": event, "position": place}
                for place, event in enumerate(range(program * 50 - 49, program * 50 - 43), start=1)
                if event <= self.evenings
            ])  # fmt: skip
            for turn in range(1, 31):
                links += 1
                pour("link", [{
                    "id": links, "purpose": "enrolment", "person_id": turn,
                    "nonce": f"enrolment-{links}", "digest": f"enrolment-{links}",
                    "created_at": self.now,
                }])  # fmt: skip
                pour("enrolment", [{
                    "id": links, "program_id": program, "person_id": turn, "link_id": links,
                    "state": "enrolled", "turn": turn, "created_at": self.now,
                    "answers": {"first_name": "A", "food": "", "access_needs": ""},
                }])  # fmt: skip

    def next(self, kind: str) -> int:
        self.number[kind] += 1
        return self.number[kind]


_waiting: dict[str, list[dict[str, Any]]] = {}


def pour(table: str, rows: Rows) -> None:
    """Rows for a table, written when enough have come together: those of other tables first."""
    _waiting.setdefault(table, []).extend(rows)
    if sum(map(len, _waiting.values())) > 100_000:
        flush()


def flush() -> None:
    """Write what waits, in the order in which tables point at each other."""
    for table in db.metadata.sorted_tables:
        if rows := _waiting.pop(table.name, []):
            _write(table.name, list(rows[0]), [list(map(_plain, row.values())) for row in rows])
    assert not _waiting, _waiting.keys()


def _write(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    if db.engine.dialect.name == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
    else:
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    raw.commit()
    raw.close()


def _plain(value: Any) -> Any:
    """A value as both databases take it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return json.dumps(value) if isinstance(value, dict) else value
