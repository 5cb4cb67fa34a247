"""What organizers take with them of a look back: each picture, all of them, the report."""

from datetime import datetime

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, press, web
from eventapp.db import release
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.followups.feedback import actions as feedback
from eventapp.insights import actions, files, gallery
from eventapp.insights.headlines import Headline
from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.reports import report, sentence
from eventapp.mail import pictures as logos
from eventapp.paper import Size
from eventapp.seating.prints.desk import chosen_size

bp = Blueprint("insights_files", __name__, url_prefix="/desk")
PAGE = "/<community>/events/<event>/lookback"


@bp.get(f"{PAGE}/<picture>.<any(svg, png, csv):kind>")
@web.limiter.limit("120/minute")
def take(community: str, event: str, picture: str, kind: str) -> ResponseReturnValue:
    """One picture, or its numbers."""
    found = desk_event(community, event)
    if picture not in {entry.name for entry in gallery.OF_AN_EVENING}:
        abort(404)
    drawn = actions.picture(found, picture) if found.over(clock.now()) else None
    return file_of(drawn, kind, f"{found.slug}-{picture}")


@bp.get(f"{PAGE}.zip")
@web.limiter.limit("10/minute")
def take_all(community: str, event: str) -> ResponseReturnValue:
    """All pictures, each in every kind."""
    found = desk_event(community, event)
    drawn = actions.pictures(found) if found.over(clock.now()) else []
    return zip_of(drawn, files.stamped(found.slug, found.local_start))


@bp.get(f"{PAGE}/report.pdf")
@web.limiter.limit("30/minute")
def draw_report(community: str, event: str) -> ResponseReturnValue:
    """What the evening achieved, for sponsors."""
    found = desk_event(community, event)
    made = actions.looked_back(found) if found.over(clock.now()) else None
    if made is None:
        raise Refused(_not_made())
    data = report_of(found, [Headline(**line) for line in made.headlines], size=chosen_size())
    name = files.stamped(f"{found.slug}-report", found.local_start)
    release()
    body = press.render(report.TEMPLATE, data, tagged=True)
    return sent(body, "application/pdf", f"{name}.pdf")


def report_of(event: Event, headlines: list[Headline], *, size: Size) -> dict[str, object]:
    """The report on an event as its painter reads it."""
    host = event.community
    drawn = actions.pictures(event)
    said = sentence.achieved(drawn, again=feedback.heard(event).again)
    head = report.Head(
        host.name,
        event.title,
        _line(event),
        host.colour,
        logos.content(host.logo) if host.logo else None,
    )
    return report.data(head, said, headlines, drawn, size=size, lang=clock.language())


def file_of(drawn: Picture | Hidden | None, kind: str, name: str) -> Response:
    """One picture as a file; refused where it isn't shown, with the reason."""
    if not isinstance(drawn, Picture):
        raise Refused(drawn.reason if drawn else _not_made())
    lang = clock.language()
    release()
    return sent(files.made(drawn, kind, lang=lang), files.KINDS[kind], f"{name}.{kind}")


def zip_of(drawn: list[Picture | Hidden], name: str) -> Response:
    """All pictures that are shown as one file; refused where there is none."""
    if not any(one.shown for one in drawn):
        raise Refused(_not_made())
    lang = clock.language()
    release()
    return sent(files.zipped(drawn, name, lang=lang), "application/zip", f"{name}.zip")


def sent(body: bytes, kind: str, name: str) -> Response:
    """A file to be kept under a name."""
    response = Response(body, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _not_made() -> str:
    return _("There are no pictures to take yet.")


def _line(event: Event) -> str:
    day: datetime = event.starts_at
    when = clock.day(day, event.zone)
    return f"{when} · {event.where}" if event.where else when
