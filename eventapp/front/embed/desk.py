"""How an event, a program, a series or a community is shown elsewhere: links, HTML for other sites, a poster."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, press, web
from eventapp.communities.access import desk_community
from eventapp.db import release
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.events.series.access import desk_series
from eventapp.events.series.models import EventSeries
from eventapp.front.embed import poster, posters, snippet
from eventapp.front.embed.poster import Poster
from eventapp.paper import A4
from eventapp.programs.access import desk_program
from eventapp.programs.models import Program
from eventapp.seating.prints.desk import chosen_size, printed_in

bp = Blueprint("sharing", __name__)

PAGE = "/desk/<community>/events/<event>/share"
PROGRAM = "/desk/<community>/programs/<program>/share"
SERIES = "/desk/<community>/series/<series>"


@bp.get(PAGE)
def event(community: str, event: str) -> ResponseReturnValue:
    """An event's link, its form for other sites, and its poster."""
    found = desk_event(community, event)
    return render_template(
        "embed/share_event.html",
        shared=snippet.of_event(found),
        open=_open(found),
        size=A4,
        **events_desk.about(found),
    )


@bp.get(f"{PAGE}/poster.png")
@web.limiter.limit("300/minute")
def picture(community: str, event: str) -> ResponseReturnValue:
    """The poster as it prints, as a picture."""
    return _picture(_of_event(desk_event(community, event)))


@bp.get(f"{PAGE}/poster.pdf")
@web.limiter.limit("60/minute")
def file(community: str, event: str) -> ResponseReturnValue:
    """The poster as a PDF."""
    found = desk_event(community, event)
    return _file(_of_event(found), found.slug)


@bp.get("/desk/<community>/share")
def community(community: str) -> ResponseReturnValue:
    """A community's link, and its list for other sites."""
    host = desk_community(community)
    return render_template(
        "embed/share.html",
        community=host,
        nav="community",
        of=host.name,
        shared=snippet.of_community(host),
    )


@bp.get(PROGRAM)
def program(community: str, program: str) -> ResponseReturnValue:
    """A program's link, and its form for other sites."""
    found = desk_program(community, program)
    return render_template(
        "embed/share.html",
        community=found.community,
        nav="programs",
        of=found.title,
        form=True,
        shared=snippet.of_program(found) if found.published_at else None,
        unseen=_("Nobody sees this program yet. Publish it, and share it here."),
        poster=_poster("program", community=community, program=program),
        size=A4,
    )


@bp.get(f"{PROGRAM}/poster.png")
@web.limiter.limit("300/minute")
def program_picture(community: str, program: str) -> ResponseReturnValue:
    """A program's poster as it prints, as a picture."""
    return _picture(_of_program(desk_program(community, program)))


@bp.get(f"{PROGRAM}/poster.pdf")
@web.limiter.limit("60/minute")
def program_file(community: str, program: str) -> ResponseReturnValue:
    """A program's poster as a PDF."""
    found = desk_program(community, program)
    return _file(_of_program(found), found.slug)


@bp.get(f"{SERIES}/share")
def series(community: str, series: str) -> ResponseReturnValue:
    """A series' link, its dates for other sites, and its poster while one is to come."""
    found = desk_series(community, series)
    coming = found.announced(clock.now())
    return render_template(
        "embed/share.html",
        community=found.community,
        nav="events",
        of=found.title,
        shared=snippet.of_series(found) if found.public else None,
        unseen=_("Nobody sees this series yet. Publish a date of it, and share it here."),
        poster=_poster("series", community=community, series=series) if coming else None,
        size=A4,
    )


@bp.get(f"{SERIES}/poster.png")
@web.limiter.limit("300/minute")
def series_picture(community: str, series: str) -> ResponseReturnValue:
    """The poster of a series as it prints, as a picture."""
    return _picture(_of_series(desk_series(community, series)))


@bp.get(f"{SERIES}/poster.pdf")
@web.limiter.limit("60/minute")
def series_file(community: str, series: str) -> ResponseReturnValue:
    """The poster of a series, with its next dates, as a PDF."""
    found = desk_series(community, series)
    return _file(_of_series(found), found.slug)


def _open(event: Event) -> bool:
    """Whether anybody who has its address sees its page."""
    return event.published_at is not None and not event.by_invitation


def _of_event(event: Event) -> Poster:
    if not _open(event):
        raise Refused(_("Only an event with a public page has a poster. Publish it first."))
    with printed_in(event.held_in):
        return posters.of_event(event)


def _of_program(program: Program) -> Poster:
    if not program.published_at:
        raise Refused(_("Only a program with a public page has a poster. Publish it first."))
    with printed_in(*program.languages):
        return posters.of_program(program)


def _of_series(series: EventSeries) -> Poster:
    coming = series.announced(clock.now())
    if not coming:
        raise Refused(
            _("Only a series with a public date to come has a poster. Publish one first.")
        )
    with printed_in(*series.languages):
        return posters.of_series(series, coming)


def _poster(kind: str, **at: Any) -> tuple[str, str]:
    """Where a poster is, as a picture and as a file."""
    return url_for(f".{kind}_picture", **at), url_for(f".{kind}_file", **at)


def _picture(said: Poster) -> Response:
    page = poster.page(said, chosen_size())
    release()
    drawn = press.draw([page], title=said.title, lang=said.lang, kind="png", ppi=96)
    return Response(drawn, mimetype="image/png")


def _file(said: Poster, slug: str) -> Response:
    page = poster.page(said, chosen_size())
    release()
    drawn = press.draw([page], title=said.title, lang=said.lang)
    response = Response(drawn, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-poster.pdf"'
    return response
