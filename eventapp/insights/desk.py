"""The organizer's look back: an evening in pictures that tell on nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from eventapp import clock, kept, packing, web
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.followups.feedback import actions as feedback
from eventapp.followups.help_board.figures import ask_figures
from eventapp.insights import actions, gallery, hiding, jobs
from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.pictures import met
from eventapp.insights.square import Cell, from_json
from eventapp.packing import Piece

bp = Blueprint("insights_desk", __name__, url_prefix="/desk")
# Of so many events a process keeps the pictures packed.
MOST = 30


@dataclass(frozen=True)
class Pick:
    """Between which two roles the lines are strong, and which there are."""

    name: str = met.NAME
    roles: tuple[str, ...] = ()
    one: int = 0
    other: int = 0


@bp.get("/<community>/events/<event>/lookback")
def show(community: str, event: str) -> ResponseReturnValue:
    """How the evening went, in pictures, each with its numbers."""
    found = desk_event(community, event)
    now = clock.now()
    over = found.over(now)
    look_back = actions.looked_back(found) if over else None
    # Where the pictures go: they are packed once, and the page around them is written each time.
    cut = token_urlsafe(16)
    page = render_template(
        "insights/lookback.html",
        event=found,
        community=found.community,
        over=over,
        made_at=look_back.made_at if look_back else None,
        held_back=look_back is not None and look_back.held_back,
        headlines=look_back.headlines if look_back else actions.first_headlines(found),
        suggestions=look_back.suggestions if look_back else (),
        heard=feedback.heard(found),
        asks=ask_figures(found, now=now),
        fresh=now < found.ends_at + actions.FRESH,
        fewest=hiding.FEWEST,
        gallery=cut if look_back else "",
    )
    before, _cut, after = page.partition(cut)
    pictures = _gallery(found, look_back.made_at) if look_back else packing.unpacked("")
    return web.page_of([packing.packed(before), pictures, packing.packed(after)])


@bp.post("/<community>/events/<event>/lookback/pictures")
@web.limiter.limit("20/minute")
def make(community: str, event: str) -> ResponseReturnValue:
    """Make the pictures without waiting for the worker."""
    found = desk_event(community, event)
    if jobs.make(found.id):
        flash(_("The pictures are drawn."), "good")
    else:
        flash(_("Nothing has changed that may be shown."), "warn")
    return web.to(".show", community=community, event=event)


def _gallery(event: Event, made_at: datetime) -> Piece:
    """The pictures of an event as a piece of the page; as everybody sees them, they are kept."""
    if "one" in request.args:
        return packing.packed(_drawn(actions.pictures(event)))
    found: tuple[datetime, Piece] | None = kept.of("look_backs").get(event.id)
    if found and found[0] == made_at:
        return found[1]
    piece = packing.packed(_drawn(actions.pictures(event)))
    kept.keep("look_backs", event.id, (made_at, piece), most=MOST)
    return piece


def _drawn(pictures: list[Picture | Hidden]) -> str:
    pick = Pick()
    for place, picture in enumerate(pictures):
        if isinstance(picture, Picture) and picture.name == met.NAME:
            pictures[place], pick = _picked(picture)
    sizes = {entry.name: entry.size for entry in gallery.OF_AN_EVENING}
    return render_template(
        "insights/_gallery.html",
        pictures=pictures,
        drawings=drawings(pictures),
        sizes=sizes,
        pick=pick,
        at=request.path,
    )


def drawings(pictures: Iterable[Picture | Hidden]) -> dict[str, dict[str, Markup]]:
    """The drawings of those pictures that are shown, by name, as pages take them."""
    # Whatever stands in a drawing was escaped when it was drawn.
    return {
        one.name: {"wide": Markup(one.wide), "narrow": Markup(one.narrow)}
        for one in pictures
        if isinstance(one, Picture)
    }


def _picked(ring: Picture) -> tuple[Picture, Pick]:
    """The ring with the lines between the two roles strong that the address names."""
    square = from_json(ring.drawn_from["square"])
    usual = met.between(square)
    cell = _cell(request.args, usual, len(square.names))
    drawn = ring if cell == usual else met.drawn(ring.drawn_from, cell)
    return drawn, Pick(roles=square.names, one=cell[0], other=cell[1])


def _cell(given: Any, usual: Cell, size: int) -> Cell:
    if not all(given.get(name, "").isdecimal() for name in ("one", "other")):
        return usual
    one, other = sorted(web.number_in(given[name]) for name in ("one", "other"))
    return (one, other) if other < size else usual
