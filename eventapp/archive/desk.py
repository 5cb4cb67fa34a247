"""A community as one file: taken out by its owners, and brought in by whoever may found one."""

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from eventapp import clock, web
from eventapp.archive import actions
from eventapp.archive.forms import ArchiveForm
from eventapp.archive.models import Archive, ArchiveFile
from eventapp.communities.access import desk_community
from eventapp.communities.activity import notes as activity
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import jobs
from eventapp.people.models import Person

bp = Blueprint("archive_desk", __name__)

PAGE = "/desk/<community>/archive"
IN = "/desk/communities/archive"


@bp.get(PAGE)
def show(community: str) -> ResponseReturnValue:
    """What an archive holds, and the one that is being made or is there."""
    host = desk_community(community, "owner")
    archive = actions.latest(host)
    return render_template(
        "archive/out.html",
        community=host,
        archive=archive,
        said=actions.said(archive) if archive else "",
        over=archive is None or archive.state not in actions.OPEN,
        kept_until=archive.made_at + actions.KEPT if archive else None,
        zone=host.zone,
        size=actions.size_said(archive) if archive else "",
    )


@bp.post(PAGE)
@web.limiter.limit("10/hour")
def make(community: str) -> ResponseReturnValue:
    """Have the archive written."""
    host, person = desk_community(community, "owner"), web.require_person()
    actions.take_out(host, by=person, now=clock.now())
    db.session.commit()
    jobs.ask("archives")
    return web.to(".show", community=community)


@bp.get(f"{PAGE}/progress")
def progress(community: str) -> ResponseReturnValue:
    """How far the archive is: whether it is over, and the part of its page that changes."""
    archive = actions.latest(desk_community(community, "owner"))
    return _progress(archive or abort(404))


@bp.get(f"{PAGE}/<int:number>.zip")
@web.limiter.limit("30/hour")
def file(community: str, number: int) -> ResponseReturnValue:
    """The archive, for a day."""
    host = desk_community(community, "owner")
    found = db.select(ArchiveFile.body).join(Archive, Archive.id == ArchiveFile.archive_id)
    mine = found.where(Archive.id == number, Archive.community_id == host.id, Archive.kept)
    body: bytes | None = db.session.scalar(mine.where(Archive.way == "out"))
    response = Response(body or abort(404), mimetype="application/zip")
    name = f"{host.slug}-{clock.now():%Y-%m-%d}.zip"
    activity.taken_out()
    db.session.commit()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post(f"{PAGE}/<int:number>/stop")
def stop(community: str, number: int) -> ResponseReturnValue:
    """Let it end without a file; twice is once."""
    host = desk_community(community, "owner")
    mine = db.select(Archive).filter_by(id=number, community_id=host.id, way="out")
    actions.stop(db.session.scalar(mine) or abort(404), now=clock.now())
    db.session.commit()
    return web.to(".show", community=community)


@bp.get(IN)
def choose() -> ResponseReturnValue:
    """Choose the archive to bring in."""
    _who()
    return render_template("archive/in.html", form=ArchiveForm())


@bp.post(IN)
@web.limiter.limit("10/hour")
def send() -> ResponseReturnValue:
    """Have a community brought in; what is no archive is told so at once."""
    person, form = _who(), ArchiveForm()
    if not form.validate():
        return render_template("archive/in.html", form=form), 422
    try:
        archive = actions.bring_in(form.file.data.read(), by=person, now=clock.now())
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return render_template("archive/in.html", form=form), 422
    db.session.commit()
    jobs.ask("archives")
    return web.to(".look", number=archive.id)


@bp.get(f"{IN}/<int:number>")
def look(number: int) -> ResponseReturnValue:
    """How far a community is on its way in, and what became of it."""
    archive = _mine(number)
    return render_template(
        "archive/arriving.html",
        archive=archive,
        said=actions.said(archive),
        over=archive.state not in actions.OPEN,
    )


@bp.get(f"{IN}/<int:number>/progress")
def arriving(number: int) -> ResponseReturnValue:
    """The same for the page that follows it."""
    return _progress(_mine(number))


@bp.post(f"{IN}/<int:number>/stop")
def give_up(number: int) -> ResponseReturnValue:
    """Bring nothing in; twice is once."""
    actions.stop(_mine(number), now=clock.now())
    db.session.commit()
    return web.to(".look", number=number)


def _who() -> Person:
    """Whoever may found a community may bring one in."""
    person = web.require_person()
    web.private()
    if not current_app.config["OPEN_FOUNDING"]:
        abort(404)
    return person


def _mine(number: int) -> Archive:
    mine = db.select(Archive).filter_by(id=number, by_id=_who().id, way="in")
    found: Archive = db.session.scalar(mine) or abort(404)
    return found


def _progress(archive: Archive) -> ResponseReturnValue:
    over = archive.state not in actions.OPEN
    said = actions.said(archive)
    html = "" if over else render_template("archive/_progress.html", archive=archive, said=said)
    return {"over": over, "html": html}
