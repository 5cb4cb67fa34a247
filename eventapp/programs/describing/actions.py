"""Writing what a program says of itself, and who leads it."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from eventapp import stamps
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.programs.models import Program, Trainer
from eventapp.programs.waitlist import lock

MOST = 20
# What a program says of itself, beside what it requires and when its form is open.
SAID = (
    "title", "cohort", "summary", "description", "for_whom", "takes_away", "price_note",
    "language", "agreement", "late_joining",
)  # fmt: skip


def may_require(program: Program) -> Sequence[Program]:
    """The programs of its community that one may have to complete before: no run of itself, and none
    that asks for this one in its turn. A draft is among them only where it is asked for already: its
    title would be told to everybody."""
    others = db.session.scalars(
        db.select(Program)
        .where(
            Program.community_id == program.community_id,
            Program.id != program.family,
            Program.first_id.is_distinct_from(program.family),
        )
        .order_by(Program.title, Program.created_at, Program.id)
    ).all()
    asks = {one.id: one.requires_id for one in others}
    kept = program.requires_id
    found = [one for one in others if one.published_at or one.id == kept]
    return [one for one in found if not _leads_back(one.id, asks)]


def _leads_back(number: int | None, asks: Mapping[int, int | None]) -> bool:
    seen: set[int] = set()
    while number is not None and number in asks and number not in seen:
        seen.add(number)
        number = asks[number]
    # Whatever isn't among the others is a run of this one.
    return number is not None and number not in asks


def stamp(program: Program) -> str:
    """What a program says of itself now, as one mark."""
    names = (*SAID, "requires_id", "enrols_from", "enrols_until")
    return stamps.of({name: getattr(program, name) for name in names})


def describe(program: Program, values: Mapping[str, object], *, seen: str = "") -> None:
    """Keep what was typed. Nobody is mailed: what calendars show stands in the sessions.

    Refused where it says something else than when the form was read (`seen`); twice is once.
    """
    lock(program)
    kept = {name: getattr(program, name) for name in values}
    stamps.refuse_stale(seen, kept=kept, typed=values)
    for name, value in values.items():
        setattr(program, name, value)


def add(program: Program, values: Mapping[str, object]) -> Trainer:
    """One more who leads it, after the others; the same form twice is once."""
    lock(program)
    db.session.refresh(program, ["trainers"])
    newest = max(program.trainers, key=lambda one: one.id, default=None)
    if newest and all(getattr(newest, name) == value for name, value in values.items()):
        return newest
    if len(program.trainers) >= MOST:
        raise Refused(_("A program names at most %(most)s people.", most=MOST))
    last = max((one.position for one in program.trainers), default=0)
    trainer = Trainer(position=last + 1, **values)
    program.trainers.append(trainer)
    db.session.flush()
    return trainer


def move(trainer: Trainer, by: int) -> None:
    """A place up (-1) or down (1); at an end it stays."""
    lock(trainer.program)
    db.session.refresh(trainer.program, ["trainers"])
    order = list(trainer.program.trainers)
    at = order.index(trainer)
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for position, one in enumerate(order, start=1):
        one.position = position
