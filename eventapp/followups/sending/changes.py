"""What an organizer leaves out of the cards of an event: read by whoever shows them, changed on the review page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.sending.models import CardChange
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Changes:
    """Who gets no card, whose lines are not passed on, and which suggestions are other ones, by RSVP."""

    without: frozenset[int] = frozenset()
    hidden: frozenset[tuple[int, str]] = frozenset()
    steps: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


def of(event: Event) -> Changes:
    """All that was changed in the cards of an event, in one query."""
    rows = db.session.execute(
        db.select(CardChange.rsvp_id, CardChange.other_id, CardChange.what)
        .join(CardChange.rsvp)
        .where(Rsvp.event_id == event.id)
    ).all()
    steps: dict[int, dict[int, str]] = {}
    for who, other, what in rows:
        if other is not None:
            steps.setdefault(who, {})[other] = what
    return Changes(
        frozenset(who for who, _other, what in rows if what == "card"),
        frozenset((who, what) for who, _other, what in rows if what in {"ask", "offer"}),
        steps,
    )


def hides(what: str) -> ColumnElement[bool]:
    """Whether an ask or an offer is passed on to nobody, for a query about answers."""
    hidden: ColumnElement[bool] = db.exists().where(
        CardChange.rsvp_id == Rsvp.id, CardChange.other_id.is_(None), CardChange.what == what
    )
    return hidden


def keep_steps(
    event: Event,
    steps: Mapping[int, Mapping[int, str]],
    without: Mapping[int, bool],
    *,
    now: datetime,
) -> None:
    """Keep what shall be said on some cards: for each of them about whom there is no suggestion
    (`none`) or a plain one (`hello`), anything else as it is written; and who gets none at all."""
    lock(event)
    before = of(event)
    for who, said in steps.items():
        kept = before.steps.get(who, {})
        for other, what in said.items():
            if kept.get(other, "") != what:
                _put(who, what if what in {"none", "hello"} else "", other=other, now=now)
    for who, left_out in without.items():
        if left_out != (who in before.without):
            _put(who, "card" if left_out else "", of={"card"}, now=now)
    db.session.flush()


def keep_lines(event: Event, hidden: Mapping[tuple[int, str], bool], *, now: datetime) -> None:
    """Keep which lines, an `ask` or an `offer` of a guest, are passed on to nobody."""
    lock(event)
    before = of(event).hidden
    for (who, what), hide in hidden.items():
        if hide != ((who, what) in before):
            _put(who, what if hide else "", of={what}, now=now)
    db.session.flush()


def _put(
    who: int,
    what: str,
    *,
    of: frozenset[str] | set[str] = frozenset(("none", "hello")),
    other: int | None = None,
    now: datetime,
) -> None:
    """Put one thing in the place of what was said before; nothing is as it was written."""
    same = CardChange.other_id == other if other is not None else CardChange.other_id.is_(None)
    old = db.delete(CardChange).where(CardChange.rsvp_id == who, same, CardChange.what.in_(of))
    db.session.execute(old.execution_options(synchronize_session=False))
    if what:
        db.session.add(CardChange(rsvp_id=who, other_id=other, what=what, changed_at=now))
