"""One badge on a page of its label's own size, as a picture for the browser's print and as a PDF."""

from dataclasses import replace

from flask import Response

from eventapp import pdf, typefaces
from eventapp.assets import asset
from eventapp.badges import guest_badges, sheet
from eventapp.badges.stocks import STOCKS, Stock
from eventapp.db import release
from eventapp.rsvps.models import Rsvp


def label(key: str) -> Stock:
    """A stock cut down to one label: what a printer at a kiosk is fed with."""
    whole = STOCKS.get(key) or next(iter(STOCKS.values()))
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


def picture(rsvp: Rsvp, stock: Stock) -> Response:
    """The badge as a page to be framed: nothing in it may run or fetch."""
    html = sheet.html(
        guest_badges.badges(rsvp.event, [rsvp]), stock, words=guest_badges.words(rsvp.event)
    )
    for face in (typefaces.display(), typefaces.text()):
        for file in face.files:
            html = html.replace(f"url(fonts/{file.name})", f"url({asset(f'fonts/{file.name}')})")
    response = Response(html)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    )
    return response


def document(rsvp: Rsvp, stock: Stock) -> Response:
    """The badge as a PDF of one page."""
    documents = sheet.documents(
        guest_badges.badges(rsvp.event, [rsvp]), stock, words=guest_badges.words(rsvp.event)
    )
    release()
    response = Response(pdf.render_many(documents), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="badge.pdf"'
    return response
