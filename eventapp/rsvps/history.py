"""Who changed what of an answer, when and why: for the organizers, beside the answer itself."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.rsvps import webhook_data
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import HistoryEntry, Rsvp

# What is only said, and changes nothing of who has a place: what was done before it stands.
SAID = (
    "answers", "role", "show_name", "keep_in_touch", "coming",
    "calendar", "calendar_old", "party_size", "new_time", "kept", "wrote",
)  # fmt: skip
# How an answer’s role is changed by somebody else than the guest.
ROLES = {"role", "override_role"}
# What puts an answer under another name or address, which payloads don't have.
OTHERS = {"merge", "address"}
_YES = {True: "yes", False: "no"}
_ALONE = {"role_id", "show_name", "keep_in_touch"}


@dataclass(frozen=True)
class Step:
    """What gives somebody a place or ends it: what it is called, who did it, why.

    `told` says that the guest has had a letter about it, so that no farewell follows.
    """

    what: str = "state"
    by: Person | None = None
    why: str = ""
    told: bool = False


ENDED, PROMOTED = Step(), Step("place")


def note_first(rsvp: Rsvp, *, now: datetime) -> None:
    """Tell of an answer that is new, or given anew: the answer itself says all that is kept of it."""
    webhook_data.began(rsvp, now=now)


def note_step(rsvp: Rsvp, step: Step, after: str, *, now: datetime) -> None:
    """Keep a step of an answer, from the state that it is still in."""
    note(rsvp, step.what, before=rsvp.state, after=after, why=step.why, by=step.by, now=now)


def note(
    rsvp: Rsvp,
    what: str,
    *,
    before: str = "",
    after: str = "",
    why: str = "",
    by: Person | None = None,
    now: datetime,
) -> None:
    """Keep one change; `by` is the organizer who made it, None for the guest, a list or the clock.

    Who comes to another state, or as something else, is told to whoever wants to hear of it.
    """
    _keep(rsvp, what, before=before, after=after, why=why, by=by, now=now)
    if what in ROLES:
        webhook_data.changed(rsvp, role=after, now=now)
    elif what in OTHERS:
        webhook_data.changed(rsvp, now=now)
    elif what != "again":
        webhook_data.stepped(rsvp, before, after, now=now)


def _keep(rsvp: Rsvp, what: str, *, now: datetime, **said: Any) -> None:
    db.session.add(HistoryEntry(rsvp=rsvp, what=what, at=now, **said))


def note_answers(rsvp: Rsvp, said: Answers, *, by: Person | None = None, now: datetime) -> None:
    """Keep what a guest is about to say otherwise: the role, consents, and which others, not their words.

    `by` is who says it for them.
    """
    before = Answers.of(rsvp)
    if before.role_id != said.role_id:
        _keep(rsvp, "role", before=_role(before), after=_role(said), by=by, now=now)
    for what in ("show_name", "keep_in_touch"):
        was, becomes = getattr(before, what), getattr(said, what)
        if was != becomes:
            _keep(rsvp, what, before=_YES[was], after=_YES[becomes], by=by, now=now)
    names = [one.name for one in fields(Answers) if one.name not in _ALONE]
    others = [name for name in names if getattr(before, name) != getattr(said, name)]
    note_others(rsvp, others, by=by, now=now)
    if before != said:
        webhook_data.changed(rsvp, role=_role(said), now=now)


def note_others(
    rsvp: Rsvp, names: list[str], *, why: str = "", by: Person | None = None, now: datetime
) -> None:
    """Keep which answers changed, by the names of their fields: what they said is nobody's history."""
    if kept := dict.fromkeys(name.removesuffix("_kind") for name in names):
        _keep(rsvp, "answers", after=",".join(kept), why=why, by=by, now=now)


def _role(said: Answers) -> str:
    role = db.session.get(Role, said.role_id) if said.role_id else None
    return role.name if role else ""
