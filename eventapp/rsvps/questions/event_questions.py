"""The questions of an event, as its form, its lists, its badges and its tables need them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.questions.asked import NO, YES, words
from eventapp.rsvps.questions.models import Question

Column = tuple[str, Callable[[Mapping[str, Any]], str]]


def open_questions(event: Event) -> list[Question]:
    """What an event asks beside the usual, in order; where it never asked anything, no query."""
    return [question for question in all_questions(event) if not question.removed_at]


def all_questions(event: Event) -> list[Question]:
    """The same with those that were taken away, which come last."""
    if not event.questions_version:
        return []
    found = db.session.scalars(
        db.select(Question)
        .where(Question.event_id == event.id)
        .options(db.joinedload(Question.role))
        .order_by(Question.removed_at.is_not(None), Question.position, Question.id)
    )
    return list(found)


def said(question: Question, answers: Mapping[str, Any]) -> str:
    """Somebody's answer to a question in words; empty where there is none."""
    chosen = words(answers.get(str(question.id)))
    if question.kind == "yes_no":
        chosen = [{YES: _("yes"), NO: _("no")}.get(one, one) for one in chosen]
    return ", ".join(chosen)


def columns(event: Event, taken: Sequence[str] = ()) -> list[Column]:
    """A column of a list for each question: its heading, and what stands there for given answers.

    `taken` are headings that the list has already: none is there twice.
    """
    found: list[Column] = []
    names = {heading.casefold() for heading in taken}
    for question in all_questions(event):
        # So that a list that is read in again isn't taken for something else.
        heading = _("Question: %(question)s", question=question.label)
        if heading.casefold() in names:
            heading = f"{heading} ({question.id})"
        names.add(heading.casefold())
        found.append((heading, _reader(question)))
    return found


def _reader(question: Question) -> Callable[[Mapping[str, Any]], str]:
    return lambda answers: said(question, answers)


def for_badge(questions: Sequence[Question], answers: Mapping[str, Any]) -> str:
    """What of somebody's answers stands on their badge: a yes prints the question itself."""
    parts = [
        badge_part(question, said(question, answers), words(answers.get(str(question.id))))
        for question in questions
        if question.on_badge and not question.removed_at
    ]
    return " · ".join(part for part in parts if part)


def badge_part(question: Question, told: str, chosen: Sequence[str]) -> str:
    """What one answer adds to a badge."""
    if question.kind == "yes_no":
        return question.label if YES in chosen else ""
    if question.kind == "number" and told:
        return f"{question.label}: {told}"
    return told


def mixed(event: Event) -> list[Question]:
    """The questions whose answers tables are to mix."""
    return [question for question in open_questions(event) if question.in_mix]


def mixed_answers(questions: Sequence[Question], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Somebody's answers to questions that are mixed; who wasn't asked is a kind of their own."""
    return tuple(str(answers.get(str(question.id), "")) for question in questions)
