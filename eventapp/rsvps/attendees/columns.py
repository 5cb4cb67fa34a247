"""Which columns the list of people has: those an organizer chose, or the usual ones."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.communities.models import Membership
from eventapp.events.models import Event
from eventapp.rsvps.attendees.listing import Row
from eventapp.rsvps.forms import STAGES
from eventapp.rsvps.questions import event_questions
from eventapp.rsvps.questions.models import Question
from eventapp.rsvps.roster import joins_word
from eventapp.rsvps.still_coming import unsure

USUAL = ("organization", "lines", "questions", "before")


@dataclass(frozen=True)
class Column:
    """One column: its key, what stands above it, and what a guest's line says in it."""

    key: str
    heading: str
    value: Callable[[Row], str]


def columns(event: Event) -> list[Column]:
    """Every column that there is for an event, in their order; name and state always stand first."""
    asked = event_questions.all_questions(event)
    own = [Column("questions", _("Your questions"), lambda row: _own(row, asked))] if asked else []
    return [
        Column("organization", _("Works at"), lambda row: row.rsvp.organization),
        # The page draws this one itself, as it has several lines.
        Column("lines", _("Ask and offer"), _lines),
        *own,
        Column("before", _("Came before"), _before),
        Column("email", _("Email"), lambda row: row.rsvp.person.letterbox or ""),
        Column("tags", _("Tags"), lambda row: ", ".join(row.tags)),
        Column("stage", _("Career stage"), lambda row: _stage(row.rsvp.stage)),
        Column("industry", _("Industry"), lambda row: row.rsvp.industry),
        Column("here", _("Checked in"), lambda row: _("Yes") if row.here else ""),
        Column("coming", _("Still coming?"), _coming),
        Column("needs", _("Access and food"), _needs),
        Column("answered", _("Answered"), lambda row: _answered(row, event)),
        *_where_asked(event),
    ]


def _where_asked(event: Event) -> list[Column]:
    """Those that only some events have: both ways to join, a code of conduct, guests who are brought."""
    found = []
    if event.hybrid:
        found.append(Column("joins", _("Joins"), lambda row: joins_word(row.rsvp.joins)))
    if event.conduct:
        found.append(
            Column("agreed", _("Agreed to the code of conduct"), lambda row: _agreed(row, event))
        )
    if event.most_guests:
        found.append(Column("brought", _("Brought by"), _brought_by))
    return found


def _agreed(row: Row, event: Event) -> str:
    at = row.rsvp.agreed_at
    return clock.short_day(at, event.zone) if at else ""


def _brought_by(row: Row) -> str:
    host = row.rsvp.brought_by
    return host.name if host else ""


def chosen(every: Sequence[Column], membership: Membership) -> list[Column]:
    """Those of the columns that a member of the team wants to see."""
    keys = membership.people_columns
    wanted: Collection[str] = USUAL if keys is None else keys
    return [column for column in every if column.key in wanted]


def choose(membership: Membership, keys: Sequence[str], *, event: Event) -> None:
    """Remember which columns somebody wants to see; one that this event hasn't stays as it was."""
    here = [one.key for one in columns(event)]
    before = USUAL if membership.people_columns is None else membership.people_columns
    elsewhere = [key for key in before if key not in here]
    membership.people_columns = [key for key in here if key in keys] + elsewhere


def _lines(row: Row) -> str:
    said = (row.rsvp.ask, row.rsvp.offer)
    return "\n".join(line.text for line in said if line)


def own_answers(row: Row, asked: Sequence[Question]) -> list[tuple[str, str]]:
    """What a guest answered to the organizer's own questions, each with its question."""
    answers = row.rsvp.question_answers
    given = ((question.label, event_questions.said(question, answers)) for question in asked)
    return [(label, text) for label, text in given if text]


def _own(row: Row, asked: Sequence[Question]) -> str:
    return "\n".join(f"{label} {text}" for label, text in own_answers(row, asked))


def _before(row: Row) -> str:
    if not row.before:
        return _("First time")
    return ngettext("1 event", "%(num)s events", row.before)


def _stage(value: str) -> str:
    return next((str(one.label) for one in STAGES if one.value == value), "") if value else ""


def _coming(row: Row) -> str:
    if row.rsvp.going and row.rsvp.tentative_at:
        return _("Maybe")
    if unsure(row.rsvp):
        return _("No answer yet")
    return _("Yes") if row.rsvp.coming_at else ""


def _needs(row: Row) -> str:
    return "; ".join(part for part in (row.rsvp.access_needs, row.rsvp.food) if part)


def _answered(row: Row, event: Event) -> str:
    at = row.rsvp.created_at
    return f"{clock.short_day(at, event.zone)}, {clock.hour(at, event.zone)}"
