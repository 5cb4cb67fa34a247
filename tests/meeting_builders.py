"""Two who were introduced, for tests of half-hours, nudges and of the people somebody has met."""

from datetime import datetime, timedelta

import followup_builders
import make
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions as followups
from eventapp.followups.meetings import actions
from eventapp.followups.meetings.letters import at
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.models import Connection, Nudge, SharedContact
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp


def connect(one: Rsvp, other: Rsvp, *, at: datetime | None = None, **shares: object) -> Connection:
    """Put two guests of one event in touch; both share their address unless `shares` says otherwise."""
    low, high = sorted((one.person_id, other.person_id))
    found = make.saved(
        Connection(event_id=one.event_id, low_id=low, high_id=high, connected_at=at or clock.now())
    )
    for rsvp in (one, other):
        share(found, rsvp, **{"by_mail": True} | shares)
    return found


def share(connection: Connection, rsvp: Rsvp, **given: object) -> SharedContact:
    """What one of the two shares, made or changed."""
    same = {"connection_id": connection.id, "rsvp_id": rsvp.id}
    found = db.session.scalar(db.select(SharedContact).filter_by(**same)) or SharedContact(**same)
    for name, value in given.items():
        setattr(found, name, value)
    return make.saved(found)


def introduced(*, days_ago: int = 0, **shares: object) -> tuple[Rsvp, Rsvp, Connection]:
    """Ana and Ben, who met yesterday or so many days ago and are in touch."""
    start = clock.now() - timedelta(days=days_ago + 1, hours=3)
    _event, (ana, ben) = followup_builders.evening(
        "Ana", "Ben", starts_at=start, ends_at=start + timedelta(hours=2)
    )
    connection = connect(ana, ben, at=clock.now() - timedelta(days=days_ago), **shares)
    db.session.commit()
    return ana, ben, connection


def withdraw(rsvp: Rsvp, connection: Connection, how: str) -> None:
    """One of the two may not be named any more, or wants no more of it."""
    if how == "consent":
        rsvp.keep_in_touch_at = None
    elif how == "stopped":
        followups.stop(connection, now=clock.now())
    elif how == "place":
        rsvp.state = "cancelled"
    else:
        given = {"answer": how.replace(" ", "_"), "asked_at": clock.now()}
        make.saved(Nudge(connection=connection, rsvp=rsvp, **given))


def said(rsvp: Rsvp, connection: Connection, answer: str) -> Nudge:
    """What one of the two answered to whether they met again; "" was asked and not answered."""
    given = {"answer": answer, "asked_at": clock.now(), "answered_at": clock.now()}
    return make.saved(Nudge(connection=connection, rsvp=rsvp, **given))


def page_of(rsvp: Rsvp, connection: Connection) -> str:
    return f"/r/{token_of(rsvp.link)}/half-hours/{connection.id}"


def meetings() -> list[Meeting]:
    found = db.select(Meeting).order_by(Meeting.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found))


def agree(client: Visitor, rsvp: Rsvp, connection: Connection, **given: str) -> datetime:
    """Press the button for the first of the proposed times."""
    start = actions.proposals(connection)[0]
    answer = client.post(page_of(rsvp, connection), data={"at": at(start)} | given)
    assert answer.status_code == 303
    return start
