"""Somebody lost their link: one mail with all of those that still matter, whoever asks."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from eventapp import languages
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.people.actions import nonce_of, person_of
from eventapp.people.models import Person
from eventapp.rsvps import letter_context
from eventapp.rsvps.models import LISTED_STATES, Rsvp

MOST = 40


def send(email: str, *, now: datetime) -> None:
    """Mail the links of everything to come to whoever has this address; once a minute.

    Whoever asks learns nothing from the answer: for a stranger the same is done, and undone.
    """
    known = db.session.scalar(
        db.select(Person).where(Person.email == email, Person.erased_at.is_(None))
    )
    with db.session.begin_nested() as attempt:
        person = known or person_of(email, first_name=email.partition("@")[0][:80], now=now)
        with languages.spoken(*person.languages, languages.now()):
            outbox.post_if_due(
                "links",
                key=f"links:{person.id}:{now:%Y%m%d%H%M}",
                about=f"person:{person.id}",
                to=email,
                to_name=person.name,
                sender_name=current_app.config["SITE_NAME"],
                context={"links": tuple(map(_line, _to_come(person, now=now)))},
                now=now,
            )
        # Written now, so that what is undone for a stranger was done like anybody's.
        db.session.flush()
        if not known:
            attempt.rollback()


def _to_come(person: Person, *, now: datetime) -> Sequence[Rsvp]:
    """What is to come of a person, and of those who share their address or whom they bring."""
    mine = db.select(Rsvp).join(Rsvp.event).join(Rsvp.person)
    wanted = mine.where(
        db.or_(Person.id == person.id, Person.shares_id == person.id),
        Rsvp.state.in_(LISTED_STATES),
        Event.ends_at > now,
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
    )
    read = (db.contains_eager(Rsvp.event), db.contains_eager(Rsvp.person), db.joinedload(Rsvp.link))
    found = wanted.options(*read).order_by(Event.starts_at, Rsvp.turn).limit(MOST)
    return db.session.scalars(found).all()


def _line(rsvp: Rsvp) -> tuple[str, str]:
    given = {"title": rsvp.event.title, "when": letter_context.when(rsvp.event), "name": rsvp.name}
    words = _("%(title)s, %(when)s", **given)
    if rsvp.person.shares_id:
        words = _("%(name)s at %(title)s, %(when)s", **given)
    return words, outbox.personal_address(
        "front.mine", nonce_of(rsvp.link), of=rsvp.event.community.slug
    )
