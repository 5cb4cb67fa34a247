"""Printers and own stocks for tests."""

from itertools import count

import make

from eventapp.badges.printers.models import OwnStock, Printer
from eventapp.communities.models import Community

_n = count(1)


def printer(of: Community, **given: object) -> Printer:
    """A printer with A4 in it that has not been measured."""
    return make.saved(
        Printer(community=of, **{"name": f"Printer {next(_n)}", "paper": "A4"} | given)
    )


def own_stock(of: Community, **given: object) -> OwnStock:
    """Ten labels of 90 × 50 mm on A4."""
    measures = {
        "sheet_width": 210, "sheet_height": 297, "cols": 2, "rows": 5, "width": 90, "height": 50,
        "left": 12, "top": 12, "pitch_x": 96, "pitch_y": 55,
    }  # fmt: skip
    fields = {"name": f"Own {next(_n)}", "kind": "sticky"} | measures | given
    return make.saved(OwnStock(community=of, **fields))


def sample(host: Community, other: Community) -> dict[str, int]:
    """A printer and a stock of each of two communities, by name."""
    return {
        "printer": printer(host, name="901", feed="902").id,
        "their printer": printer(other, name="903").id,
        "own stock": own_stock(host, name="904").id,
        "their own stock": own_stock(other, name="905").id,
    }
