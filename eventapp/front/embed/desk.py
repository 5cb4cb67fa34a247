"""How an event, a program or a community is shown elsewhere: links, HTML for other sites, a poster."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, press, web
from eventapp.communities.access import desk_community
from eventapp.communities.face import accent
from eventapp.communities.models import Community
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.front.embed import poster, snippet
from eventapp.mail.models import Picture
from eventapp.mail.outbox import address_of
from eventapp.paper import A4
from eventapp.programs.access import desk_program
from eventapp.seating.prints.desk import chosen_size

bp = Blueprint("sharing", __name__)

PAGE = "/desk/<community>/events/<event>/share"


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
    return Response(_drawn(desk_event(community, event), "png"), mimetype="image/png")


@bp.get(f"{PAGE}/poster.pdf")
@web.limiter.limit("60/minute")
def file(community: str, event: str) -> ResponseReturnValue:
    """The poster as a PDF."""
    found = desk_event(community, event)
    name = f"{found.slug}-poster.pdf"
    response = Response(_drawn(found, "pdf"), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/desk/<community>/share")
def community(community: str) -> ResponseReturnValue:
    """A community's link, and its list for other sites."""
    host = desk_community(community)
    return render_template(
        "embed/share.html", community=host, nav="community", shared=snippet.of_community(host)
    )


@bp.get("/desk/<community>/programs/<program>/share")
def program(community: str, program: str) -> ResponseReturnValue:
    """A program's link, and its form for other sites."""
    found = desk_program(community, program)
    return render_template(
        "embed/share.html",
        community=found.community,
        program=found,
        nav="programs",
        shared=snippet.of_program(found) if found.published_at else None,
    )


def _open(event: Event) -> bool:
    """Whether anybody who has its address sees its page."""
    return event.published_at is not None and not event.by_invitation


def _drawn(event: Event, kind: str) -> bytes:
    if not _open(event):
        raise Refused(_("Only an event with a public page has a poster. Publish it first."))
    page, title = poster.page(of(event), chosen_size()), event.title
    release()
    if kind == "png":
        return press.draw([page], title=title, lang=clock.language(), kind="png", ppi=96)
    return press.draw([page], title=title, lang=clock.language())


def of(event: Event) -> poster.Poster:
    """What the poster of an event says."""
    host = event.community
    place = ", ".join(filter(None, [event.place_name, event.place_address]))
    return poster.Poster(
        title=event.title,
        host=host.name,
        day=clock.day(event.starts_at, event.zone),
        hours=clock.hours(event.starts_at, event.ends_at, event.zone),
        where=place or event.where or _("Online"),
        address=address_of("rsvps.show", community=host.slug, event=event.slug),
        call=_("Save your seat. Free, and no account needed."),
        summary=event.summary,
        logo=_logo(host),
        logo_size=(host.logo_width, host.logo_height),
        **({"band": accent.band(host.colour)} if host.colour else {}),
    )


def _logo(host: Community) -> bytes:
    found: bytes | None = db.session.scalar(
        db.select(Picture.content).where(Picture.digest == host.logo)
    )
    return found or b""
