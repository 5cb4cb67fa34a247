"""One badge on a page of its label's own size, as a picture for the browser's print and as a PDF."""

from dataclasses import replace

from flask import Response

from eventapp import press
from eventapp.badges import guest_badges
from eventapp.badges.printers import choices
from eventapp.badges.printing import actions
from eventapp.badges.printing.order import Order
from eventapp.badges.stocks import STOCKS, Stock
from eventapp.db import release
from eventapp.door.models import DoorPass
from eventapp.rsvps.models import Rsvp

# Fine enough for any label printer.
_PPI = 300


def fed_with(kiosk: DoorPass) -> Stock:
    """One label of the stock that was chosen for a kiosk: what its printer is fed with."""
    known = choices.flat_stocks(kiosk.event.community)
    return label(known.get(kiosk.stock) or next(iter(STOCKS.values())))


def label(whole: Stock) -> Stock:
    """A stock cut down to one label."""
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


def paper_size(one: Stock) -> Response:
    """The style sheet of a page as large as a label."""
    wide, high = f"{one.width}mm", f"{one.height}mm"
    css = f"@page{{size:{wide} {high};margin:0}}#label{{width:{wide};height:{high}}}"
    return Response(css, mimetype="text/css")


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
