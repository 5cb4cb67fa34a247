"""The demo community: something to look at from the first minute.

A past meetup with everything done, one tonight ready to be seated, one full with a waitlist, and a
program in its second session. Every address ends in example.org, which nobody can own (RFC 2606).
"""

import random
from dataclasses import asdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp import languages, tokens
from eventapp.attendance import actions as attendance
from eventapp.communities.access import found
from eventapp.communities.models import Community, Membership, Topic
from eventapp.db import db
from eventapp.demo import course
from eventapp.door.models import Arrival
from eventapp.events import local_time
from eventapp.events.models import Event
from eventapp.followups import actions as followups
from eventapp.followups.introductions import actions as introductions
from eventapp.followups.models import Card, Wish
from eventapp.followups.sending import actions as sending
from eventapp.followups.tablemates import companions
from eventapp.front.example.people import GUESTS, Guest
from eventapp.mail.models import Message
from eventapp.people.actions import new_link
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Session
from eventapp.rsvps.answers import Answers, write
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating
from eventapp.seating import engine, problems

SLUG, ORGANIZER, DOOR = "leith-table", "ines@example.org", "kofi@example.org"
ZONE = "Europe/London"
# What guests here ask about again and again, by the names that the community gives it.
TOPICS = ("Career maps", "First job", "Internships", "SQL")


def load(*, now: datetime) -> Community:
    """Add the demo community to the transaction; its evenings lie around `now`."""
    with languages.spoken("en"):
        host = found(
            "Leith Table",
            slug=SLUG,
            zone=ZONE,
            owner=Person(email=ORGANIZER, first_name="Ines", last_name="Ferreira", created_at=now),
            now=now,
            summary="Small tables, mixed on purpose, one evening a month in Leith.",
        )
    host.description = (
        "We put people at one table who would never have met: students, founders, teachers, "
        "people changing course.\n\nBring **one question**. Leave with three names."
    )
    host.topics = [Topic(name=name) for name in TOPICS]
    door = Person(email=DOOR, first_name="Kofi", last_name="Door", created_at=now)
    db.session.add(Membership(community=host, person=door, right="door", created_at=now))
    db.session.flush()
    people = [_person(number, guest, now) for number, guest in enumerate(GUESTS)]
    db.session.flush()
    _past(host, people, now)
    _tonight(host, people, now)
    _full(host, people, now)
    _program(host, people, now)
    db.session.execute(db.update(Message).values(state="sent", sent_at=now))
    return host


def _person(number: int, guest: Guest, now: datetime) -> Person:
    person = Person(
        email=f"guest{number + 1}@example.org",
        first_name=guest.first_name,
        last_name=guest.last_name,
        pronouns=guest.pronouns,
        created_at=now - timedelta(days=60),
    )
    db.session.add(person)
    return person


def _event(host: Community, slug: str, title: str, start: datetime, **given: object) -> Event:
    fields: dict[str, object] = {
        "community": host,
        "slug": slug,
        "uid": f"{tokens.new_nonce()}@example.org",
        "title": title,
        "starts_at": start,
        "ends_at": start + timedelta(hours=2, minutes=30),
        "zone": ZONE,
        "place_name": "The Reading Room",
        "place_address": "12 Quay Lane, Leith. Step-free, hearing loop.",
        "revised_at": start - timedelta(days=20),
        "created_at": start - timedelta(days=21),
        "published_at": start - timedelta(days=20),
        "roles": list(host.roles),
    }
    event = Event(**fields | given)
    db.session.add(event)
    db.session.flush()
    return event


def _evening(now: datetime, *, days: int, hour: int = 18) -> datetime:
    day = now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=days)
    return local_time.moment(day, time(hour), ZoneInfo(ZONE))


def _answer(
    event: Event, person: Person, guest: Guest, number: int, now: datetime, state: str = "going"
) -> Rsvp:
    roles = {role.name: role.id for role in event.community.roles}
    rsvp = Rsvp(
        event=event,
        person=person,
        link=new_link("rsvp", person, now=now),
        state=state,
        turn=number + 1,
        created_at=event.created_at + timedelta(hours=6 * number),
    )
    answers = Answers(
        role_id=roles[guest.role],
        ask_kind=guest.ask_kind,
        offer_kind=guest.offer_kind,
        # Not everybody says yes to everything.
        show_name=number % 6 != 5,
        keep_in_touch=number % 8 != 7,
        **{name: said for name, said in asdict(guest).items() if name != "role"},
    )
    write(rsvp, answers, now=rsvp.created_at)
    db.session.add(rsvp)
    return rsvp


def _answers(event: Event, people: list[Person], some: range, now: datetime) -> list[Rsvp]:
    chosen = [n % len(people) for n in some]
    made = [_answer(event, people[who], GUESTS[who], n, now) for n, who in enumerate(chosen)]
    db.session.flush()
    return made


def _seat(event: Event, now: datetime, *, seed: int) -> None:
    asked = problems.problem_of_event(event)
    plan = seating.save_solution(
        event, asked, engine.solve(asked, steps=1500, seed=seed), seed=seed, now=now
    )
    plan.published_at = now


def _arrive(guests: list[Rsvp], event: Event) -> None:
    for number, rsvp in enumerate(guests):
        moment = event.starts_at + timedelta(seconds=40 * number - 600)
        db.session.add(Arrival(rsvp=rsvp, arrived_at=moment))
    db.session.flush()


