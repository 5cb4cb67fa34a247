"""Questions of an event, and guests who answer its form without scripts."""

import make
from visitor import Visitor

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.questions.models import Question


def of_each_kind(event: Event) -> Question:
    """Questions that nobody must answer, all but the last answered by who came: the last.

    What is typed is a number.
    """
    first = make.question(event, "81", kind="yes_no", in_mix=True, on_badge=True)
    then = make.question(
        event, "82", help="83", after_id=first.id, after_value="yes", on_badge=True
    )
    long = make.question(event, "84", kind="long", role_id=event.roles[0].id)
    number = make.question(event, "85", kind="number", role_id=event.roles[0].id)
    one = make.question(event, "86", options=["87", "88"])
    said = {first.id: "yes", then.id: "89", long.id: "90", number.id: 91, one.id: "87"}
    for rsvp in db.session.scalars(db.select(Rsvp).where(Rsvp.event_id == event.id)):
        rsvp.question_answers = {str(question): answer for question, answer in said.items()}
    return make.question(event, "92", kind="several", options=["87", "88"])


def page_of(event: Event) -> str:
    return f"/{event.community.slug}/events/{event.slug}"


def said_yes(client: Visitor, event: Event, **fields):
    """Answer the form, as Aiko with the first role unless said otherwise."""
    usual = {"first_name": "Aiko", "email": "aiko@example.org", "role": str(event.roles[0].id)}
    return client.submit(page_of(event), to="/rsvps", **usual | fields)


def only_rsvp() -> Rsvp:
    return db.session.scalars(db.select(Rsvp)).one()
