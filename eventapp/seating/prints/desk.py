"""The tables on paper: look at them, print them from the browser, or take the PDF."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp import pdf, web
from eventapp.db import release
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.seating.board import page
from eventapp.seating.board.snapshot import read
from eventapp.seating.prints import sheets

bp = Blueprint("papers", __name__)
bp.register_error_handler(Refused, page.refused)

PAGE = f"{page.PAGE}/tables"


@bp.get(f"{PAGE}/print")
def show(community: str, event: str) -> ResponseReturnValue:
    """Posters, list or tents as they will print; without a choice, the first sheet of each."""
    found = desk_event(community, event)
    laid = read(found)
    if laid is None:
        return web.to("seating.board", community=community, event=event)
    chosen = what if (what := request.args.get("what", "")) in sheets.PAPERS else ""
    made = {of: sheets.sheets(laid, of) for of in ([chosen] if chosen else sheets.PAPERS)}
    return render_template(
        "seating/print.html",
        what=chosen,
        sheets=made.get(chosen, []),
        all=[(of, some[:1], len(some)) for of, some in made.items()],
        **sheets.template_values(sheets.sheet_head(laid, events_desk.line_of(found))),
        **events_desk.about(found),
    )


@bp.get(f"{PAGE}/<what>.pdf")
@web.limiter.limit("60/minute")
def draw(community: str, event: str, what: str) -> ResponseReturnValue:
    """One of the papers as a PDF."""
    found = desk_event(community, event)
    if what not in sheets.PAPERS:
        abort(404)
    laid = read(found)
    if laid is None:
        return web.to("seating.board", community=community, event=event)
    documents = sheets.documents(
        what, sheets.sheets(laid, what), sheets.sheet_head(laid, events_desk.line_of(found))
    )
    name = sheets.file_name(found, what, laid.plan.version)
    release()
    response = Response(pdf.render_many(documents), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
