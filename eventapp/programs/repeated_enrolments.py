"""Enrolments typed once more: they look like any other, and hold nothing."""

from datetime import datetime
from typing import Any

from eventapp.db import db
from eventapp.people.actions import new_link
from eventapp.people.models import Link
from eventapp.programs.models import Enrolment, Program, RepeatedEnrolment, Session
from eventapp.rsvps import repeated_answers as rsvp_repeats


def keep(first: Enrolment, said: dict[str, Any], *, state: str, now: datetime) -> RepeatedEnrolment:
    """Keep what was typed, with a page of its own; `state` is what it would have become."""
    repeated = RepeatedEnrolment(
        first=first,
        link=new_link("enrolment", first.person, now=now),
        state=state,
        answers=said,
        created_at=now,
    )
    db.session.add(repeated)
    db.session.flush()
    return repeated


def sent(first: Enrolment, mark: str) -> Link | None:
    """The link of what the same form became before, by its mark; None for another form."""
    if first.answers.get("once") == mark:
        return first.link
    typed = of_first(first)
    return next((repeated.link for repeated in typed if repeated.answers.get("once") == mark), None)


def set_aside(left: Enrolment) -> None:
    """Another yes takes an enrolment up: what was left stays as it is, under the link it had."""
    db.session.add(
        RepeatedEnrolment(
            first=left,
            link=left.link,
            state="cancelled",
            answers=left.answers,
            created_at=left.created_at,
        )
    )


def of_link(link: Link) -> RepeatedEnrolment | None:
    """The repeated enrolment that a personal link opens."""
    found: RepeatedEnrolment | None = db.session.scalar(
        db.select(RepeatedEnrolment)
        .where(RepeatedEnrolment.link_id == link.id)
        .options(
            db.joinedload(RepeatedEnrolment.first)
            .joinedload(Enrolment.program)
            .options(
                db.joinedload(Program.community),
                db.selectinload(Program.sessions).joinedload(Session.event),
            ),
            db.joinedload(RepeatedEnrolment.first).joinedload(Enrolment.person),
            db.joinedload(RepeatedEnrolment.link),
        )
    )
    return found


def enrolment_of(link: Link) -> Enrolment:
    """What a link opens, as pages show it, for whoever has just made it."""
    found: Enrolment | None = db.session.scalar(
        db.select(Enrolment).where(Enrolment.link_id == link.id)
    )
    if found is None:
        repeated = of_link(link)
        assert repeated, "a link that was made opens something"
        found = repeated.shown()
    return found


def claim(first: Enrolment) -> None:
    """Its owner speaks, by the link of a letter: the pages end that typing the address had opened."""
    rsvp_repeats.end_pages(first.link, *(repeated.link for repeated in of_first(first)))


def of_first(first: Enrolment) -> list[RepeatedEnrolment]:
    """What was typed once more of one enrolment."""
    typed = db.select(RepeatedEnrolment).where(RepeatedEnrolment.first_id == first.id)
    return list(db.session.scalars(typed.options(db.joinedload(RepeatedEnrolment.link))))


def end(first: Enrolment) -> None:
    """The program was left: what was typed once more of it holds nothing to show either."""
    for repeated in of_first(first):
        take_back(repeated)


def take_back(repeated: RepeatedEnrolment) -> None:
    """Take back what was typed, session by session; what it repeats stays as it is."""
    repeated.state = "cancelled"
    rsvp_repeats.take_back_batch(repeated.link.nonce)
