"""Choose a stock, look at the sheet, take the PDF."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import faces, pdf, web
from eventapp.assets import asset
from eventapp.badges import printing, sheet
from eventapp.badges.badge import Badge
from eventapp.badges.forms import FIRST, SheetForm, read
from eventapp.badges.stocks import STOCKS
from eventapp.db import release
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

bp = Blueprint("badges", __name__)

PAGE = "/desk/<community>/events/<event>/badges"


@bp.get(PAGE)
def stock(community: str, event: str) -> ResponseReturnValue:
    """The choices, the first sheet as it will print, and the names to look at before."""
    found = desk_event(community, event, right="door")
    form = read(request.args)
    return (_choices(found, form), 200) if form.validate() else (_choices(found, form), 400)


@bp.get(f"{PAGE}/sheet")
def first_sheet(community: str, event: str) -> ResponseReturnValue:
    """The first sheet alone, to be framed by the page above: nothing in it may run or fetch."""
    found = desk_event(community, event, right="door")
    form = read(request.args)
    if not form.validate():
        return _choices(found, form), 400
    start = form.start.data
    html = sheet.html(
        _badges(found, form)[: form.on.per_sheet - start + 1],
        form.on,
        start=start,
        words=printing.words(found),
        guides="outline",
    )
    files = {file.name for face in (faces.display(), faces.text()) for file in face.files}
    fonts = {name: asset(f"fonts/{name}") for name in files}
    response = Response(printing.on_screen(html, form.on, start=start, fonts=fonts))
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    )
    return response


@bp.get(f"{PAGE}.pdf", endpoint="sheet")
@web.limiter.limit("60/minute")
def take(community: str, event: str) -> ResponseReturnValue:
    """The badges as a PDF; with a wrong choice, the choices with what to mend."""
    found = desk_event(community, event, right="door")
    form = read(request.args)
    if not form.validate():
        return _choices(found, form), 400
    documents = sheet.documents(
        _badges(found, form),
        form.on,
        start=form.start.data,
        shift=form.shift,
        words=printing.words(found),
    )
    # One badge is looked at and printed at once; a stack of sheets is kept.
    way = "inline" if form.rsvp.data else "attachment"
    name = f"{found.slug}-badge-{form.rsvp.data}" if form.rsvp.data else f"{found.slug}-badges"
    release()
    return _file(pdf.render_many(documents), name, way)


@bp.get(f"{PAGE}/test-page.pdf")
@web.limiter.limit("60/minute")
def test_page(community: str, event: str) -> ResponseReturnValue:
    """A page for plain paper, to hold against the stock."""
    found = desk_event(community, event, right="door")
    form = read(request.args)
    if not form.validate():
        return _choices(found, form), 400
    document = sheet.trial(form.on, shift=form.shift, words=printing.words(found))
    name = f"{found.slug}-{form.on.key}-test-page"
    release()
    return _file(pdf.render(document), name, "inline")


def _choices(event: Event, form: SheetForm) -> str:
    """The page with the choices as they were sent, and what is wrong with them."""
    fine = not form.errors
    people = printing.guests(event)
    form.offer(people)
    chosen = _chosen(form, people)
    badges = printing.badges(event, chosen) if people else printing.samples(event)
    look = printing.needs_a_look(badges, form.on)
    where: dict[str, Any] = {"community": event.community.slug, "event": event.slug}
    used = form.start.data - 1 if fine else 0
    return render_template(
        "badges/stock.html",
        form=form,
        stock=form.on,
        first=[STOCKS[key] for key in FIRST],
        others=[one for key, one in STOCKS.items() if key not in FIRST],
        people=people,
        number=len(badges),
        sheets=-(-(used + len(badges)) // form.on.per_sheet),
        one=chosen[0] if form.rsvp.data and people else None,
        cut=look.cut,
        small=look.small,
        lacking=look.lacking,
        preview=url_for(".first_sheet", **where, **_query(form)) if fine else "",
        kinds=_kinds(),
        where=where,
        **about(event),
    )


def _badges(event: Event, form: SheetForm) -> list[Badge]:
    """The badges that were chosen; samples while nobody comes."""
    people = printing.guests(event)
    if not people and not form.rsvp.data:
        return printing.samples(event)
    return printing.badges(event, _chosen(form, people))


def _chosen(form: SheetForm, people: list[Rsvp]) -> list[Rsvp]:
    """Whose badges: one guest's, or everybody's."""
    if not form.rsvp.data:
        return people
    one = [rsvp for rsvp in people if str(rsvp.id) == form.rsvp.data]
    if not one:
        raise Refused(_("This guest has no place, so there is no badge to print."))
    return one


def _query(form: SheetForm) -> dict[str, Any]:
    return {field.name: field.data for field in form if field.data not in ("", None)}


def _file(body: bytes, name: str, way: str) -> Response:
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'{way}; filename="{name}.pdf"'
    return response


def _kinds() -> dict[str, str]:
    return {
        "sticky": _("sticky"),
        "cards": _("cards"),
        "cut": _("to cut"),
        "plastic": _("plastic card"),
        "thermal": _("label printer"),
    }
