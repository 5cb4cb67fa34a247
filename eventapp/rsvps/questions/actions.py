"""The questions of an event are written, put in order, taken away and copied."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.questions.asked import moved
from eventapp.rsvps.questions.event_questions import open_questions
from eventapp.rsvps.questions.models import Question

MOST, MOST_LONG = 20, 4
COPIED = (
    "position", "kind", "label", "help", "options", "required", "role_id", "after_value",
    "on_badge", "in_mix",
)  # fmt: skip


def add(event: Event, values: Mapping[str, Any]) -> Question:
    """One question more, after the others. Refused for more than anybody answers."""
    lock_row(Event, event.id)
    others = open_questions(event)
    if len(others) >= MOST:
        raise Refused(_("Keep to %(most)s questions: the form should stay short.", most=MOST))
    if values["kind"] == "long" and sum(one.kind == "long" for one in others) >= MOST_LONG:
        raise Refused(_("Keep to %(most)s long answers: nobody writes more.", most=MOST_LONG))
    position = max((one.position for one in others), default=0) + 1
    question = Question(event_id=event.id, position=position, **values)
    db.session.add(question)
    return _changed(event, question)


def change(question: Question, values: Mapping[str, Any]) -> None:
    """Write a question anew. How it is answered stays: there may be answers.

    Refused where another question hangs on an answer that can't be given any more.
    """
    event = question.event
    lock_row(Event, event.id)
    if question.options and values["options"]:
        gone = set(question.options) - set(values["options"])
        for other in open_questions(event):
            if other.after_id == question.id and other.after_value in gone:
                raise Refused(
                    _(
                        "“%(question)s” is only asked after “%(answer)s”. Change that first.",
                        question=other.label,
                        answer=other.after_value,
                    )
                )
    for name in values.keys() - {"kind"}:
        setattr(question, name, values[name])
    _changed(event, question)


def move(question: Question, by: int) -> None:
    """A place up (-1) or down (1); at an end, or past the one that it hangs on, it stays."""
    event = question.event
    lock_row(Event, event.id)
    others = {one.id: one for one in open_questions(event)}
    order = moved([one.condition for one in others.values()], question.id, by)
    for position, number in enumerate(order, start=1):
        others[number].position = position
    _changed(event, question)


def take_away(question: Question, *, now: datetime) -> None:
    """Ask it no more; what was answered stays in the lists. Twice is once.

    Refused while another question hangs on it.
    """
    event = question.event
    lock_row(Event, event.id)
    if question.removed_at:
        return
    for other in open_questions(event):
        if other.after_id == question.id:
            raise Refused(
                _("“%(question)s” is only asked after it. Change that first.", question=other.label)
            )
    question.removed_at = now
    _changed(event, question)


def copy(event: Event, draft: Event) -> None:
    """Let a copy of an event ask what the event asks."""
    draft.fields = dict(event.fields or {})
    made: dict[int | None, Question] = {}
    for question in open_questions(event):
        kept = {name: getattr(question, name) for name in COPIED}
        after = made.get(question.after_id)
        again = Question(event_id=draft.id, after_id=after.id if after else None, **kept)
        db.session.add(again)
        # The next may hang on it.
        db.session.flush()
        made[question.id] = again
    draft.questions_version = 1 if made else 0


def switch(event: Event, switches: Mapping[str, str]) -> None:
    """Switch the usual fields of an event's form."""
    event.fields = dict(switches)


def _changed(event: Event, question: Question) -> Question:
    # Pages are kept under it: the change shows at once in every process.
    event.questions_version += 1
    db.session.flush()
    return question
