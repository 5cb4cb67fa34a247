"""The organizer's look back over a community's events, a year at a time."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.insights import hiding
from eventapp.insights.desk import drawings
from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.reports import desk as files_desk
from eventapp.insights.years import gallery, reading
from eventapp.insights.years.year import Year

bp = Blueprint("years_desk", __name__, url_prefix="/desk")
PAGE = "/<community>/lookback"
# What a calendar knows of.
FIRST, LAST = 1990, 2999


@bp.get(PAGE)
def latest(community: str) -> ResponseReturnValue:
    """The latest year in which something was held."""
    host = desk_community(community)
    years = reading.years_of(host)
    return _page(host, years[0] if years else clock.now().year, years)


@bp.get(f"{PAGE}/<int:year>")
def show(community: str, year: int) -> ResponseReturnValue:
    """One year."""
    host = desk_community(community)
    _known(year)
    return _page(host, year, reading.years_of(host))


@bp.get(f"{PAGE}/<int:year>/<picture>.<kind>")
@web.limiter.limit("120/minute")
def take(community: str, year: int, picture: str, kind: str) -> ResponseReturnValue:
    """One picture of a year, or its numbers."""
    host = desk_community(community)
    _known(year)
    draw = next((entry.draw for entry in gallery.OF_A_YEAR if entry.name == picture), None)
    if draw is None:
        abort(404)
    return files_desk.file_of(draw(_year(host, year)), kind, f"{host.slug}-{year}-{picture}")


@bp.get(f"{PAGE}/<int:year>.zip")
@web.limiter.limit("10/minute")
def take_all(community: str, year: int) -> ResponseReturnValue:
    """All pictures of a year, each in every kind."""
    host = desk_community(community)
    _known(year)
    return files_desk.zip_of(_drawn(_year(host, year)), f"{host.slug}-{year}")


def _known(year: int) -> None:
    if not FIRST <= year <= LAST:
        abort(404)


def _year(host: Community, year: int) -> Year:
    return reading.year_of(host, year, now=clock.now())


def _drawn(year: Year) -> list[Picture | Hidden]:
    return [entry.draw(year) for entry in gallery.OF_A_YEAR]


def _page(host: Community, year: int, years: list[int]) -> ResponseReturnValue:
    found = _year(host, year) if year in years else None
    pictures = _drawn(found) if found else []
    return render_template(
        "insights/year.html",
        community=host,
        year=year,
        years=years,
        held=found.held if found else 0,
        pictures=pictures,
        drawings=drawings(pictures),
        sizes={entry.name: entry.size for entry in gallery.OF_A_YEAR},
        fewest=hiding.FEWEST,
    )
