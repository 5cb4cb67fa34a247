"""One badge on a page of its label's own size, as a picture for the browser's print and as a PDF."""

from dataclasses import replace

from flask import Response

from eventapp import press
from eventapp.badges import guest_badges
from eventapp.badges.printers import choices
from eventapp.badges.printing import actions
from eventapp.badges.printing.order import Order
from eventapp.badges.stocks import STOCKS, Stock
from eventapp.communities.models import Community
from eventapp.db import release
from eventapp.rsvps.models import Rsvp

# Fine enough for any label printer.
_PPI = 300


def label(of: Community, key: str) -> Stock:
    """A stock cut down to one label: what a printer at a kiosk is fed with."""
    whole = choices.upright(of).get(key) or next(iter(STOCKS.values()))
    # One of one, in the corner of a page that ends where it does.
    return replace(
        whole,
        sheet_width=whole.width,
        sheet_height=whole.height,
        cols=1,
        rows=1,
        left=0.0,
        top=0.0,
        pitch_x=whole.width,
        pitch_y=whole.height,
    )


def order(rsvp: Rsvp, stock: Stock) -> Order:
    """A guest's badge on such a label."""
    (badge,) = guest_badges.badges(rsvp.event, [rsvp])
    return Order([(rsvp.id, badge)], stock, words=guest_badges.words(rsvp.event))


def picture(one: Order) -> Response:
    """The badge as a picture."""
    release()
    words = one.words
    drawn = press.draw(one.pages(), title=words.title, lang=words.lang, kind="png", ppi=_PPI)
    return Response(drawn, mimetype="image/png")


def document(one: Order) -> Response:
    """The badge as a PDF of one page."""
    release()
    response = Response(actions.drawn(one), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="badge.pdf"'
    return response
