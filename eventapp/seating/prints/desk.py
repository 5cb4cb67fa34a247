"""What is printed but badges: look at it, and take the PDF; with the tables, and at the door."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from eventapp import clock, languages, mirroring, press, web
from eventapp.db import release
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.head_line import line_of
from eventapp.events.models import Event
from eventapp.paper import A4, SIZES, Size
from eventapp.seating.board import page
from eventapp.seating.prints import evening, sheets
from eventapp.seating.prints.evening import Evening

bp = Blueprint("papers", __name__)

PAGE = f"{page.PAGE}/tables"
# What the door's staff may take: the names, roles and tables that its page shows them anyway.
AT_DOOR = ("list", "pack")
# So many sheets are shown; the PDF has all of them.
SHOWN = 8


@bp.get(f"{PAGE}/print")
def show(community: str, event: str) -> ResponseReturnValue:
    """What there is to print, each by its first sheet; or one of them, sheet by sheet."""
    found = desk_event(community, event, "trainer")
    size = chosen_size()
    laid = evening.as_planned(found, line_of(found))
    there = sheets.offered(laid)
    chosen = what if (what := request.args.get("what", "")) in there else ""
    made = {of: sheets.pages(of, laid, size) for of in ([chosen] if chosen else there)}
    return render_template(
        "seating/print.html",
        what=chosen,
        papers=made,
        shown=SHOWN if chosen else 1,
        cut=sheets.cut(made[chosen]) if chosen else [],
        head=laid.head,
        guests=len(laid.guests),
        size=size,
        sizes=_NAMES,
        **events_desk.about(found),
    )


@bp.get(f"{PAGE}/<what>.png")
@web.limiter.limit("300/minute")
def picture(community: str, event: str, what: str) -> ResponseReturnValue:
    """One sheet as it prints, as a picture."""
    found = desk_event(community, event, "trainer")
    with printed_in(found.held_in) as lang:
        pages = mirroring.pages(sheets.pages(what, _with(found, what), chosen_size()), lang=lang)
    number = web.number_in(request.args.get("sheet", "1"))
    if not 1 <= number <= len(pages):
        abort(404)
    title = found.title
    release()
    body = press.draw(pages[number - 1 : number], title=title, lang=lang, kind="png", ppi=96)
    return Response(body, mimetype="image/png")


@bp.get(f"{PAGE}/<what>.pdf")
@web.limiter.limit("60/minute")
def draw(community: str, event: str, what: str) -> ResponseReturnValue:
    """One of the papers as a PDF."""
    found = desk_event(community, event, "trainer")
    with printed_in(found.held_in) as lang:
        return _file(_with(found, what), what, lang)


@bp.get(f"{page.PAGE}/door/<what>.pdf")
@web.limiter.limit("60/minute")
def at_door(community: str, event: str, what: str) -> ResponseReturnValue:
    """The door list or the door pack, with the plan that everybody follows."""
    found = desk_event(community, event, right="door")
    if what not in AT_DOOR:
        abort(404)
    with printed_in(found.held_in) as lang:
        return _file(evening.as_published(found, line_of(found)), what, lang)


@contextmanager
def printed_in(*tags: str) -> Iterator[str]:
    """What is printed is in the first of these languages that we ship, or in the reader's."""
    with languages.spoken(*tags, languages.now()):
        yield clock.language()


def _with(event: Event, what: str) -> Evening:
    """The evening, if it has such a paper."""
    laid = evening.as_planned(event, line_of(event))
    if what not in sheets.offered(laid):
        abort(404)
    return laid


def _file(laid: Evening, what: str, lang: str) -> Response:
    pages, name = sheets.pages(what, laid, chosen_size()), sheets.file_name(laid, what)
    title = laid.event.title
    release()
    response = Response(
        press.draw(mirroring.pages(pages, lang=lang), title=title, lang=lang),
        mimetype="application/pdf",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def chosen_size() -> Size:
    """The paper that was asked for, else the one that this browser last chose."""
    if (asked := request.args.get("paper", "")) in SIZES:
        session["paper"] = asked
    return SIZES.get(session.get("paper", ""), A4)


_NAMES: dict[str, Any] = {"a4": lazy_gettext("A4"), "letter": lazy_gettext("US Letter")}
