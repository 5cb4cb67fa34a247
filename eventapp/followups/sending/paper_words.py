"""A guest's card as words for paper, from the same that its letter says."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.communities.face import words
from eventapp.followups.letters import met
from eventapp.followups.models import Card
from eventapp.followups.sending.paper_card import PaperCard, Person, Table
from eventapp.followups.tablemates import Shown, Sitting


def paper_card(card: Card, sittings: list[Sitting]) -> PaperCard:
    """What stands on the guest's card; no link does, for paper is left lying about."""
    rsvp, event, number = card.rsvp, card.rsvp.event, met(sittings)
    if number:
        title = ngettext(
            "%(name)s, you met one person",
            "%(name)s, you met %(num)s people",
            number,
            name=rsvp.first_name,
        )
    else:
        title = _("Good that you were there, %(name)s", name=rsvp.first_name)
    return PaperCard(
        title=title,
        lead=f"{event.title}, {clock.day(event.starts_at, event.zone)}",
        tables=tuple(map(_table, sittings)),
        step_word=_("A small step:"),
        notes_word=_("Your own notes"),
        page_word=_("Page %(number)s of %(of)s", number="%(number)s", of="%(of)s"),
        foot=event.community.name,
    )


def _table(sitting: Sitting) -> Table:
    unnamed = ngettext(
        "One more person sat here and prefers not to be on cards.",
        "%(num)s more people sat here and prefer not to be on cards.",
        sitting.unnamed,
    )
    return Table(
        _("Round %(round)s, %(table)s", round=sitting.round, table=words.at_table(sitting.table)),
        tuple(map(_person, sitting.people)),
        unnamed if sitting.unnamed else "",
    )


def _person(shown: Shown) -> Person:
    said = ((_("Asked:"), shown.ask), (_("Offered:"), shown.offer))
    return Person(
        mark=shown.mark,
        name=shown.first_name,
        role=", ".join(filter(None, (shown.role, shown.organization))),
        lines=tuple((word, line) for word, line in said if line),
        step=shown.step,
    )
