"""What a community can print with and on."""

from eventapp.badges.printers.models import OwnStock, Printer
from eventapp.badges.stocks import ALL, Stock
from eventapp.communities.models import Community
from eventapp.db import db


def printers(of: Community) -> list[Printer]:
    """Its printers, by name."""
    mine = db.select(Printer).where(Printer.community_id == of.id).order_by(Printer.name)
    return list(db.session.scalars(mine))


def own_stocks(of: Community) -> list[OwnStock]:
    """The stocks that it measured itself, by name."""
    mine = db.select(OwnStock).where(OwnStock.community_id == of.id).order_by(OwnStock.name)
    return list(db.session.scalars(mine))


def stocks(of: Community) -> dict[str, Stock]:
    """Every stock by its key: its own first, then those that everybody has."""
    return {own.stock.key: own.stock for own in own_stocks(of)} | ALL


def flat_stocks(of: Community) -> dict[str, Stock]:
    """Those of its stocks that carry one upright badge on each label."""
    return {key: one for key, one in stocks(of).items() if not one.fold and one.kind != "tent"}


def for_printer(printer: Printer) -> dict[str, Stock]:
    """The stocks that go into a printer; all of them while none does."""
    known = stocks(printer.community)
    return {key: one for key, one in known.items() if printer.fits(one)} or known
