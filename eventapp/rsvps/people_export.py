"""Everybody who answered an event, as a list to take out; it can be read in again."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from eventapp import clock
from eventapp.events.models import Event
from eventapp.rsvps import roster
from eventapp.rsvps.exports import Column, Export
from eventapp.rsvps.models import STATES
from eventapp.rsvps.questions import event_questions
from eventapp.rsvps.roster import Row


def people(event: Event) -> Export[Row]:
    """Everybody with all they said; those with a place first, then the queue in its order.

    Read in again in that order, everybody gets back what they had.
    """
    answers = sorted(roster.rows(event), key=lambda row: (STATES.index(row.state), row.turn))
    return Export(_("People"), columns(event), answers)


def columns(event: Event) -> list[Column[Row]]:
    """The columns of the list of an event: those that read it in again, then any others."""
    roles = {role.id: role.name for role in event.community.roles}
    own = own_columns(roles, event.zone) + _where_asked(event)
    asked = event_questions.columns(event, [column.heading for column in own])
    return [*own, *(_answer(heading, said) for heading, said in asked)]


def _where_asked(event: Event) -> list[Column[Row]]:
    """Those that only some events have: both ways to join, a code of conduct, guests who are brought."""
    found: list[Column[Row]] = []
    if event.hybrid:
        found.append(Column(_("Joins"), lambda row: roster.joins_word(row.joins)))
    if event.conduct:
        found.append(
            Column(
                _("Agreed to the code of conduct"),
                lambda row: clock.wall(row.agreed_at, event.zone) if row.agreed_at else "",
            )
        )
    if event.most_guests:
        found.append(Column(_("Brought by"), lambda row: row.brought_by))
    return found


def _answer(heading: str, said: Callable[[Mapping[str, Any]], str]) -> Column[Row]:
    return Column(heading, lambda row: said(row.question_answers))


def own_columns(roles: Mapping[int, str], zone: str) -> list[Column[Row]]:
    """The columns that every such list begins with, and by which it is known when it comes back."""
    words = roster.state_words()
    yes, no = _("yes"), _("no")
    return [
        Column(_("Status"), lambda row: words[row.state]),
        Column(_("First name"), lambda row: row.first_name),
        Column(_("Last name"), lambda row: row.last_name),
        Column(_("Email"), lambda row: row.email or row.shared),
        Column(_("Pronouns"), lambda row: row.pronouns),
        Column(_("Role"), lambda row: roles.get(row.role_id or 0, "")),
        Column(_("Career stage"), lambda row: row.stage),
        Column(_("Industry"), lambda row: row.industry),
        Column(_("Organization"), lambda row: row.organization),
        Column(_("Ask"), lambda row: row.ask),
        Column(_("Ask kind"), lambda row: row.ask_kind),
        Column(_("Offer"), lambda row: row.offer),
        Column(_("Offer kind"), lambda row: row.offer_kind),
        Column(_("Access needs"), lambda row: row.access_needs),
        Column(_("Food"), lambda row: row.food),
        Column(_("Shows first name"), lambda row: yes if row.show_name_at else no),
        Column(_("Keeps in touch"), lambda row: yes if row.keep_in_touch_at else no),
        Column(_("Answered"), lambda row: clock.wall(row.created_at, zone)),
    ]


def own_headings() -> list[str]:
    """What stands above those columns."""
    return [column.heading for column in own_columns({}, "UTC")]