def _past(host: Community, people: list[Person], now: datetime) -> None:
    """Five weeks ago, so in a month that is over, with plan, arrivals, cards and connections."""
    event = _event(
        host,
        "autumn-open-tables",
        "Autumn open tables",
        _evening(now, days=-35),
        summary="Three rounds, sixty people, one question each.",
        description="What happens when a harbour engineer sits beside a teacher?",
        capacity=60,
        tables=10,
        seats=6,
    )
    guests = _answers(event, people, range(60), now)
    _seat(event, event.starts_at - timedelta(hours=3), seed=1)
    _arrive(guests[:55], event)
    sending.draft(event, now=event.ends_at + timedelta(hours=12))
    _wishes(event, now)


def _wishes(event: Event, now: datetime) -> None:
    """Each card ticks a few of the people on it; some of it is mutual."""
    chance = random.Random(7)
    cards = db.session.scalars(
        db.select(Card).join(Card.rsvp).where(Rsvp.event_id == event.id).order_by(Card.id)
    ).all()
    for card in cards:
        named = companions(card.rsvp)
        for other in named:
            if chance.random() < 0.35:
                db.session.add(Wish(rsvp=card.rsvp, other=other, wished_at=card.created_at))
        card.answered_at = card.created_at + timedelta(hours=2)
    db.session.flush()
    followups.begin_batches(event, now=cards[0].created_at)
    introductions.introduce_all(event, at=min(now, cards[0].created_at + timedelta(hours=3)))


def _tonight(host: Community, people: list[Person], now: datetime) -> None:
    """Forty-eight people, eight tables of six, nothing seated yet."""
    start = _evening(now, days=0)
    if start < now + timedelta(hours=1):
        start = (now + timedelta(hours=2)).replace(minute=0, second=0)
    event = _event(
        host,
        "coffee-and-careers",
        "Coffee & Careers: people who work with data",
        start,
        summary="Small tables, mixed on purpose. Bring one question.",
        description=(
            "Doors open early for tea. Then **three rounds** of 25 minutes: sit, ask, swap.\n\n"
            "- You can come alone; most people do.\n"
            "- Late? You join from the next round.\n- No pitches, no slides."
        ),
        capacity=56,
        tables=8,
        seats=7,
        map_url="https://www.openstreetmap.org/?mlat=55.9757&mlon=-3.1665#map=17/55.9757/-3.1665",
    )
    _answers(event, people, range(48), now)


def _full(host: Community, people: list[Person], now: datetime) -> None:
    """Full, with five who wait."""
    event = _event(
        host,
        "climate-jobs-breakfast",
        "Climate jobs breakfast",
        _evening(now, days=9, hour=8),
        summary="Porridge, and people who hire for the energy turn.",
        description="Twenty chairs, four tables, two rounds. Out by half past nine.",
        place_name="Café Søren",
        place_address="3 Candlemaker Row, Old Town",
        capacity=20,
        tables=4,
        seats=5,
        rounds=2,
        ends_at=_evening(now, days=9, hour=8) + timedelta(minutes=90),
    )
    _answers(event, people, range(20, 40), now)
    for number in range(20, 25):
        who = (20 + number) % len(people)
        _answer(event, people[who], GUESTS[who], number, now, state="waitlisted")


def _program(host: Community, people: list[Person], now: datetime) -> None:
    """Four evenings; the first is done, the second is next."""
    program = course.begun(host, now=now)
    for position, (title, days, materials) in enumerate(course.SESSIONS, start=1):
        event = _event(
            host,
            f"first-steps-into-data-{position}",
            title,
            _evening(now, days=days),
            summary=f"Evening {position} of First steps into data.",
            place_name="Granton Hub",
            place_address="22 Madelvic House, Granton",
            capacity=24,
            tables=4,
            seats=6,
        )
        program.sessions.append(Session(event=event, position=position, materials=materials))
    # Nobody completes it without having shown something.
    program.sessions[-1].compulsory = True
    db.session.add(program)
    db.session.flush()
    links = []
    for number in range(18):
        person = people[30 + number]
        links.append(new_link("enrolment", person, now=now))
        db.session.add(
            Enrolment(
                program=program,
                person=person,
                link=links[number],
                state="enrolled",
                turn=number + 1,
                answers={"first_name": person.first_name, "last_name": person.last_name},
                created_at=now - timedelta(days=20),
            )
        )
    for session in program.sessions:
        guests = _answers(session.event, people, range(30, 48), now)
        for rsvp, link in zip(guests, links, strict=True):
            rsvp.batch = link.nonce
            rsvp.source = "program"
        if session.position == 1:
            first = session.event
            _seat(first, first.starts_at - timedelta(hours=2), seed=2)
            _arrive(guests[:16], first)
            sending.draft(first, now=first.ends_at + timedelta(hours=12))
            _excuse(session, guests[16], now)


def _excuse(session: Session, guest: Rsvp, now: datetime) -> None:
    """One of the two who weren't there had written before."""
    organizer = db.session.scalars(db.select(Person).filter_by(email=ORGANIZER)).one()
    attendance.say(
        session, [guest.person_id], "excused", reason="Ill that week", by=organizer, now=now
    )
