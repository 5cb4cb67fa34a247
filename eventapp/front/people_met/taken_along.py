"""The people somebody has met, to take along: a list, and the contact cards of who is in touch with them."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.followups.vcard import vcard
from eventapp.front.people_met.evenings import Contact, Evening, History
from eventapp.front.people_met.figures import Met
from eventapp.rsvps.exports import Cell, Column, Export


@dataclass(frozen=True)
class Row:
    """One line of the list: somebody who may be named, or how many more there were on an evening."""

    evening: Evening
    met: Met | None
    contact: Contact | None

    @property
    def name(self) -> str:
        """The whole name of who is in touch with me, the first name of everybody else."""
        if self.contact:
            return self.contact.known.name
        if self.met:
            return self.met.first_name
        return ngettext(
            "%(num)s more, who isn’t named", "%(num)s more, who aren’t named", self.evening.unnamed
        )


def people(history: History) -> Export[Row]:
    """The list as its owner may have it: what the page shows, and what each chose to share."""
    rows = []
    for evening in history.evenings:
        for one in evening.named:
            rows.append(Row(evening, one, history.contacts.get(one.person_id)))
        if evening.unnamed:
            rows.append(Row(evening, None, None))
    return Export(_("People I’ve met"), _columns(), rows)


def _columns() -> list[Column[Row]]:
    return [
        Column(_("Event"), lambda row: row.evening.title),
        Column(_("When"), lambda row: clock.wall(row.evening.starts_at, row.evening.zone)),
        Column(_("Where"), lambda row: row.evening.place),
        Column(_("Name"), lambda row: row.name),
        Column(_("Role"), lambda row: row.met.role if row.met else ""),
        Column(_("Industry"), lambda row: row.met.industry if row.met else ""),
        Column(_("Asked"), lambda row: row.met.ask if row.met else ""),
        Column(_("Offered"), lambda row: row.met.offer if row.met else ""),
        Column(_("In touch since"), _since),
        Column(_("Half an hour"), _half_hour),
        Column(_("Email"), lambda row: row.contact.known.email if row.contact else ""),
        Column(_("Phone"), lambda row: row.contact.known.phone if row.contact else ""),
        Column(_("Link"), lambda row: row.contact.known.web if row.contact else ""),
    ]


def _since(row: Row) -> Cell:
    return clock.wall(row.contact.known.since, row.evening.zone) if row.contact else ""


def _half_hour(row: Row) -> Cell:
    agreed = row.contact and row.contact.half_hour
    return clock.wall(agreed.starts_at, row.evening.zone) if agreed else ""


def cards(history: History) -> bytes:
    """The contact cards of everybody in touch, one after the other in one file."""
    known = sorted(history.contacts.values(), key=lambda one: one.known.name.casefold())
    return b"".join(vcard(one.known.contact) for one in known)
