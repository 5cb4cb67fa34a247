"""Letters about a community that is closed wait: they leave when it is opened again, or go with it."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Select

from eventapp.communities.models import Community
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.followups.help_board.models import BoardAsk
from eventapp.followups.models import Connection
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.models import Rsvp
from eventapp.webhooks.models import WebhookEndpoint

# What was called off is told, however many are told part by part.
CALLED_OFF = {"cancelled", "program-off", "half-hour-off"}
_rsvps = db.select(Rsvp.id, Event.community_id).join(Rsvp.event)
_wishes = db.select(Interest.id, db.func.coalesce(Program.community_id, EventSeries.community_id))
# Of which community each thing is that a letter is about, by its number.
OF: dict[str, Select[Any]] = {
    "event": db.select(Event.id, Event.community_id),
    "rsvp": _rsvps,
    "half-hour": _rsvps,
    "enrolment": db.select(Enrolment.id, Program.community_id).join(Enrolment.program),
    "connection": db.select(Connection.id, Event.community_id).join(Connection.event),
    "interest": _wishes.outerjoin(Interest.program).outerjoin(Interest.series),
    "ask": db.select(BoardAsk.id, BoardAsk.community_id),
    "invitation": db.select(Invitation.id, Event.community_id).join(Invitation.event),
    "team": db.select(TeamInvitation.id, TeamInvitation.community_id),
    "webhook": db.select(WebhookEndpoint.id, WebhookEndpoint.community_id),
    "organizing": db.select(Community.id, Community.id),
    "help": db.select(Community.id, Community.id),
}
# Which part of what a letter is about says the number; mostly there is one.
NUMBER: dict[str, Callable[[str], str]] = {"half-hour": lambda about: about.rpartition(":")[2]}


def of_closed(letters: Sequence[Any]) -> set[int]:
    """Which letters wait, by number: those that were written since their community was closed."""
    asked = db.select(Community.id, Community.closed_at).where(Community.closed_at.is_not(None))
    closed = dict(db.session.execute(asked).all()) if letters else {}
    if not closed:
        return set()
    found = set()
    for kind, of in OF.items():
        about = {letter.id: _number(kind, letter.about) for letter in letters}
        numbers = {number for number in about.values() if number}
        if not numbers:
            continue
        key = of.selected_columns[0]
        hosts: dict[int, int | None] = dict(db.session.execute(of.where(key.in_(numbers))).all())
        for letter in letters:
            host = hosts.get(about[letter.id])
            since = closed.get(host) if host else None
            if since and letter.created_at >= since and not _tells_the_end(letter):
                found.add(letter.id)
    return found


def _number(kind: str, about: str) -> int:
    name, _, rest = about.partition(":")
    if name != kind:
        return 0
    said = NUMBER[kind](about) if kind in NUMBER else rest.partition(":")[0]
    return int(said) if said.isdecimal() else 0


def _tells_the_end(letter: Any) -> bool:
    return letter.method == "CANCEL" or letter.kind in CALLED_OFF
