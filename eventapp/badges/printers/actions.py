"""Printers and own stocks are added and renamed: each name once in a community."""

from flask_babel import gettext as _

from eventapp.badges.printers import choices
from eventapp.badges.printers.models import OwnStock, Printer
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused

MOST = 40


def add(record: Printer | OwnStock) -> None:
    """One more; refuses a name that is taken, and more than anybody chooses from."""
    beside = _beside(record)
    if len(beside) >= MOST:
        raise Refused(_("That is the most a list can hold. Delete one that isn’t used any more."))
    _check_name(record, beside)
    db.session.add(record)


def rename(record: Printer | OwnStock, name: str) -> None:
    """Another name; refuses one that is taken."""
    record.name = name
    with db.session.no_autoflush:
        _check_name(record, _beside(record))


def _beside(record: Printer | OwnStock) -> list[Printer] | list[OwnStock]:
    of = record.community or db.session.get_one(Community, record.community_id)
    return choices.printers(of) if isinstance(record, Printer) else choices.own_stocks(of)


def _check_name(record: Printer | OwnStock, beside: list[Printer] | list[OwnStock]) -> None:
    if any(one is not record and one.name == record.name for one in beside):
        raise Refused(_("There is one with this name already. Give it another name."))
